"""The proposer takes a proposal back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from policywiki.core.verdicts import require
from policywiki.trust.permissions import may_take_part as may_write
from proposals.models import ProposalRecord, StageChange
from proposals.permissions import can_withdraw
from proposals.stages import Stage

from .stage import enter, locked


@transaction.atomic
def withdraw_proposal(*, record: ProposalRecord, proposer: Any, reason: str, now: datetime) -> StageChange:
    """End it; page, support and reason stay readable, and supporters are told why.

    Raises NotAllowed, WrongStage, ValidationError where there are supporters and no reason.
    """
    record = locked(record)
    require(can_withdraw(proposer, record))
    if reason.strip():
        require(may_write(proposer, now=now))  # a reason is a text that others read
    if not reason.strip() and record.supports.exists():
        raise ValidationError(_("Say why: your supporters will be told."))
    return enter(record, Stage.WITHDRAWN, actor=proposer, now=now, note=reason.strip())
