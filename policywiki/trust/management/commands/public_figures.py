"""manage.py public_figures: count the public figures now; with --check compare those stored with a new count."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from policywiki.trust.actions.count import count_sheets
from policywiki.trust.figures import count
from policywiki.trust.models import FigureSheet


class Command(BaseCommand):
    help = "Count the public figures from the stored rows; --check recounts what is published and compares."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Change nothing; exit 1 where a figure differs."
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        if not check:
            sheets = count_sheets(now=timezone.now())
            self.stdout.write(f"{len(sheets)} periods counted.")
            return
        wrong = [
            sheet.period
            for sheet in FigureSheet.objects.all()
            if count(sheet.since, sheet.until) != sheet.data
        ]
        if wrong:
            raise CommandError(f"These periods count differently now: {', '.join(wrong)}.")
        self.stdout.write(f"{FigureSheet.objects.count()} periods counted again: every figure is the same.")
