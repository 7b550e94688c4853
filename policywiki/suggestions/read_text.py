"""The published text that somebody read and writes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wagtail.models import Page, Revision

from policywiki.core.page_content import content_of


@dataclass(frozen=True)
class ReadText:
    """A published text as somebody read it: its content and its revision."""

    content: dict[str, Any]
    revision_id: int | None


def text_read(page: Page, named: str) -> ReadText:
    """The revision that the form names, if it was ever published, else what is live.

    Only published revisions are believed: a number typed in must not open a draft of staff.
    """
    if named.isdecimal() and int(named) != page.live_revision_id:
        read = Revision.objects.for_instance(page).filter(pk=int(named), edition__isnull=False).first()
        if read is not None:
            return ReadText(content_of(read.as_object()), read.pk)
    return ReadText(content_of(page), page.live_revision_id)
