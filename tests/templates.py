"""The migrated database, made once and copied: migrating takes twenty seconds, copying a moment.

A template is named by what makes it: the migrations, what they call, and the locked packages. Whatever changes one of
them makes a new template. An SQLite file lies in the folder for temporary files, where all worktrees of one person find
it; a PostgreSQL database beside the others of its server.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(tempfile.gettempdir()) / f"policywiki-templates-{os.getuid()}"
A_WEEK = 7 * 24 * 3600
CALLED_BY_MIGRATIONS = ("policywiki/accounts/grants.py", "requirements-dev.txt")


@cache
def migrated_file() -> Path:
    """An SQLite file with every migration, to be copied."""
    file = FOLDER / f"{_made_of()}.sqlite3"
    with one_at_a_time("sqlite"):
        if not file.exists():
            for older in FOLDER.glob("*.sqlite3"):
                if time.time() - older.stat().st_mtime > A_WEEK:
                    older.unlink(missing_ok=True)
            making = file.with_suffix(".making")
            making.unlink(missing_ok=True)
            _migrate(f"sqlite:///{making}")
            # The write-ahead log goes into the file, so that the file alone is the database.
            with closing(sqlite3.connect(making)) as connection:
                connection.execute("PRAGMA journal_mode=DELETE")
            making.rename(file)
    return file


@cache
def migrated_database(server: str) -> str:
    """The name of a PostgreSQL database with every migration, for CREATE DATABASE … TEMPLATE."""
    name = f"policywiki_{_made_of()}"
    with one_at_a_time("postgresql"), psycopg.connect(server, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            making = f"{name}_making"
            connection.execute(f'DROP DATABASE IF EXISTS "{making}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{making}"')
            _migrate(at(server, making))
            connection.execute(f'ALTER DATABASE "{making}" RENAME TO "{name}"')
    return name


def at(server: str, name: str) -> str:
    """The URL of another database of this server."""
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


@cache
def _made_of() -> str:
    digest = hashlib.sha256()
    packages = [ROOT / name for name in ("policywiki", "proposals", "search")]
    migrations = (file for package in packages for file in package.rglob("migrations/*.py"))
    for file in [*sorted(migrations), *(ROOT / name for name in CALLED_BY_MIGRATIONS)]:
        digest.update(f"{file.relative_to(ROOT)}\n".encode() + file.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """The processes of pytest-xdist begin together; the first makes it, the others wait."""
    FOLDER.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (FOLDER / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(database_url: str) -> None:
    with tempfile.TemporaryDirectory(prefix="policywiki-") as folder:
        environment = os.environ | {
            "DATA_DIR": folder,
            "DATABASE_URL": database_url,
            "DJANGO_SETTINGS_MODULE": "policywiki.settings.test",
        }
        command = [sys.executable, "manage.py", "migrate", "-v0"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
