"""manage.py remove_demo_accounts: take the demo accounts off a site that becomes a real one."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from policywiki.accounts.actions.erase import erase
from policywiki.accounts.models import User
from policywiki.core.verdicts import Refused
from policywiki.operations.unsafe import DEMO_DOMAIN


class Command(BaseCommand):
    help = (
        "Erase every demo account: nobody signs in with them any more; what they wrote stays, without a name."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        system, now = User.objects.system(), timezone.now()
        people = list(User.objects.filter(email__endswith=f"@{DEMO_DOMAIN}", is_active=True))
        for person in people:
            try:
                erase(person=person, actor=system, now=now)
            except Refused as refusal:
                raise CommandError(f"{person.email}: {refusal.message}") from refusal
        self.stdout.write(f"Demo accounts removed: {len(people)}.")
