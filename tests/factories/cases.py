"""Items to check for the tests: waiting(), waiting(topic="Parking", district=…)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from taggit.models import Tag

from policywiki.moderation.models import Case

from .people import UserFactory


def waiting(
    title: str = "Item", *, topic: str = "", hours_ago: float = 1, author: Any = None, **fields: Any
) -> Case:
    """An open case without a suggestion behind it: for the list, not for publishing."""
    sent = timezone.now() - timedelta(hours=hours_ago)
    case = Case.objects.create(
        kind=fields.pop("kind", "change"),
        title=title,
        author=author or UserFactory(),
        opened_at=sent,
        **fields,
    )
    if topic:
        case.topics.add(Tag.objects.get_or_create(name=topic)[0])
    return case
