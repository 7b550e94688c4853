"""manage.py build_demo: the demo city in an empty database."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from policywiki.demo.actions import build_demo


class Command(BaseCommand):
    help = "Build Qingshi, the demo city, in an empty database. Never in production."

    def handle(self, *args: Any, **options: Any) -> None:
        if getattr(settings, "REFUSE_UNSAFE_START", False):
            raise CommandError("The demo city has demo accounts; production never gets them.")
        try:
            build_demo()
        except RuntimeError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Qingshi is built.")
