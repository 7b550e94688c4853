"""One worker at a time: a lock on a file for SQLite, an advisory lock in PostgreSQL for several machines."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

ADVISORY_KEY = 0x706F6C77  # "polw"


class AlreadyWorking(Exception):
    """Another worker holds the lock."""

    def __init__(self) -> None:
        super().__init__("Another worker is running already; nothing to do here.")


@contextmanager
def worker_lock() -> Iterator[None]:
    """Hold the lock while the block runs. The system frees it when the process dies. Raises AlreadyWorking."""
    if connection.vendor == "postgresql":
        # A connection of its own: the worker's is closed and reopened between tasks, and the lock with it.
        own = connections["default"].copy()
        try:
            with own.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY_KEY])
                if not cursor.fetchone()[0]:
                    raise AlreadyWorking
            yield
        finally:
            own.close()
        return
    with (Path(settings.DATA_DIR) / "worker.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise AlreadyWorking from error
        yield
