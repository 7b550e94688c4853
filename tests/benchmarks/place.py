"""The folder and database a benchmark works in, and running Python against them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
DATA: Final = Path(os.environ.get("POLICYWIKI_DATA") or ROOT.parent / "shared" / "data")
COUNTS: Final = re.compile(r"^(.+?)\s+([\d,]+)$", re.MULTILINE)


@dataclass(frozen=True)
class Place:
    """`folder` holds the database (SQLite) and the index."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": f"sqlite:///{self.folder / 'policywiki.sqlite3'}",
            "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        }

    def run(self, *arguments: str) -> tuple[str, float]:
        """`python ARGUMENTS`; its output, and how many seconds it took. Raises SystemExit where it fails."""
        begun = time.perf_counter()
        command = [sys.executable, *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"{' '.join(arguments)} failed with {done.returncode}")
        return done.stdout, time.perf_counter() - begun

    def is_empty(self) -> bool:
        return not (self.folder / "policywiki.sqlite3").exists()

    def set_up(self) -> None:
        """A site with its fixed pages, and an empty index."""
        self.run("manage.py", "migrate", "-v0")
        self.run("manage.py", "setup_site")


def counted(output: str) -> dict[str, int]:
    """The counts by label that an import prints at its end."""
    return {label: int(count.replace(",", "")) for label, count in COUNTS.findall(output)}
