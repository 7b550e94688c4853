"""One decision on many items. It waits a few minutes before it takes effect, and can be undone until then.

Nothing has happened while it waits: no text is public, no message sent. So undoing leaves no trace on the
page or in anybody's mail, which restoring afterwards could not promise (docs/adr/0061).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from policywiki.core.schedule import every
from policywiki.core.verdicts import NotFound, Refused, WrongStage, require
from policywiki.moderation.models import BulkDecision, BulkItem, BulkState, Case, CaseState, Decision, Reason
from policywiki.moderation.permissions import may_decide, may_see_queue

from .cases import decide, let_go, require_whole
from .history import locked
from .taking import hold

MOST = 100
# The claim outlives the effect by so much, in case the worker is late.
SPARE = timedelta(minutes=30)
BEAT_SECONDS = 5


@transaction.atomic
def decide_many(
    *,
    moderator: Any,
    chosen: Mapping[int, int],
    decision: str,
    now: datetime,
    reason: Reason | None = None,
    note: str = "",
) -> BulkDecision:
    """Decide on these cases (id: version seen), at the end of the time for undoing. Raises NotFound, WrongStage.

    Each item says at once whether it can be; one that cannot does not stop the others.
    """
    require(may_see_queue(moderator))
    if not chosen or len(chosen) > MOST:
        raise WrongStage(_("Tick between 1 and %(most)d items.") % {"most": MOST})
    bulk = BulkDecision.objects.create(
        moderator=moderator,
        decision=decision,
        reason=reason,
        note=note.strip(),
        made_at=now,
        effective_at=now + timedelta(minutes=settings.MODERATION_UNDO_MINUTES),
    )
    for pk, version in chosen.items():
        _foresee(bulk, pk, version, now)
    if not bulk.items.filter(state=BulkState.WAITING).exists():
        _end(bulk, now)
    return bulk


@transaction.atomic
def undo(*, bulk: BulkDecision, moderator: Any, now: datetime, item: BulkItem | None = None) -> int:
    """Take it back, whole or for one item, before it takes effect. Returns how many. Raises NotFound, WrongStage."""
    bulk = _locked(bulk.pk)
    if bulk.moderator_id != moderator.pk:
        raise NotFound
    if bulk.ended_at is not None or bulk.effective_at <= now:
        raise WrongStage(_("The time for undoing is over: it has taken effect."))
    items = bulk.items.filter(state=BulkState.WAITING)
    undone = list(items.filter(pk=item.pk) if item is not None else items)
    for one in undone:
        one.state = BulkState.UNDONE
        one.save(update_fields=["state"])
        _put_back(locked(one.case_id), moderator)
    if not items.all().exists():
        _end(bulk, now)
    return len(undone)


@every(BEAT_SECONDS)
def carry_out_due() -> int:
    """Let everything take effect whose time for undoing is over; returns how many bulk decisions."""
    due = list(BulkDecision.objects.due(timezone.now()))
    for bulk in due:
        carry_out(bulk=bulk, now=timezone.now())
    return len(due)


def carry_out(*, bulk: BulkDecision, now: datetime) -> None:
    """Decide item by item, each in its own transaction: a kill in between loses nothing and repeats nothing."""
    for item in bulk.items.filter(state=BulkState.WAITING):
        with override(bulk.moderator.language or settings.LANGUAGE_CODE):
            _carry_out_one(bulk, item, now)
    _end(bulk, now)


def _carry_out_one(bulk: BulkDecision, item: BulkItem, now: datetime) -> None:
    try:
        with transaction.atomic():
            item = BulkItem.objects.select_for_update(no_key=True).get(pk=item.pk)
            if item.state != BulkState.WAITING:
                return
            case = decide(
                case=item.case,
                decision=bulk.decision,
                moderator=bulk.moderator,
                version=item.version,
                reason=bulk.reason,
                note=bulk.note,
                now=now,
            )
            one_more = case.state == CaseState.OPEN
            _settle(item, BulkState.DONE, _("Another moderator has to agree too.") if one_more else "")
    except (Refused, ValidationError) as refusal:
        # A page that no longer validates must not stand in the way of everything decided after it.
        why = str(refusal.message) if isinstance(refusal, Refused) else " ".join(refusal.messages)
        _settle(item, BulkState.REFUSED, why)
        with transaction.atomic():
            _put_back(locked(item.case_id), bulk.moderator)


def _foresee(bulk: BulkDecision, pk: int, version: int, now: datetime) -> None:
    """The item's row: waiting where it can be decided now, refused with its reason where it cannot."""
    try:
        case = locked(pk)
    except Case.DoesNotExist:
        return
    item = BulkItem(bulk=bulk, case=case, version=version)
    try:
        require(may_decide(bulk.moderator, case, version=version, now=now))
        require_whole(case, bulk.decision, bulk.reason, bulk.note)
        if bulk.decision == Decision.PUBLISH and case.overlaps:
            raise WrongStage(_("It overlaps with a published change: look at it by itself."))
        hold(case, bulk.moderator, now, bulk.effective_at - now + SPARE)
        case.save(update_fields=["claimed_by", "claimed_at", "claimed_until"])
    except Refused as refusal:
        item.state, item.why = BulkState.REFUSED, str(refusal.message)
    item.save()


def _settle(item: BulkItem, state: str, why: str) -> None:
    item.state, item.why = state, why
    item.save(update_fields=["state", "why"])


def _put_back(case: Case, moderator: Any) -> None:
    if case.claimed_by_id == moderator.pk:
        let_go(case)
        case.save(update_fields=["claimed_by", "claimed_at", "claimed_until", "postponed_until"])


def _locked(pk: int) -> BulkDecision:
    return BulkDecision.objects.select_for_update(no_key=True).get(pk=pk)


def _end(bulk: BulkDecision, now: datetime) -> None:
    bulk.ended_at = now
    bulk.save(update_fields=["ended_at"])
