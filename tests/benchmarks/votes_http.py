"""Votes over HTTP: gunicorn, the worker, wrk with a session for every voter, readers of the page meanwhile.

Against the same server, sessions and database: a bare view that inserts one row (bare.py). It, votes alone and votes
beside readers are measured twice, in turn, and the better of each is taken, so that a busy moment of the machine does
not decide.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.benchmarks.figures import Figure
from tests.benchmarks.place import ROOT
from tests.benchmarks.serving import backends, children, environment, processor_seconds, serving, working
from tests.processes import Project, finished, postgres_project, sqlite_project

SECONDS = int(os.environ.get("BENCH_SECONDS", "10"))
WARM_SECONDS = 3
CONNECTIONS, FLOOD, READERS, THREADS = 24, 200, 4, 2
VOTERS = int(os.environ.get("BENCH_VOTERS", "30000"))
HERE = ROOT / "tests" / "benchmarks"


@dataclass
class Run:
    """One run of wrk. `reached`: so many voters, from the first not skipped, may have voted. Processor: in seconds."""

    acknowledged: int
    busy: int
    other: int
    reached: int
    seconds: float
    p95: float
    web: float
    database: float
    client: float
    read: int = 0
    read_p95: float = 0.0

    @property
    def rate(self) -> float:
        return self.acknowledged / self.seconds

    def each(self, seconds: float) -> str:
        return f"{seconds / max(self.acknowledged, 1) * 1000:.2f} ms"


def measure() -> tuple[list[Figure], list[str]]:
    """The figures, and one line for what is not here."""
    if shutil.which("wrk") is None:
        return [], ["Votes over HTTP: not measured, wrk is not installed."]
    databases: list[tuple[str, Callable[[Path], Iterator[Project]]]] = []
    notes = []
    server = os.environ.get("TEST_DATABASE_URL", "")
    if server.startswith("postgres"):
        os.environ["DATABASE_URL"] = server
        databases.append(("PostgreSQL", postgres_project))
    else:
        notes.append("Votes over HTTP on PostgreSQL: not measured, TEST_DATABASE_URL names no server.")
    databases.append(("SQLite", sqlite_project))
    figures = []
    for name, make in databases:
        with (
            TemporaryDirectory(prefix="policywiki-http-") as folder,
            contextmanager(make)(Path(folder)) as project,
        ):
            figures += _on(name, project)
    return figures, notes


def _on(name: str, project: Project) -> Iterator[Figure]:
    keys = project.folder / "keys"
    os.environ["PYTHONWARNINGS"] = "ignore"
    about = json.loads(_run(project, "prepare", str(VOTERS), str(keys)))
    used, acknowledged = 0, 0
    beside, alone, bare = list[Run](), list[Run](), list[Run]()
    body = f"csrfmiddlewaretoken={'a' * 32}&choice=for&edition={about['edition']}"
    for _turn in range(2):
        path = f"/insert/{about['other']}/{about['edition']}/"
        with serving(project, "tests.benchmarks.bare:application", "bare_settings") as (port, pid):
            _wrk(project, port, pid, path, "choice=for", keys=keys, skip=0, seconds=WARM_SECONDS)
            bare.append(_wrk(project, port, pid, path, "choice=for", keys=keys, skip=0))
        with serving(project, "policywiki.wsgi", "http_settings") as (port, pid), working(project):
            path = f"/en/p/{about['number']}/vote/"
            warm = _wrk(project, port, pid, path, body, keys=keys, skip=used, seconds=WARM_SECONDS)
            used += warm.reached
            alone.append(_wrk(project, port, pid, path, body, keys=keys, skip=used))
            used += alone[-1].reached
            with _readers(port, about["page"]) as readers:
                beside.append(_wrk(project, port, pid, path, body, keys=keys, skip=used))
                _note_readers(beside[-1], readers)
            used += beside[-1].reached
        acknowledged += sum(run.acknowledged for run in (warm, alone[-1], beside[-1]))
    with serving(project, "policywiki.wsgi", "http_settings") as (port, pid), working(project):
        flood = _wrk(
            project,
            port,
            pid,
            f"/en/p/{about['number']}/vote/",
            body,
            keys=keys,
            skip=used,
            connections=FLOOD,
        )
    acknowledged += flood.acknowledged
    found = json.loads(_run(project, "report"))
    best = [max(runs, key=_rate) for runs in (beside, alone, bare)]
    return iter(_figures(name, *best, flood, acknowledged, found))


def _rate(run: Run) -> float:
    return run.rate


def _figures(
    name: str, beside: Run, alone: Run, bare: Run, flood: Run, acknowledged: int, found: dict[str, Any]
) -> Iterator[Figure]:
    part = "Votes over HTTP"
    yield Figure(
        part,
        f"{name}: {CONNECTIONS} voters at once, {READERS} readers beside them",
        f"{beside.rate:.0f} votes a second, p95 {beside.p95:.0f} ms "
        f"({beside.busy} answered 503, {beside.other} otherwise)",
    )
    yield Figure(part, f"{name}: the page meanwhile", f"{beside.read} times, p95 {beside.read_p95:.0f} ms")
    yield Figure(
        part,
        f"{name}: {CONNECTIONS} voters at once, nobody reads",
        f"{alone.rate:.0f} votes a second, p95 {alone.p95:.0f} ms",
    )
    yield Figure(
        part,
        f"{name}: processor for one vote",
        f"web {alone.each(alone.web)}, database {alone.each(alone.database)}, client {alone.each(alone.client)}",
    )
    yield Figure(
        part,
        f"{name}: a bare view that inserts one row",
        f"{bare.rate:.0f} a second, p95 {bare.p95:.0f} ms, web {bare.each(bare.web)}: a vote reaches "
        f"{alone.rate / bare.rate:.0%} of it, beside readers {beside.rate / bare.rate:.0%}",
    )
    yield Figure(
        part,
        f"{name}: {FLOOD} at once",
        f"{flood.rate:.0f} votes a second, p95 {flood.p95:.0f} ms, {flood.busy} answered 503, {flood.other} otherwise",
    )
    most = acknowledged + 6 * CONNECTIONS + FLOOD  # answers that were under way when wrk stopped listening
    exact = (
        found["ballots"] == found["shown"] == found["recounted"] and acknowledged <= found["ballots"] <= most
    )
    yield Figure(
        part,
        f"{name}: totals",
        f"{acknowledged:,} acknowledged, {found['ballots']:,} stand, {found['shown']:,} counted: "
        + ("none lost, none twice" if exact else f"WRONG {found}"),
    )


def _run(project: Project, *arguments: str) -> str:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.voters_http", *arguments],
        cwd=ROOT,
        env=environment(project, "http_settings"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    return finished(process)


def _wrk(
    project: Project,
    port: int,
    pid: int,
    path: str,
    body: str,
    *,
    keys: Path,
    skip: int,
    connections: int = CONNECTIONS,
    seconds: int = SECONDS,
) -> Run:
    web = [pid, *children(pid)]
    own = resource.getrusage(resource.RUSAGE_CHILDREN)
    before = processor_seconds(web)
    database = backends(project.database_url)
    database_before = processor_seconds(database)
    command = [
        "wrk", "-t", str(THREADS), "-c", str(connections), "-d", f"{seconds}s", "--timeout", "30s",
        "-s", str(HERE / "votes.lua"), f"http://127.0.0.1:{port}",
        "--", str(keys), str(skip), path, body, str(THREADS),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    said = json.loads(done.stdout.split("RESULT ", 1)[1])
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    later = [one for one in backends(project.database_url) if one not in database]
    return Run(
        acknowledged=said["acknowledged"],
        busy=said["busy"],
        other=said["other"],
        reached=said["reached"],
        seconds=said["seconds"],
        p95=said["p95"],
        web=processor_seconds(web) - before,
        database=processor_seconds(database) - database_before + processor_seconds(later),
        client=after.ru_utime + after.ru_stime - own.ru_utime - own.ru_stime,
    )


@contextmanager
def _readers(port: int, page: str) -> Iterator[subprocess.Popen[str]]:
    command = [
        "wrk", "-t", "1", "-c", str(READERS), "-d", f"{SECONDS}s", "--timeout", "30s",
        "-s", str(HERE / "readers.lua"), f"http://127.0.0.1:{port}{page}",
    ]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.wait(timeout=60)


def _note_readers(run: Run, readers: subprocess.Popen[str]) -> None:
    output, _errors = readers.communicate(timeout=60)
    said = json.loads(output.split("RESULT ", 1)[1])
    run.read, run.read_p95 = said["read"], said["p95"]
