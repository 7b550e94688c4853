"""Where the index lies, and who may write it.

A root folder holds one folder per rebuild, a pointer that names the folder in use, and a lock. A rebuild
fills a fresh folder beside the old one and then moves the pointer, so a reader sees the old index or the
new one, never an empty one. The lock is the operating system's: it goes with the process that held it.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import whoosh.index

from search.index.schema import SCHEMA_VERSION, build_schema

POINTER: Final = "current"
LOCK: Final = "writer.lock"
WAIT: Final = 60.0


class WriterBusy(Exception):
    """Another process is writing the index and did not finish in time."""


class Store:
    """The folder of one index."""

    def __init__(self, root: Path | str) -> None:
        self.root = Path(root)

    def current(self) -> Path | None:
        """The folder in use, or None before the first build (or after a change of schema)."""
        try:
            name = (self.root / POINTER).read_text("ascii").strip()
        except FileNotFoundError:
            return None
        folder = self.root / name
        return folder if name.startswith(f"v{SCHEMA_VERSION}-") and folder.is_dir() else None

    def fresh(self) -> Path:
        """A new empty folder with an index in it. The caller holds the lock."""
        folder = self.root / f"v{SCHEMA_VERSION}-{time.time_ns()}"
        folder.mkdir(parents=True)
        whoosh.index.create_in(str(folder), build_schema())
        return folder

    def use(self, folder: Path) -> None:
        """Point to `folder` from now on, and drop what an earlier or broken rebuild left behind."""
        self.root.mkdir(parents=True, exist_ok=True)
        draft = self.root / f"{POINTER}.new"
        draft.write_text(folder.name, "ascii")
        os.replace(draft, self.root / POINTER)
        for other in self.root.glob("v*-*"):
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)

    @contextlib.contextmanager
    def lock(self, *, wait: float = WAIT) -> Iterator[None]:
        """Be the one writer. Raises WriterBusy after `wait` seconds."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / LOCK).open("w") as handle:
            _acquire(handle, wait)
            yield

    def open(self) -> Any:
        """The Whoosh index in use, or None."""
        folder = self.current()
        return None if folder is None else whoosh.index.open_dir(str(folder))


def _acquire(handle: Any, wait: float) -> None:
    give_up = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > give_up:
                raise WriterBusy from None
            time.sleep(0.05)
        else:
            return
