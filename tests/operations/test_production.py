"""A real city's start: gunicorn and the worker under production settings, on PostgreSQL and Redis."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.processes import CI, ROOT, Project, postgres_project

pytestmark = [pytest.mark.processes, pytest.mark.whole]

HOST = "wiki.example.org"
STAFF = """
from django.contrib.auth.models import Group
from policywiki.accounts.models import User
person = User.objects.create(email="{email}")
person.groups.add(Group.objects.get(name="{group}"))
"""


@dataclass
class City:
    """A database with its fixed pages and collected static files, and the way to start gunicorn on it."""

    project: Project
    redis: str
    port: int
    servers: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        return self.project.environment | {
            "DJANGO_SETTINGS_MODULE": "policywiki.settings.production",
            "SECRET_KEY": "k4" * 30,
            "ALLOWED_HOSTS": HOST,
            "REDIS_URL": self.redis,
            "BEHIND_PROXY": "1",
        }

    def manage(self, *arguments: str) -> str:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip

    def serve(self, **changes: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "gunicorn", "policywiki.wsgi", "--workers", "2", "--preload"]
        server = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{self.port}"],
            cwd=ROOT, env=self.environment | changes, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self.servers.append(server)
        return server

    def refuses(self, **changes: str) -> str:
        """What it says when it is started with these changes and does not start."""
        server = self.serve(**changes)
        said, _ = server.communicate(timeout=120)
        assert server.returncode != 0
        return said

    def get(self, path: str, *, host: str = HOST, scheme: str = "https") -> tuple[int, dict[str, str], str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", path, headers={"Host": host, "X-Forwarded-Proto": scheme})
        answer = connection.getresponse()
        return (
            answer.status,
            {k.lower(): v for k, v in answer.getheaders()},
            answer.read().decode("utf-8", "replace"),
        )

    def wait(self, server: subprocess.Popen[str]) -> None:
        for _ in range(600):
            assert server.poll() is None, server.communicate()[0][-3000:]
            try:
                self.get("/healthz")
            except OSError:
                time.sleep(0.2)
            else:
                return
        pytest.fail("gunicorn did not answer")


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    redis = os.environ.get("TEST_REDIS_URL")
    if not redis:
        (pytest.fail if CI else pytest.skip)("no Redis: set TEST_REDIS_URL=redis://…")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    for project in postgres_project(tmp_path):
        made = City(project, redis, port)
        made.manage("setup_site", "--name", "Qingshi")
        made.manage("collectstatic", "--noinput", "-v0")
        yield made
        for server in made.servers:
            if server.poll() is None:
                server.kill()
                server.wait()


def test_a_city_starts_when_all_is_right_and_never_before(city: City) -> None:
    for changes, named in [
        ({"SECRET_KEY": "django-insecure-" + "x" * 50}, "SECRET_KEY"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"STAFF_SECOND_FACTOR": "0"}, "STAFF_SECOND_FACTOR"),
    ]:
        said = city.refuses(**changes)
        assert "PolicyWiki does not start:" in said
        assert f"- {named} " in said
    city.manage("shell", "-v0", "-c", STAFF.format(email="mo@example.org", group="moderator"))
    city.manage("shell", "-v0", "-c", STAFF.format(email="x@demo.policywiki.invalid", group="member"))
    said = city.refuses()
    assert "mo@example.org has no second factor" in said
    assert "Demo account x@demo.policywiki.invalid is active" in said
    city.manage("remove_demo_accounts")
    away = (
        "from policywiki.accounts.models import User; User.objects.get(email='mo@example.org').groups.clear()"
    )
    city.manage("shell", "-v0", "-c", away)

    server = city.serve()
    city.wait(server)
    status, headers, page = city.get("/zh-hans/")
    assert status == 200
    assert (
        "script-src" in headers["content-security-policy"]
        or "default-src" in headers["content-security-policy"]
    )
    assert headers["strict-transport-security"].startswith("max-age=31536000")
    sheet = re.search(r'href="(/static/[^"]+\.css)"', page)
    assert sheet is not None
    assert city.get(sheet[1])[0] == 200
    status, headers, _page = city.get("/zh-hans/", scheme="http")
    assert (status, headers["location"]) == (301, f"https://{HOST}/zh-hans/")
    assert city.get("/zh-hans/", host="elsewhere.example")[0] == 400
    assert city.get("/admin/")[0] == 302
    assert city.get("/outbox/")[0] == 404

    worker = city.project.start("manage.py", "work")
    for _ in range(300):
        if city.get("/zh-hans/search/?q=qingshi")[0] == 200 and any(city.project.folder.glob("index*/**/*")):
            break
        time.sleep(0.3)
    assert worker.poll() is None
    server.send_signal(signal.SIGTERM)
    assert server.wait(timeout=60) == 0
