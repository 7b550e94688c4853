"""manage.py advance_stages: what the clock and the threshold do, now. Safe to run twice and to be killed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from proposals.actions.advance import advance_stages


class Command(BaseCommand):
    help = (
        "Move proposals whose support is reached or whose stage is over. Safe to run twice and to be killed."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        moved = advance_stages(now=timezone.now())
        self.stdout.write(f"{moved} proposals moved")
