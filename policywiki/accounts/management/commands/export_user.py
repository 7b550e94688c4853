"""manage.py export_user EMAIL: everything the site knows of a person, as JSON, for their written request."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from policywiki.accounts.actions.export import export_mine
from policywiki.accounts.models import User


class Command(BaseCommand):
    help = "Print everything a person wrote or did here, as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        person = User.objects.filter(email__iexact=email).first()
        if person is None:
            raise CommandError(f"Nobody here has the address {email}.")
        everything = export_mine(person=person, actor=User.objects.system(), now=timezone.now())
        self.stdout.write(json.dumps(everything, ensure_ascii=False, indent=2))
