"""A version of staff whose time has come, or whose workflow has ended, goes live merged onto the page as it is now.

Between approval and publication the page may have moved on. Where both changed the same words nothing is published:
the version is held back, its owner is told, and one screen (held.py) asks which words shall stand.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from policywiki.core.events import VersionHeldBack, publish
from policywiki.core.page_content import apply_content, content_fields, content_of
from policywiki.core.publication import publishing
from policywiki.core.verdicts import require
from policywiki.suggestions.merge import merge
from policywiki.suggestions.models import DraftOverlap
from policywiki.suggestions.permissions import may_settle_held, own_lock
from policywiki.suggestions.settling import Dispute, dispute

from .going_live import locked_page
from .staff_drafts import Waiting, keep_staff_work, staff_work

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ready:
    """What is published, and what goes on waiting and must take it over; `live` is None where nothing was merged."""

    revision: Revision
    waiting: list[Waiting]
    live: dict[str, Any] | None = None


def ready_to_publish(*, page_id: int, revision: Revision, now: datetime) -> Ready | None:
    """The version to publish in the place of this one; None where it is held back, or was replaced meanwhile.

    Locks the page. Only what is due, is known to overlap, or is older than the live text is looked at: a workflow
    that ends reads the latest draft before it has the lock. A save in the editor has been merged.
    """
    page = locked_page(page_id)
    wanted = Revision.objects.get(pk=revision.pk)
    if revision.approved_go_live_at and not wanted.approved_go_live_at:
        return None  # cancelled, or saved again on top of a newer text, since somebody listed what is due
    noted = DraftOverlap.objects.filter(page_id=page_id).first()
    due = bool(wanted.approved_go_live_at and wanted.approved_go_live_at <= now)
    behind = Revision.objects.filter(pk=page.live_revision_id, created_at__gt=wanted.created_at).exists()
    if not page.live or not (due or noted or behind):
        return Ready(revision, [])
    draft = wanted.as_object()
    if draft.go_live_at and draft.go_live_at > now:
        return Ready(revision, [])  # it gets its time now, and is looked at when that comes
    live, mine, fields = content_of(page), content_of(draft), dict(content_fields(page))
    base = noted.base if noted else _written_from(page_id, wanted) or live
    result = merge(base, live, mine, fields)
    if result.conflicts or (due and own_lock(page)):
        _hold_back(page, wanted, base, now)
        return None
    waiting = [item for item in staff_work(page) if item.revision.pk != wanted.pk]
    if result.content != mine:
        apply_content(draft, result.content)
        wanted = draft.save_revision(user=wanted.user, log_action=False, clean=False)
    return Ready(wanted, waiting, live)


def published(*, page_id: int, ready: Ready) -> None:
    """It is live: what else waits takes it over, and nothing of it is held back any more."""
    if ready.live is None:
        return
    new_live = content_of(Page.objects.get(pk=page_id).specific)
    keep_staff_work(page_id=page_id, waiting=ready.waiting, old_live=ready.live, new_live=new_live)


def _written_from(page_id: int, revision: Revision) -> dict[str, Any] | None:
    """The text that was live when this version was saved."""
    before = Revision.objects.filter(edition__page_id=page_id, edition__published_at__lte=revision.created_at)
    found = before.order_by("-edition__number").first()
    return None if found is None else content_of(found.as_object())


def _hold_back(page: Page, revision: Revision, base: dict[str, Any], now: datetime) -> None:
    """Out of the schedule, so that staff can edit it again, and not on the page."""
    due_at = revision.approved_go_live_at
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    Page.objects.filter(pk=page.pk).update(has_unpublished_changes=True)
    DraftOverlap.objects.update_or_create(
        page_id=page.pk, defaults={"base": base, "held": revision, "held_at": now, "due_at": due_at}
    )
    log(instance=page, action="policywiki.held_back", user=revision.user, revision=revision)
    publish(VersionHeldBack(page_id=page.pk, revision_id=revision.pk))


def disputed(page: Page, noted: DraftOverlap) -> Dispute:
    """What must be chosen before the version that is held back can go live."""
    assert noted.held is not None  # noqa: S101 - callers ask for what is held
    mine = content_of(noted.held.as_object())
    return dispute(noted.base, content_of(page), mine, dict(content_fields(page)))


@transaction.atomic
def publish_held(
    *, page_id: int, person: Any, chosen: Mapping[str, Any], seen: Dispute, now: datetime
) -> bool:
    """Publish it with these choices, credited to its owner. False where the texts are not those that were seen.

    `chosen`: for each disputed place its name -> "live", "mine" or "both". Raises NotAllowed, WrongStage, NotFound.
    """
    page = locked_page(page_id)
    require(may_settle_held(person, page, publishes=True))
    noted = DraftOverlap.objects.select_related("held").get(page_id=page_id)
    found = disputed(page, noted)
    if found != seen:
        return False
    content = found.settled({place.name: place.choice(chosen[place.name]) for place in found.places})
    live, held = content_of(page), noted.held
    assert held is not None  # noqa: S101 - may_settle_held asks for it
    waiting = [item for item in staff_work(page) if item.revision.pk != held.pk]
    noted.delete()
    draft = held.as_object()
    apply_content(draft, content)
    settled = {} if held.user_id == person.pk else {"settled_by": person.pk}
    with publishing(author=held.user or person, published_at=now, provenance=settled):
        revision = draft.save_revision(user=held.user or person, clean=True)
        revision.publish(user=person, skip_permission_checks=True)
    keep_staff_work(page_id=page_id, waiting=waiting, old_live=live, new_live=content)
    return True


@transaction.atomic
def leave_as_draft(*, page_id: int, person: Any) -> None:
    """It goes live no more by itself; it stays the draft, and asks again when somebody saves it. Raises NotFound."""
    page = locked_page(page_id)
    require(may_settle_held(person, page))
    DraftOverlap.objects.filter(page_id=page_id).update(held=None, held_at=None, due_at=None)


def keep_schedules(*, now: datetime) -> None:
    """What Wagtail's publish_scheduled does, by the worker: nobody has to set up a clock for it.

    One page or version that fails does not keep the others from it; it is tried again at the next beat.
    """
    for page in list(Page.objects.filter(live=True, expire_at__lt=now).order_by("expire_at")):
        try:
            page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        except Exception:
            logger.exception("page %s was to be taken down and could not be", page.pk)
    due = Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at", "pk")
    for revision in list(due):
        try:
            revision.publish(log_action="wagtail.publish.scheduled")
        except Exception:
            logger.exception("version %s was due and could not be published", revision.pk)
