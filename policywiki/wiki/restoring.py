"""What bringing back an earlier version, or undoing one change, would make of the page. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Page

from policywiki.core.page_content import content_fields, content_of
from policywiki.editions.models import Edition
from policywiki.suggestions.conflicts import Conflict
from policywiki.suggestions.merge import merge

RESTORE, UNDO = "restore", "undo"


@dataclass(frozen=True)
class Return:
    """`content` is the page as it would be; with overlaps it cannot be done as a whole. `source` wrote that text."""

    what: str
    edition: Edition
    source: Edition
    live: dict[str, Any]
    content: dict[str, Any]
    overlaps: list[Conflict] = field(default_factory=list)

    @property
    def changes_nothing(self) -> bool:
        return self.content == self.live


def restoring(page: Page, edition: Edition) -> Return:
    """The page as it stood in that version, whatever came after."""
    return Return(RESTORE, edition, edition, content_of(page), content_in(edition))


def undoing(page: Page, edition: Edition) -> Return | None:
    """The page without what that version changed; what others wrote later stays. None for the first version."""
    before = Edition.objects.filter(page_id=page.pk, number__lt=edition.number).order_by("-number").first()
    if before is None:
        return None
    live = content_of(page)
    merged = merge(content_in(edition), live, content_in(before), dict(content_fields(page)))
    return Return(UNDO, edition, before, live, merged.content, merged.conflicts)


def content_in(edition: Edition) -> dict[str, Any]:
    return content_of(edition.revision.as_object())
