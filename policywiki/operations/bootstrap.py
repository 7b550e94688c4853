"""Make the environment: `python3 policywiki/operations/bootstrap.py requirements.txt`.

Standard library only: this runs before anything is installed. One clear line for each thing that is missing.
"""

import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
OLDEST, NEWEST = (3, 11), (3, 13)


def fail(line: str) -> None:
    sys.exit(line)


def check_python() -> None:
    here = sys.version_info[:2]
    if not OLDEST <= here <= NEWEST:
        fail(
            f"PolicyWiki runs on Python 3.11 to 3.13; this is {here[0]}.{here[1]}. Try: make run PYTHON=python3.11"
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        fail(
            "Python's venv module is missing. On Debian or Ubuntu: "
            f"apt install python{here[0]}.{here[1]}-venv (or python3-venv)."
        )


def make_environment() -> Path:
    python = VENV / "bin" / "python"
    if python.exists() and subprocess.run([python, "-c", ""], check=False).returncode == 0:
        return python
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
    if made.returncode != 0:
        fail("The environment .venv could not be made: is the disk full, or the folder not writable?")
    return python


def install(python: Path, lock: Path) -> None:
    """Hash-pinned wheels only. The dev lock holds everything of the other, so its stamp serves both."""
    stamps = {name: VENV / f".{name}.sha256" for name in ("requirements.txt", "requirements-dev.txt")}
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    wanted = [stamps[lock.name]]
    if lock.name == "requirements.txt" and stamps["requirements-dev.txt"].exists():
        dev = hashlib.sha256((ROOT / "requirements-dev.txt").read_bytes()).hexdigest()
        if stamps["requirements-dev.txt"].read_text() == dev:
            return
    if wanted[0].exists() and wanted[0].read_text() == digest:
        return
    print(f"Installing the packages of {lock.name} into .venv (about a minute, once) …", flush=True)  # noqa: T201
    log = VENV / "install.log"
    with log.open("w") as output:
        done = subprocess.run(
            [python, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--require-hashes",
             "--only-binary", ":all:", "-r", str(lock)],
            stdout=output, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
    if done.returncode != 0:
        fail(f"The packages could not be installed: is there a network? Details: {log.relative_to(ROOT)}")
    wanted[0].write_text(digest)


if __name__ == "__main__":
    check_python()
    install(make_environment(), ROOT / sys.argv[1])
