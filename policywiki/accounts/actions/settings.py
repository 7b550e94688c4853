"""What a person says about themselves."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from policywiki.accounts.models import User
from policywiki.accounts.permissions import may_change
from policywiki.core.verdicts import require


@transaction.atomic
def change_settings(
    *, person: User, actor: User, display_name: str, about: str, district: Any, language: str
) -> User:
    """Change public name, words about oneself, district and the language of mails. Raises NotFound."""
    require(may_change(actor, person))
    person.display_name, person.about, person.district, person.language = (
        display_name,
        about,
        district,
        language,
    )
    person.save(update_fields=["display_name", "about", "district", "language"])
    return person
