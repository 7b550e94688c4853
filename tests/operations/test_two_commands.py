"""What is missing on a machine is said in one line that names the way on."""

from __future__ import annotations

import importlib.util
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from django.core.management import CommandError

from policywiki.operations.management.commands.serve import Command as Serve

ROOT = Path(__file__).resolve().parents[2]
BOOTSTRAP = ROOT / "policywiki" / "operations" / "bootstrap.py"


@pytest.fixture
def bootstrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as it runs before anything is installed, in an empty folder."""
    described = importlib.util.spec_from_file_location("bootstrap", BOOTSTRAP)
    assert described is not None
    assert described.loader is not None
    module = importlib.util.module_from_spec(described)
    described.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    (tmp_path / ".venv").mkdir()
    (tmp_path / "requirements.txt").write_text("nothing==1.0\n")
    return module


def line_of(refused: pytest.ExceptionInfo[SystemExit]) -> str:
    line = str(refused.value)
    assert "\n" not in line
    return line


@pytest.mark.parametrize("version", [(3, 10), (3, 14), (2, 7)])
def test_another_python(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, version: tuple[int, int]
) -> None:
    monkeypatch.setattr(bootstrap.sys, "version_info", (*version, 0, "final", 0))
    with pytest.raises(SystemExit) as refused:
        bootstrap.check_python()
    assert f"3.11 to 3.13; this is {version[0]}.{version[1]}" in line_of(refused)


@pytest.mark.parametrize("missing", ["venv", "ensurepip"])
def test_python_without_its_venv_module(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(SystemExit) as refused:
        bootstrap.check_python()
    assert "apt install python3" in line_of(refused)


def test_no_network(bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """pip itself, asked to fetch from where nobody answers."""
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/")
    monkeypatch.setenv("PIP_RETRIES", "0")
    with pytest.raises(SystemExit) as refused:
        bootstrap.install(Path(sys.executable), tmp_path / "requirements.txt")
    assert "is there a network? Details: .venv/install.log" in line_of(refused)
    assert not (tmp_path / ".venv" / ".requirements.txt.sha256").exists()


def test_what_is_installed_is_not_installed_again(bootstrap: ModuleType, tmp_path: Path) -> None:
    fetching = Path(shutil.which("true") or "/bin/true")
    lock = tmp_path / "requirements.txt"
    bootstrap.install(fetching, lock)
    bootstrap.install(tmp_path / "would-fail-if-it-were-started", lock)
    lock.write_text("nothing==2.0\n")
    with pytest.raises(FileNotFoundError):
        bootstrap.install(tmp_path / "would-fail-if-it-were-started", lock)


@pytest.mark.skipif(shutil.which("make") is None, reason="no make")
def test_no_python3() -> None:
    said = subprocess.run(
        ["make", "--no-print-directory", "run", "PYTHON=no-such-python"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert said.returncode != 0
    assert said.stdout.splitlines() == [
        "python3 is missing: install Python 3.11 to 3.13 (on Debian or Ubuntu: apt install python3 python3-venv)."
    ]


def test_a_busy_port_is_one_clear_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} is busy"):
            Serve.refuse_busy_port(port)
