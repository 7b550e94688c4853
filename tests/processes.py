"""Real processes against a real database: a file of SQLite, or a database of a PostgreSQL server.

PostgreSQL is used where TEST_DATABASE_URL names one; without it those tests are skipped in one line, with CI=true
they fail. Each database is made for the test and thrown away after it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from tests.forking import Child, Mother
from tests.templates import at, migrated_database, migrated_file

ROOT = Path(__file__).resolve().parent.parent
CI = os.environ.get("CI") == "true"


@dataclass
class Project:
    """A migrated database of its own, and a way to run Python against it in other processes."""

    folder: Path
    database_url: str
    processes: list[subprocess.Popen[str] | Child] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": self.database_url,
            "DJANGO_SETTINGS_MODULE": "policywiki.settings.test",
        }

    @cached_property
    def mother(self) -> Mother:
        return Mother(self.environment, self.folder, ROOT)

    def start(self, *arguments: str) -> Child:
        """`python ARGUMENTS` in the background, with Django loaded."""
        process = self.mother.child(arguments)
        self.processes.append(process)
        return process

    def run(self, *arguments: str) -> str:
        """`python ARGUMENTS` to its end; its output. Fails the test where it fails."""
        return finished(self.start(*arguments))

    def stop(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                process.kill()
                process.wait()
        if "mother" in self.__dict__:
            self.mother.end()


def finished(process: subprocess.Popen[str] | Child, *, seconds: float = 300) -> str:
    """Wait for the end; the output. Fails the test with what it said where it failed."""
    output, errors = process.communicate(timeout=seconds)
    if process.returncode != 0:
        pytest.fail(f"{process.args} ended with {process.returncode}:\n{errors[-4000:]}")
    return output


def sqlite_project(folder: Path) -> Iterator[Project]:
    file = folder / "policywiki.sqlite3"
    shutil.copy(migrated_file(), file)
    yield from _lived(Project(folder, f"sqlite:///{file}"))


def postgres_project(folder: Path) -> Iterator[Project]:
    """A new database on the server of TEST_DATABASE_URL, dropped afterwards."""
    server = os.environ.get("TEST_DATABASE_URL") or os.environ.get("DATABASE_URL", "")
    if not server.startswith(("postgres://", "postgresql://")):
        if CI:
            pytest.fail("TEST_DATABASE_URL names no PostgreSQL, and CI=true")
        pytest.skip("no PostgreSQL: set TEST_DATABASE_URL=postgres://…")
    template = migrated_database(server)
    name = _create(server, f'TEMPLATE "{template}"')
    try:
        yield from _lived(Project(folder, at(server, name)))
    finally:
        _drop(server, name)


def _create(server: str, how: str = "") -> str:
    name = f"processes_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" {how}')
    return name


def _drop(server: str, name: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _lived(project: Project) -> Iterator[Project]:
    try:
        yield project
    finally:
        project.stop()
