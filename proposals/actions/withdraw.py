"""The proposer takes a proposal back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from policywiki.core.verdicts import require
from proposals.models import ProposalRecord, StageChange
from proposals.permissions import can_withdraw
from proposals.stages import Stage

from .stage import enter, locked


@transaction.atomic
def withdraw_proposal(*, record: ProposalRecord, proposer: Any, reason: str, now: datetime) -> StageChange:
    """End it; page, support and reason stay readable. Raises NotAllowed, WrongStage."""
    record = locked(record)
    require(can_withdraw(proposer, record))
    return enter(record, Stage.WITHDRAWN, actor=proposer, now=now, note=reason.strip())
