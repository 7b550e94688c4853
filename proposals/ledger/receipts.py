"""Finding the acts that belong to a receipt. The code alone is asked for, never who one is."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from proposals.models import LedgerRow, ProposalRecord
from proposals.models.votes import NAME_LENGTH, voter_of

from .rows import period_start


def normal(typed: str) -> str:
    """A code as people type it: spaces, hyphens and capitals do not matter. "" where it cannot be one."""
    code = "".join(typed.split()).replace("-", "").lower()
    return code if len(code) == NAME_LENGTH and set(code) <= set("0123456789abcdef") else ""


def acts_of(record: ProposalRecord, code: str) -> list[LedgerRow]:
    """Everything under this receipt on this proposal, in order; nothing for "" or a wrong code."""
    if not code:
        return []
    found = LedgerRow.objects.filter(proposal=record, voter=voter_of(code))
    return list(found.select_related("edition").order_by("pk"))


def entered_by(record: ProposalRecord) -> datetime:
    """When what is done now can first stand in the public record."""
    return period_start(timezone.now()) + timedelta(seconds=settings.LEDGER_PERIOD)
