"""Two proposals become one: asked for, agreed to by both proposers, and then done at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from policywiki.core.events import MergeAsked, MergeDeclined, publish
from policywiki.core.verdicts import WrongStage, require
from policywiki.trust.permissions import may_take_part as may_write
from proposals.merge_permissions import can_answer_merge, can_ask_merge, can_take_back_merge
from proposals.models import Merge, MergeState, ProposalRecord, Succession
from proposals.stages import Stage

from .stage import enter, locked

REASON_LENGTH = 1000


@transaction.atomic
def ask_to_merge(
    *, ends: ProposalRecord, stays: ProposalRecord, asker: Any, why: str, now: datetime
) -> Merge:
    """Ask that `ends` become a part of `stays`; who proposed one of them has agreed by asking.

    Done at once where one person proposed both. Raises NotAllowed, WrongStage, ValidationError.
    """
    ends, stays = _both_locked(ends, stays)
    require(can_ask_merge(asker, ends, stays))
    if not why.strip():
        raise ValidationError(
            _("Say why the two should become one: both proposers and all supporters read it.")
        )
    if Merge.objects.open().about(ends).filter(pk__in=Merge.objects.about(stays).values("pk")).exists():
        raise WrongStage(_("This has been asked already and waits for an answer."))
    merge = Merge(ends=ends, stays=stays, asked_by=asker, asked_at=now, why=why.strip()[:REASON_LENGTH])
    _agree(merge, asker, now)
    merge.save()
    if merge.waits_for:
        publish(MergeAsked(merge_id=merge.pk))
    else:
        _become_one(merge, asker, now)
    return merge


@transaction.atomic
def agree_to_merge(*, merge: Merge, person: Any, now: datetime) -> Merge:
    """A proposer agrees; once both have, the one ends in the other. Raises NotFound, WrongStage."""
    merge = _locked(merge)
    require(can_answer_merge(person, merge))
    _agree(merge, person, now)
    merge.save(update_fields=["ends_agreed_at", "stays_agreed_at"])
    if not merge.waits_for:
        _become_one(merge, person, now)
    return merge


@transaction.atomic
def decline_merge(*, merge: Merge, person: Any, reason: str, now: datetime) -> Merge:
    """A proposer says no, with a reason for who asked. Raises NotFound, WrongStage, ValidationError."""
    merge = _locked(merge)
    require(can_answer_merge(person, merge))
    require(may_write(person, now=now))  # a reason is a text that others read
    if not reason.strip():
        raise ValidationError(_("Say why not: who asked will read it."))
    _close(merge, MergeState.DECLINED, person, now, reason=reason)
    publish(MergeDeclined(merge_id=merge.pk))
    return merge


@transaction.atomic
def take_back_merge(*, merge: Merge, asker: Any, now: datetime) -> Merge:
    """Who asked asks no longer. Raises NotFound, WrongStage."""
    merge = _locked(merge)
    require(can_take_back_merge(asker, merge))
    _close(merge, MergeState.TAKEN_BACK, asker, now)
    return merge


def succeed(before: ProposalRecord, after: ProposalRecord, *, now: datetime) -> None:
    """`after` stands in the place of `before`, and of all that `before` stood in the place of."""
    stood_for = [before.pk, *before.predecessions.values_list("before", flat=True)]
    for pk in stood_for:
        Succession.objects.get_or_create(before_id=pk, after=after, defaults={"at": now})


def _both_locked(*records: ProposalRecord) -> list[ProposalRecord]:
    """In the order of their numbers, so that two who ask at once never wait for each other."""
    found = {record.pk: locked(record) for record in sorted(records, key=lambda one: one.pk)}
    return [found[record.pk] for record in records]


def _locked(merge: Merge) -> Merge:
    """The wish re-read with both its proposals under their locks."""
    ends, stays = _both_locked(merge.ends, merge.stays)
    merge = Merge.objects.select_for_update(no_key=True, of=("self",)).get(pk=merge.pk)
    merge.ends, merge.stays = ends, stays
    return merge


def _agree(merge: Merge, person: Any, now: datetime) -> None:
    """For the sides this person proposed, and as a moderator for those whose proposer has left."""
    for side in merge.waits_for:
        if side.proposer_id == person.pk or (side.proposer.erased_at is not None and person.is_moderator):
            name = "ends_agreed_at" if side is merge.ends else "stays_agreed_at"
            setattr(merge, name, now)


def _become_one(merge: Merge, person: Any, now: datetime) -> None:
    succeed(merge.ends, merge.stays, now=now)
    enter(merge.ends, Stage.MERGED, actor=person, now=now, note=merge.why)
    _close(merge, MergeState.DONE, person, now)


def _close(merge: Merge, state: str, person: Any, now: datetime, *, reason: str = "") -> None:
    merge.state, merge.closed_by, merge.closed_at = state, person, now
    merge.reason = reason.strip()[:REASON_LENGTH]
    merge.save(update_fields=["state", "closed_by", "closed_at", "reason"])
