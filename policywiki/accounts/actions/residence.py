"""Prove where one lives, make codes, take in a register."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from policywiki.accounts.residence.digests import code_digest, new_code, register_digest
from policywiki.accounts.residence.models import InvitationCode, RegisterEntry, Residence, residence_key
from policywiki.accounts.residence.ways import Way
from policywiki.core.verdicts import NotAllowed
from policywiki.places.models import District

CHUNK = 500


@transaction.atomic
def prove_residence(*, person: Any, way: Way, data: dict[str, Any], now: datetime) -> Residence:
    """Compare what the person shows; keep the district, never what was shown. Raises NotAllowed."""
    if not person.is_authenticated:
        raise NotAllowed(_("Please sign in first."))
    return note_residence(
        person=person, district=way.prove(person=person, data=data, now=now), way=way.name, now=now
    )


@transaction.atomic
def note_residence(*, person: Any, district: District, way: str, now: datetime) -> Residence:
    """This person lives here now: after a proof of ours, or because the city's own sign-in says so."""
    residence, _created = Residence.objects.update_or_create(
        person=person, defaults={"district": district, "way": way, "proved_at": now}
    )
    return residence


@transaction.atomic
def make_codes(*, district: District, number: int, batch: str, expires_at: datetime | None) -> list[str]:
    """So many new invitation codes. They are shown this once: only their hashes are kept."""
    codes = [new_code() for _number in range(number)]
    InvitationCode.objects.bulk_create(
        (
            InvitationCode(
                district=district,
                digest=code_digest(code, key=residence_key()),
                batch=batch,
                expires_at=expires_at,
            )
            for code in codes
        ),
        batch_size=CHUNK,
    )
    return codes


def take_in_register(*, district: District, people: Iterable[tuple[str, date]], batch: str) -> int:
    """(number, date of birth) of each resident; returns how many are new. Safe to run again."""
    before = RegisterEntry.objects.count()
    entries = [
        RegisterEntry(
            district=district,
            digest=register_digest(number, born, salt=settings.REGISTER_SALT, key=residence_key()),
            batch=batch,
        )
        for number, born in people
    ]
    RegisterEntry.objects.bulk_create(entries, batch_size=CHUNK, ignore_conflicts=True)
    return RegisterEntry.objects.count() - before
