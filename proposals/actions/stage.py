"""Moving a proposal from stage to stage: by the table, with its deadlines, written down and told."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from policywiki.core.events import StageChanged, publish
from policywiki.core.verdicts import WrongStage
from proposals.models import CallPage, ProposalRecord, StageChange
from proposals.stages import AWAITING_ANSWER, Stage, allowed

CLOSING_HOUR = time(18)
SET_BY_A_STAGE = (
    "stage",
    "stage_since",
    "closes_at",
    "due_at",
    "vote_rule",
    "vote_quorum",
    "vote_hidden",
)


def locked(record: ProposalRecord) -> ProposalRecord:
    """The record, re-read under its lock. Votes do not wait for it: they only refer to the row."""
    return (
        ProposalRecord.objects.select_for_update(no_key=True, of=("self",))
        .select_related("page", "call")
        .get(pk=record.pk)
    )


def deadline(now: datetime, days: int) -> datetime:
    """18:00 local time on the day so many days from now: a closing hour when people are awake."""
    day = timezone.localtime(now).date() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, CLOSING_HOUR))


def set_stage(record: ProposalRecord, stage: str, *, call: CallPage, now: datetime) -> None:
    """Put stage and deadlines on the record object (not saved). One place knows which stage has which."""
    days = {
        Stage.SUPPORT: call.support_days,
        Stage.DELIBERATION: call.deliberation_days,
        Stage.VOTE: call.vote_days,
    }.get(Stage(stage))
    record.stage, record.stage_since = stage, now
    if stage == Stage.VOTE:
        record.vote_rule, record.vote_quorum = call.vote_rule, call.vote_quorum
        record.vote_hidden = call.vote_hidden
    record.closes_at = deadline(now, days) if days is not None else None
    record.due_at = deadline(now, call.answer_days) if stage in AWAITING_ANSWER else None
    if stage in AWAITING_ANSWER and not record.department:
        record.department = call.department


def enter(record: ProposalRecord, stage: str, *, actor: Any, now: datetime, note: str = "") -> StageChange:
    """Leave the present stage for `stage`. The caller holds the record's lock. Raises WrongStage."""
    before = record.stage
    if not allowed(before, stage):
        raise WrongStage(_("This proposal cannot take that step now."))
    set_stage(record, stage, call=record.call, now=now)
    record.save(update_fields=[*SET_BY_A_STAGE, "department"])
    change = write_down(record, before, actor=actor, now=now, note=note)
    publish(StageChanged(record_id=record.pk, from_stage=before, to_stage=stage))
    return change


def write_down(
    record: ProposalRecord, before: str, *, actor: Any, now: datetime, note: str = ""
) -> StageChange:
    """The row that says so; `before` is empty where public life begins."""
    return StageChange.objects.create(
        proposal=record,
        from_stage=before,
        to_stage=record.stage,
        at=now,
        actor=actor,
        closes_at=record.closes_at,
        due_at=record.due_at,
        note=note,
    )
