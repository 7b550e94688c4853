"""What the city adopted has been done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from policywiki.core.verdicts import require
from proposals.models import ProposalRecord, StageChange
from proposals.permissions import can_carry_out
from proposals.stages import Stage

from .stage import enter, locked


@transaction.atomic
def carry_out(*, record: ProposalRecord, official: Any, note: str, now: datetime) -> StageChange:
    """Say that it is done, and how (`note`, shown in the timeline). Raises NotAllowed, WrongStage."""
    record = locked(record)
    require(can_carry_out(official, record))
    return enter(record, Stage.CARRIED_OUT, actor=official, now=now, note=note.strip())
