"""manage.py work: the one worker. Delivers the outbox, counts votes, moves stages, writes the search index."""

from __future__ import annotations

import signal
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from policywiki.core.schedule import beat
from policywiki.operations.worker_lock import AlreadyWorking, worker_lock

IDLE_SECONDS = 0.5


class Command(BaseCommand):
    help = (
        "Do the work that waits: index, mail, count, move stages. One worker at a time; a second one says so."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what waits now, then stop.")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        self.stopped = False
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        try:
            with worker_lock():
                self.take_up_what_a_killed_worker_left()
                self.work(once=once)
        except AlreadyWorking as error:
            raise CommandError(str(error)) from error

    def stop(self, *_signal: Any) -> None:
        self.stopped = True

    @staticmethod
    def take_up_what_a_killed_worker_left() -> None:
        """We hold the lock, so whatever is marked as running belongs to a worker that died: do it again."""
        DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).update(status=TaskResultStatus.READY)

    def work(self, *, once: bool) -> None:
        while not self.stopped:
            beat()
            worker = Worker(
                queue_names=["*"],
                interval=0,
                batch=True,
                backend_name=DEFAULT_TASK_BACKEND_ALIAS,
                startup_delay=False,
                max_tasks=50,
                worker_id=f"{connection.vendor}-worker",
                excluded_queue_names=[],
            )
            worker.run()
            if once and not DBTaskResult.objects.ready().exists():
                return
            if not worker._run_tasks:  # noqa: SLF001 - the library offers no other way to ask
                time.sleep(IDLE_SECONDS)
