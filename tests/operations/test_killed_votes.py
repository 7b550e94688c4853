"""kill -9 of a web process, of the worker and of PostgreSQL while people vote: what was acknowledged stands, once."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue

import pytest

from tests.benchmarks.serving import children, environment, serving
from tests.cluster import Cluster, own_cluster
from tests.processes import ROOT, Project, finished, sqlite_project

pytestmark = [pytest.mark.processes, pytest.mark.whole]

VOTERS, THREADS, BETWEEN = 1200, 6, 150


class Crowd:
    """Voters who try again until they are told that their vote is recorded, and then never again."""

    def __init__(self, port: int, path: str, body: str, keys: list[str]) -> None:
        self.port, self.path, self.body = port, path, body
        self.acknowledged: set[int] = set()
        self.failed = 0
        self._todo: Queue[tuple[int, str]] = Queue()
        for number, key in enumerate(keys):
            self._todo.put((number, key))
        self.threads = [threading.Thread(target=self._vote, daemon=True) for _ in range(THREADS)]
        for thread in self.threads:
            thread.start()

    def wait_for(self, acknowledged: int, *, seconds: float = 240) -> None:
        deadline = time.monotonic() + seconds
        while len(self.acknowledged) < acknowledged:
            assert time.monotonic() < deadline, (
                f"only {len(self.acknowledged)} of {acknowledged} votes went through"
            )
            time.sleep(0.05)

    def _vote(self) -> None:
        while True:
            try:
                number, key = self._todo.get_nowait()
            except Empty:
                return
            if self._answered(key):
                self.acknowledged.add(number)
            else:
                self.failed += 1
                self._todo.put((number, key))
                time.sleep(0.1)

    def _answered(self, key: str) -> bool:
        """True for a 302: only then is a voter told that the vote is recorded."""
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"sessionid={key}; csrftoken={'a' * 32}",
            "Referer": f"http://127.0.0.1:{self.port}/en/",
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("POST", self.path, self.body, headers)
            return connection.getresponse().status == 302
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


class Worker:
    """The worker, started again whenever it ended, as a supervisor does."""

    def __init__(self, project: Project) -> None:
        self.project, self.stopped = project, False
        self.process = self._start()
        self.thread = threading.Thread(target=self._watch, daemon=True)
        self.thread.start()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "manage.py", "work"],
            cwd=ROOT, env=environment(self.project, "http_settings"),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def _watch(self) -> None:
        while not self.stopped:
            if self.process.poll() is not None:
                self.process = self._start()
            time.sleep(0.5)

    def kill(self) -> None:
        self.process.kill()

    def stop(self) -> None:
        self.stopped = True
        self.thread.join()
        self.process.kill()
        self.process.wait()


@contextmanager
def place(database: str, folder: Path) -> Iterator[tuple[Project, Cluster | None]]:
    if database == "sqlite":
        with contextmanager(sqlite_project)(folder) as project:
            yield project, None
        return
    with own_cluster() as cluster:
        project = Project(folder, cluster.url)
        finished(project.start("manage.py", "migrate", "-v0"), seconds=900)
        try:
            yield project, cluster
        finally:
            project.stop()


@pytest.mark.parametrize("database", ["postgres", "sqlite"])
def test_no_acknowledged_vote_is_lost_and_none_is_counted_twice(database: str, tmp_path: Path) -> None:
    with place(database, tmp_path) as (project, cluster):
        keys = tmp_path / "keys"
        about = json.loads(_run(project, "prepare", str(VOTERS), str(keys)))
        body = f"csrfmiddlewaretoken={'a' * 32}&choice=for&edition={about['edition']}"
        with serving(project, "policywiki.wsgi", "http_settings") as (port, master):
            worker = Worker(project)
            crowd = Crowd(port, f"/en/p/{about['number']}/vote/", body, keys.read_text().split())
            for number, kill in enumerate(_killings(master, worker, cluster), start=1):
                crowd.wait_for(number * BETWEEN)
                kill()
            crowd.wait_for(VOTERS)
            worker.stop()
        found = json.loads(_run(project, "report"))
        assert len(crowd.acknowledged) == VOTERS
        assert crowd.failed, "nobody noticed anything: nothing was killed in the middle"
        assert found["ballots"] == found["shown"] == found["recounted"] == VOTERS
        assert found["rows"] >= VOTERS
        finished(project.start("manage.py", "verify_ledger"))


def _killings(master: int, worker: Worker, cluster: Cluster | None) -> list[Callable[[], None]]:
    def web() -> None:
        os.kill(random.choice(children(master)), signal.SIGKILL)

    def server() -> None:
        assert cluster is not None
        cluster.kill()
        cluster.start()

    return [web, worker.kill, *([server] if cluster else []), web, worker.kill]


def _run(project: Project, *arguments: str) -> str:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.voters_http", *arguments],
        cwd=ROOT, env=environment(project, "http_settings"),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    return finished(process)
