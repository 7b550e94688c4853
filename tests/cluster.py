"""A PostgreSQL server of our own, which a test may kill: made in a folder, on a free port, thrown away after."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

CI = os.environ.get("CI") == "true"


class Cluster:
    """`url` names its database "votes"."""

    def __init__(self, folder: Path, binaries: Path) -> None:
        self.folder, self.binaries = folder, binaries
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.server: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/votes"

    def run(self, name: str, *arguments: str) -> None:
        subprocess.run(self._command(name, *arguments), check=True, capture_output=True)

    def start(self) -> None:
        """Start, again and again while what was killed still holds its memory."""
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            self.server = subprocess.Popen(
                self._command(
                    "postgres", "-D", str(self.folder), "-p", str(self.port), "-k", str(self.folder)
                ),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            while self.server.poll() is None:
                try:
                    psycopg.connect(self.url.replace("/votes", "/postgres"), connect_timeout=2).close()
                except psycopg.OperationalError:
                    time.sleep(0.2)
                else:
                    return
            time.sleep(0.5)
        raise RuntimeError("PostgreSQL did not start")

    def kill(self) -> None:
        """kill -9 of the server's first process; the others see it and end, whatever they were doing."""
        pid = int((self.folder / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, signal.SIGKILL)
        if self.server is not None:
            self.server.wait()

    def stop(self) -> None:
        if self.server is not None and self.server.poll() is None:
            self.run("pg_ctl", "-D", str(self.folder), "stop", "-m", "immediate")
            self.server.wait()

    def _command(self, name: str, *arguments: str) -> list[str]:
        command = [str(self.binaries / name), *arguments]
        return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


@contextmanager
def own_cluster() -> Iterator[Cluster]:
    """Skips where PostgreSQL's programs are not installed; fails there with CI=true."""
    binaries = _binaries()
    if binaries is None:
        (pytest.fail if CI else pytest.skip)("no initdb: PostgreSQL's own programs are not here")
    folder = Path(tempfile.mkdtemp(prefix="policywiki-postgres-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        cluster = Cluster(folder, binaries)
        cluster.run(
            "initdb", "-D", str(folder), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8"
        )
        cluster.start()
        try:
            cluster.run("createdb", "-h", "127.0.0.1", "-p", str(cluster.port), "-U", "postgres", "votes")
            yield cluster
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path | None:
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return versions[-1] if versions else None
