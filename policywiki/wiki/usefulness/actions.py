"""Say whether a page was useful."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.models import Page

from policywiki.editions.models import Edition

from .models import Usefulness


@transaction.atomic
def say_useful(*, page: Page, reader: str, useful: bool, why: str, now: datetime) -> Usefulness:
    """Keep this reader's one answer; answering again replaces it. `reader` comes from `reader_of`."""
    edition = Edition.objects.current(page)
    answer, _created = Usefulness.objects.update_or_create(
        page_id=page.pk,
        reader=reader,
        defaults={
            "useful": useful,
            "why": " ".join(why.split()),
            "edition": edition.number if edition else None,
            "answered_at": now,
        },
    )
    return answer


def reader_of(user: Any, device: str) -> str:
    """A name for this account, or for this device where nobody is signed in, that nobody can read back."""
    who = f"account:{user.pk}" if user.is_authenticated else f"device:{device}"
    return hashlib.blake2b(who.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=16).hexdigest()
