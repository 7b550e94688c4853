"""Staff's own drafts and schedules survive a citizen's publication.

Wagtail's publish clears every schedule of the page, and a draft older than the new live revision is buried.
So what waits is remembered before, merged onto the new text and saved again after, as its owner.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wagtail.models import Page, Revision

from policywiki.core.page_content import apply_content, content_fields, content_of
from policywiki.suggestions.merge import merge


@dataclass(frozen=True)
class Waiting:
    """A revision of staff that is not live: a draft, or one with a time to go live."""

    revision: Revision
    go_live_at: datetime | None


def staff_work(page: Page) -> list[Waiting]:
    """Scheduled revisions and the draft on top, oldest first; the draft last so that it stays on top."""
    scheduled = page.revisions.filter(approved_go_live_at__isnull=False)
    latest_id = page.latest_revision_id if page.has_unpublished_changes else None
    waiting = {revision.pk: revision for revision in scheduled.order_by("created_at", "pk")}
    if latest_id and latest_id != page.live_revision_id and latest_id not in waiting:
        waiting[latest_id] = page.revisions.get(pk=latest_id)
    return [Waiting(revision, revision.approved_go_live_at) for revision in waiting.values()]


def keep_staff_work(
    *, page_id: int, waiting: list[Waiting], old_live: dict[str, Any], new_live: dict[str, Any]
) -> None:
    """Save each waiting revision again on top of the new live text.

    Where a draft overlaps with what was just published it is kept word for word: its owner settles it in
    the editor, and nothing of either text is lost (the live text is in the history).
    """
    for item in waiting:
        draft = item.revision.as_object()
        fields = dict(content_fields(draft))
        result = merge(old_live, new_live, content_of(draft), fields)
        if not result.conflicts:
            apply_content(draft, result.content)
        saved = draft.save_revision(
            user=item.revision.user, approved_go_live_at=item.go_live_at, log_action=False, clean=False
        )
        if item.go_live_at is not None:
            Revision.objects.filter(pk=saved.pk).update(approved_go_live_at=item.go_live_at)
    if waiting:
        Page.objects.filter(pk=page_id).update(has_unpublished_changes=True)
