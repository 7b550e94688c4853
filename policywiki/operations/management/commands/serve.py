"""manage.py serve: what `make run` starts. Prepares everything, then runs the site and its worker."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Page

from policywiki.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from policywiki.operations.translations import compile_translations


class Command(BaseCommand):
    help = "Prepare the database and demo content, then run the site and its worker until Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "`make run` is for one's own machine; a real city is run as docs/operations.md says."
            )
        self.refuse_busy_port(port)
        compile_translations()
        if self.migrations_wait():
            call_command("migrate", verbosity=0, interactive=False)
        if "cache" in settings.DATABASES:
            # No migrations there: the table of the cache is all it holds.
            call_command("createcachetable", database="cache", verbosity=0)
        if not Page.objects.filter(depth__gt=1, content_type__app_label="home").exists():
            self.stdout.write("Building the demo city …")
            call_command("build_demo", verbosity=0)
        self.run_children(port)

    @staticmethod
    def migrations_wait() -> bool:
        """Asking costs a tenth of what `migrate` takes to find nothing to do: a second start is quick."""
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))

    @staticmethod
    def refuse_busy_port(port: int) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                raise CommandError(
                    f"Port {port} is busy. Choose another one: make run PORT={port + 1}"
                ) from error

    def run_children(self, port: int) -> None:
        manage = [sys.executable, sys.argv[0]]
        environment = os.environ | {"PORT": str(port)}
        commands = [["work"], ["runserver", "--noreload", "--skip-checks", f"127.0.0.1:{port}"]]
        children = [subprocess.Popen([*manage, *command], env=environment) for command in commands]
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        self.announce(port)
        try:
            while all(child.poll() is None for child in children):
                time.sleep(0.3)
        except KeyboardInterrupt:
            pass
        finally:
            self.stop(children)

    @staticmethod
    def stop(children: list[subprocess.Popen[bytes]]) -> None:
        for child in children:
            if child.poll() is None:
                child.terminate()
        for child in children:
            try:
                child.wait(timeout=10)
            except subprocess.TimeoutExpired:
                child.kill()

    def announce(self, port: int) -> None:
        lines = [
            "",
            f"  PolicyWiki is at  http://localhost:{port}",
            f"  Mails sent:       http://localhost:{port}/outbox/",
            f"  Demo accounts (password {DEMO_PASSWORD}):",
            *[f"    {account.role:<14} {account.email}" for account in DEMO_ACCOUNTS if account.announced],
            "  Ctrl-C stops everything.",
            "",
        ]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()
