"""A site of our own to measure: gunicorn as a real city runs it, its worker, and how much processor each took."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.processes import ROOT, Project

TICKS = os.sysconf("SC_CLK_TCK")
GUNICORN = str(Path(sys.executable).parent / "gunicorn")


def environment(project: Project, settings: str) -> dict[str, str]:
    return project.environment | {
        "DJANGO_SETTINGS_MODULE": f"tests.benchmarks.{settings}",
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "ignore",
    }


@contextmanager
def serving(
    project: Project, application: str, settings: str, *, processes: int = 2
) -> Iterator[tuple[int, int]]:
    """gunicorn with this application; (port, pid of its master). Ends with the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        GUNICORN, "-c", "python:policywiki.operations.server", application,
        "--bind", f"127.0.0.1:{port}", "--workers", str(processes),
    ]  # fmt: skip
    log = (project.folder / "gunicorn.log").open("a")
    server = subprocess.Popen(command, cwd=ROOT, env=environment(project, settings), stdout=log, stderr=log)
    project.processes.append(server)
    try:
        _wait_until_answering(port, server)
        _wait_until_idle(lambda: [server.pid, *children(server.pid)])
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(timeout=40)
        log.close()


@contextmanager
def working(project: Project) -> Iterator[subprocess.Popen[str]]:
    """The one worker, counting meanwhile."""
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "work"],
        cwd=ROOT, env=environment(project, "http_settings"), stdout=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    project.processes.append(worker)
    _wait_until_idle(lambda: [worker.pid])
    try:
        yield worker
    finally:
        worker.terminate()
        worker.wait(timeout=60)


def _wait_until_answering(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("gunicorn did not start")


def _wait_until_idle(running: Callable[[], list[int]]) -> None:
    """Starting takes seconds of processor, which are nobody's votes: go on once they have been taken."""
    before, deadline = -1.0, time.monotonic() + 60
    while (now := processor_seconds(running())) - before > 0.1 and time.monotonic() < deadline:
        before = now
        time.sleep(1)


def children(pid: int) -> list[int]:
    """The processes that this one started."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in found.split()]


def backends(database_url: str) -> list[int]:
    """The server processes of this database, where they run on this machine; none for SQLite."""
    if not database_url.startswith("postgres"):
        return []
    with psycopg.connect(database_url, autocommit=True) as connection:
        query = (
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return [pid for (pid,) in connection.execute(query).fetchall() if Path(f"/proc/{pid}/stat").exists()]


def processor_seconds(pids: list[int]) -> float:
    """User and system time that these processes took so far; 0 for those that have ended."""
    total = 0.0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        total += (int(fields[11]) + int(fields[12])) / TICKS
    return total
