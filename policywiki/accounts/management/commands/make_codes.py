"""manage.py make_codes DISTRICT NUMBER: invitation codes for letters, printed once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from policywiki.accounts.actions.residence import make_codes
from policywiki.places.models import District


class Command(BaseCommand):
    help = "Print new invitation codes that prove residence in a district. Only their hashes are kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("district", help="Its code.")
        parser.add_argument("number", type=int)
        parser.add_argument("--batch", default="", help="A name for these, such as letters-2026-05.")
        parser.add_argument("--days", type=int, help="Valid for so many days; without it for good.")

    def handle(
        self, *args: Any, district: str, number: int, batch: str, days: int | None, **options: Any
    ) -> None:
        found = District.objects.filter(code=district).first()
        if found is None:
            raise CommandError(f"There is no district with the code {district!r}.")
        ends = timezone.now() + timedelta(days=days) if days else None
        for code in make_codes(district=found, number=number, batch=batch, expires_at=ends):
            self.stdout.write(code)
