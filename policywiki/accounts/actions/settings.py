"""What a person says about themselves."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from policywiki.accounts.models import User
from policywiki.accounts.permissions import may_change
from policywiki.core.verdicts import require


@transaction.atomic
def change_settings(
    *,
    person: User,
    actor: User,
    display_name: str,
    about: str,
    district: Any,
    language: str,
    vote_mails: bool | None = None,
    daily_summary: bool | None = None,
) -> User:
    """Change public name, words about oneself, district and the language of mails. Raises NotFound.

    `vote_mails`: whether one hears of common votes; `daily_summary`: whether a moderator gets the morning's mail.
    None leaves it as it is.
    """
    require(may_change(actor, person))
    person.display_name, person.about, person.district, person.language = (
        display_name,
        about,
        district,
        language,
    )
    for name, wanted in (("vote_mails", vote_mails), ("daily_summary", daily_summary)):
        if wanted is not None:
            setattr(person, name, wanted)
    person.save(
        update_fields=["display_name", "about", "district", "language", "vote_mails", "daily_summary"]
    )
    return person
