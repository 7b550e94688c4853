"""Finding the acts that belong to a receipt. The code alone is asked for, never who one is."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from proposals.acts import REVIEW_ACTS, SUPPORT_ACTS, Act
from proposals.models import LedgerRow, ProposalRecord
from proposals.models.votes import NAME_LENGTH, voter_of
from proposals.stages import OPEN_TO_SUPPORT, VOTABLE
from proposals.tally import windows

from .rows import period_start


def normal(typed: str) -> str:
    """A code as people type it: spaces, hyphens and capitals do not matter. "" where it cannot be one."""
    code = "".join(typed.split()).replace("-", "").lower()
    return code if len(code) == NAME_LENGTH and set(code) <= set("0123456789abcdef") else ""


def acts_of(record: ProposalRecord, code: str) -> list[LedgerRow]:
    """Everything under this receipt on this proposal, in order; nothing for "" or a wrong code.

    Of each act: the close that it came after (`closed`), whether a later one holds in its place (`replaced`).
    """
    if not code:
        return []
    found = LedgerRow.objects.filter(proposal=record, voter=voter_of(code))
    acts = list(found.select_related("edition").order_by("pk"))
    later: set[frozenset[Act]] = set()
    for act in reversed(acts):
        closed = _closed_before(record, act) if act.counted is False else None
        act.closed = closed  # type: ignore[attr-defined]  # for showing
        act.replaced = sort_of(act) in later  # type: ignore[attr-defined]
        if act.counted:
            later.add(sort_of(act))
    return acts


def sort_of(act: LedgerRow) -> frozenset[Act]:
    """Support, votes and what was found about a vote are apart: of each the last counted act holds."""
    sorts = (SUPPORT_ACTS, REVIEW_ACTS, frozenset({Act.VOTE_CAST}))
    return next(sort for sort in sorts if act.act in sort)


def _closed_before(record: ProposalRecord, act: LedgerRow) -> datetime | None:
    """The close that this act came after: with its own moment, what its voter can hold us to."""
    stages = OPEN_TO_SUPPORT if act.act in SUPPORT_ACTS else VOTABLE
    spans = windows(list(record.stage_changes.all()))
    ends = [one.closes for one in spans if one.stage in stages and one.closes and one.closes <= act.at]
    return max(ends, default=None)


def entered_by(record: ProposalRecord) -> datetime:
    """When what is done now can first stand in the public record."""
    return period_start(timezone.now()) + timedelta(seconds=settings.LEDGER_PERIOD)
