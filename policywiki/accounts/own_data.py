"""What accounts itself knows of a person, for "my data"."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from .models import User
from .residence.models import Residence

Row = dict[str, Any]


def account(person: User) -> Iterator[Row]:
    yield {
        "number": person.pk,
        "email": person.email,
        "public_name": person.display_name,
        "about": person.about,
        "district": str(person.district) if person.district else "",
        "language": person.language,
        "roles": sorted(person.roles),
        "member_since": moment(person.date_joined),
        "last_signed_in": moment(person.last_login),
        "has_password": person.has_usable_password(),
    }


def addresses(person: User) -> Iterator[Row]:
    for row in EmailAddress.objects.filter(user=person).order_by("pk"):
        yield {"email": row.email, "confirmed": row.verified, "main": row.primary}


def authenticators(person: User) -> Iterator[Row]:
    """When they were added and used, never their secrets."""
    for row in Authenticator.objects.filter(user=person).order_by("pk"):
        yield {"kind": row.type, "added_at": moment(row.created_at), "last_used_at": moment(row.last_used_at)}


def sessions(person: User) -> Iterator[Row]:
    for row in UserSession.objects.filter(user=person).order_by("pk"):
        yield {
            "network_address": row.ip,
            "browser": row.user_agent,
            "signed_in_at": moment(row.created_at),
            "last_seen_at": moment(row.last_seen_at),
        }


def moment(value: datetime | None) -> str | None:
    """ISO 8601 to the second, with its offset."""
    return value.isoformat(timespec="seconds") if value else None


def residence(person: User) -> Iterator[dict[str, Any]]:
    """The district that was proved, and how; what was shown is not kept."""
    for row in Residence.objects.filter(person=person).select_related("district"):
        yield {
            "district": row.district.code,
            "way": row.way,
            "proved_at": row.proved_at.isoformat(timespec="seconds"),
        }
