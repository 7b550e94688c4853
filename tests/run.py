"""What `make check`, `make test` and `make test-all` run: python -m tests.run check|fast|whole …

Stops at the first part that fails, says how long each took, and ends with pytest's own line.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
BIN = Path(PYTHON).parent
CI = os.environ.get("CI") == "true"
CODE = ["policywiki", "proposals", "search"]
WORKERS = str(max(2, min(4, os.cpu_count() or 2)))

Part = tuple[str, list[str]]


def pytest(which: str) -> list[str]:
    """A file's tests stay in one process, which shares what they need; files in our order: conftest."""
    spread = ["-n", WORKERS, "--dist", "loadfile", "--no-loadscope-reorder"]
    return [PYTHON, "-m", "pytest", "-q", "--durations=25", *spread, "-m", which]


PARTS: dict[str, list[Part]] = {
    "check": [
        ("translations", [PYTHON, "manage.py", "compile_translations"]),
        ("lint", [str(BIN / "ruff"), "check", "."]),
        ("format", [str(BIN / "ruff"), "format", "--check", "."]),
        ("templates", [str(BIN / "djlint"), "templates", "--lint", "--quiet"]),
        ("contracts", [str(BIN / "lint-imports"), "--no-logo"]),
        ("types", [str(BIN / "mypy"), *CODE]),
        ("system", [PYTHON, "manage.py", "check", "--fail-level", "WARNING"]),
        ("migrations", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"]),
    ],
    "fast": [("tests", pytest("not whole"))],
    "whole": [
        ("whole", pytest("whole")),
        # What asks no database is the same there, and what starts processes has been on both.
        ("postgresql", pytest("database and not whole and not browser and not processes")),
    ],
}


def environment(label: str) -> dict[str, str]:
    """Settings of the tests; everything they write lies in a folder of their own."""
    folder = ROOT / "var" / "test"
    folder.mkdir(parents=True, exist_ok=True)
    own = {"DJANGO_SETTINGS_MODULE": "policywiki.settings.test", "DATA_DIR": str(folder)}
    if label == "postgresql":
        own["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]
    return os.environ | own


def say_what_is_missing() -> None:
    """One visible line for each thing that is not here; with CI=true that is a failure."""
    missing = []
    if not any(map(shutil.which, ("chromium-headless-shell", "chromium"))):
        missing.append("no chromium: browser tests are skipped")
    if not os.environ.get("TEST_DATABASE_URL"):
        missing.append("no TEST_DATABASE_URL: tests on PostgreSQL are skipped")
    if not os.environ.get("TEST_REDIS_URL"):
        missing.append("no TEST_REDIS_URL: the start of a real city (make test-all) is skipped")
    for line in missing:
        print(f"!! {line}", flush=True)  # noqa: T201
    if missing and CI:
        sys.exit("CI=true: everything must be here.")


def main(names: list[str]) -> int:
    if {"fast", "whole"} & set(names):
        say_what_is_missing()
    for name in names:
        for label, command in PARTS[name]:
            if label == "postgresql" and not os.environ.get("TEST_DATABASE_URL"):
                continue
            begun = time.monotonic()
            done = subprocess.run(command, cwd=ROOT, env=environment(label), check=False)
            print(f"== {label}: {time.monotonic() - begun:.0f} s", flush=True)  # noqa: T201
            if done.returncode:
                print(f"== {label} failed", flush=True)  # noqa: T201
                return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["check", "fast"]))
