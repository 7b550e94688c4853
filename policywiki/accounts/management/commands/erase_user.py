"""manage.py erase_user EMAIL: blank a person to "former member", on their written request."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from policywiki.accounts.actions.erase import erase
from policywiki.accounts.models import User
from policywiki.core.verdicts import Refused


class Command(BaseCommand):
    help = "Take a person's name, address and ways in off the site; what they published stays. Not undoable."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--yes", action="store_true", help="Do not ask.")

    def handle(self, *args: Any, email: str, yes: bool, **options: Any) -> None:
        person = User.objects.filter(email__iexact=email).first()
        if person is None:
            raise CommandError(f"Nobody here has the address {email}.")
        if not yes and input(f"Erase {email} for good? Type the address again: ").strip() != email:
            raise CommandError("Nothing was changed.")
        try:
            erase(person=person, actor=User.objects.system(), now=timezone.now())
        except Refused as refusal:
            raise CommandError(str(refusal.message)) from refusal
        self.stdout.write(f"Erased: {email} is now former member {person.pk}.")
