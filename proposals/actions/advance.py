"""What the clock and the threshold do: proposals move on by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from policywiki.accounts.models import User
from policywiki.core.schedule import every
from proposals.models import ProposalRecord
from proposals.stages import Stage, next_stage

from .seal import seal_all
from .stage import enter, locked
from .texts import let_lapse

# A support given in the last second before the close is counted before anything is closed.
GRACE = timedelta(seconds=30)
BEAT_SECONDS = 10


@every(BEAT_SECONDS)
def advance_on_the_beat() -> int:
    return advance_stages(now=timezone.now())


def advance_stages(*, now: datetime) -> int:
    """Move every proposal whose threshold is reached or whose stage is over; returns how many moved.

    Each moves in a transaction of its own, so it can be killed and run twice.
    """
    seal_all()
    let_lapse(now=now)
    return sum(_advance(record, now) for record in _waiting(now))


def _waiting(now: datetime) -> Iterator[ProposalRecord]:
    yield from ProposalRecord.objects.threshold_reached().only("pk")
    yield from ProposalRecord.objects.past_deadline(now - GRACE).only("pk")


@transaction.atomic
def _advance(record: ProposalRecord, now: datetime) -> bool:
    record = locked(record)
    stage = due_move(record, now=now)
    if stage is None:
        return False
    enter(record, stage, actor=User.objects.system(), now=now)
    return True


def due_move(record: ProposalRecord, *, now: datetime) -> str | None:
    """Where threshold or time takes this proposal now, or None."""
    over = record.closes_at is not None and record.closes_at + GRACE <= now
    way = record.call.stages_used
    if record.stage == Stage.SUPPORT:
        if record.counting >= record.support_threshold:
            return next_stage(Stage.SUPPORT, way)
        return Stage.UNSUPPORTED if over else None
    if over and record.stage in (Stage.DELIBERATION, Stage.VOTE):
        return next_stage(record.stage, way) if record.stage in way else Stage.CITY
    return None
