"""Staff's own drafts and schedules survive a citizen's publication.

Wagtail's publish clears every schedule of the page, and a draft older than the new live revision is buried.
So what waits is remembered before, merged onto the new text and saved again after, as its owner.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from wagtail.models import Page, Revision

from policywiki.core.page_content import apply_content, content_fields, content_of
from policywiki.suggestions.merge import merge
from policywiki.suggestions.models import DraftOverlap


@dataclass(frozen=True)
class Waiting:
    """A revision of staff that is not live: a draft, or one with a time to go live."""

    revision: Revision
    go_live_at: datetime | None


def staff_work(page: Page) -> list[Waiting]:
    """Versions with a time or held back, and the draft on top, oldest first; the draft last so that it stays on top."""
    held = DraftOverlap.objects.filter(page_id=page.pk, held__isnull=False).values("held")
    scheduled = page.revisions.filter(Q(approved_go_live_at__isnull=False) | Q(pk__in=held))
    latest_id = page.latest_revision_id if page.has_unpublished_changes else None
    waiting = {revision.pk: revision for revision in scheduled.order_by("created_at", "pk")}
    if latest_id and latest_id != page.live_revision_id and latest_id not in waiting:
        waiting[latest_id] = page.revisions.get(pk=latest_id)
    return [Waiting(revision, revision.approved_go_live_at) for revision in waiting.values()]


def keep_staff_work(
    *, page_id: int, waiting: list[Waiting], old_live: dict[str, Any], new_live: dict[str, Any]
) -> None:
    """Save each waiting revision again on top of the new live text.

    Where a draft overlaps with what was just published it keeps its own words in that place only, and the
    overlap is noted: whoever saves it next is shown both (staff_saves). Nothing of either text is lost.
    """
    if not waiting:
        DraftOverlap.objects.filter(page_id=page_id).delete()
        return
    noted = DraftOverlap.objects.filter(page_id=page_id).first()
    apart = False
    for item in waiting:
        draft = item.revision.as_object()
        result = merge(old_live, content_of(draft), new_live, dict(content_fields(draft)))
        apart = apart or bool(result.conflicts)
        apply_content(draft, result.content)
        saved = draft.save_revision(
            user=item.revision.user, approved_go_live_at=item.go_live_at, log_action=False, clean=False
        )
        if item.go_live_at is not None:
            Revision.objects.filter(pk=saved.pk).update(approved_go_live_at=item.go_live_at)
        if noted is not None and noted.held_id == item.revision.pk:
            DraftOverlap.objects.filter(pk=noted.pk).update(held=saved)
    if apart and noted is None:
        DraftOverlap.objects.create(page_id=page_id, base=old_live)
    Page.objects.filter(pk=page_id).update(has_unpublished_changes=True)
