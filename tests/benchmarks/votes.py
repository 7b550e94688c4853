"""Votes a second by four processes at once, and whether every total is exact, on both databases."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.figures import Figure
from tests.benchmarks.place import ROOT
from tests.processes import Project, finished, postgres_project, sqlite_project

PROCESSES, OWN, ROUNDS = 4, 100, 5
VOTING = ("-m", "tests.proposals.voting")


def measure() -> tuple[list[Figure], list[str]]:
    """The figures, and one line for a database that is not here."""
    databases: list[tuple[str, Callable[[Path], Iterator[Project]]]] = [("SQLite", sqlite_project)]
    notes = []
    server = os.environ.get("TEST_DATABASE_URL", "")
    if server.startswith("postgres"):
        os.environ["DATABASE_URL"] = server  # where postgres_project makes its databases
        databases.append(("PostgreSQL", postgres_project))
    else:
        notes.append("Votes on PostgreSQL: not measured, TEST_DATABASE_URL names no server.")
    return [_on(name, project) for name, project in databases], notes


def _on(name: str, make: Callable[[Path], Iterator[Project]]) -> Figure:
    with (
        TemporaryDirectory(prefix="policywiki-votes-") as folder,
        contextmanager(make)(Path(folder)) as project,
    ):
        project.run(*VOTING, "prepare", str(PROCESSES * OWN))
        voters = [_voter(project, number) for number in range(PROCESSES)]
        for voter in voters:
            assert voter.stdout is not None
            assert voter.stdout.readline() == "ready\n"
        begun = time.perf_counter()
        for voter in voters:
            assert voter.stdin is not None
            voter.stdin.write("go\n")
            voter.stdin.flush()
        cast = sum(int(finished(voter)) for voter in voters)
        seconds = time.perf_counter() - begun
        found = json.loads(project.run(*VOTING, "report"))
    exact = (
        found["votes"] == [found["votes"][0]] * 3
        and sum(found["votes"][0]) == PROCESSES * OWN
        and found["rows"] == cast
        and found["positions"] == list(range(1, cast + 1))
    )
    verdict = "every total exact" if exact else f"TOTALS WRONG: {found['votes']}"
    return Figure(
        "Votes",
        f"{cast:,} votes by {PROCESSES} processes, {name}",
        f"{cast / seconds:.0f} a second, {verdict}",
    )


def _voter(project: Project, number: int) -> subprocess.Popen[str]:
    """Not project.start: this one listens for the word to go."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.voters", str(number), str(OWN), str(ROUNDS)],
        cwd=ROOT,
        env=project.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    project.processes.append(process)
    return process
