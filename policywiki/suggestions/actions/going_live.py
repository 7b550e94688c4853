"""Putting a text on a public page: one way for all who publish, so that staff's own work survives every time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wagtail.models import Page, Revision

from policywiki.core.page_content import apply_content
from policywiki.core.publication import publishing

from .staff_drafts import keep_staff_work, staff_work


def locked_page(page_id: int) -> Page:
    """The page re-read under its lock: a stale instance would write an old path and an old text back."""
    return Page.objects.select_for_update(no_key=True).get(pk=page_id).specific


def publish_as(
    page: Page,
    *,
    writer: Any,
    publisher: Any,
    summary: str,
    now: datetime,
    reviewer: Any = None,
    provenance: dict[str, Any] | None = None,
) -> Revision:
    """Content is credited to the writer, the publication to the publisher; both are in Wagtail's log too."""
    with publishing(
        author=writer, reviewer=reviewer, summary=summary, published_at=now, provenance=provenance
    ):
        revision = page.save_revision(user=writer, log_action=True, clean=True)
        revision.publish(user=publisher, skip_permission_checks=True)
    return revision


def put_live(page: Page, *, live: dict[str, Any], content: dict[str, Any], **how: Any) -> Revision:
    """Publish `content` in the place of `live` on a page that the caller has locked (`how`: of publish_as).

    Drafts and schedules of staff stay, merged onto the new text.
    """
    waiting = staff_work(page)
    apply_content(page, content)
    revision = publish_as(page, **how)
    keep_staff_work(page_id=page.pk, waiting=waiting, old_live=live, new_live=content)
    return revision
