"""Vote on a proposal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from policywiki.core.verdicts import WrongStage, require
from policywiki.editions.models import Edition
from proposals.acts import Act, Choice
from proposals.models import Ballot, LedgerRow, ProposalRecord
from proposals.models.votes import voter_key
from proposals.permissions import can_vote

from .support import belongs

REASON_LENGTH = 1000


@dataclass(frozen=True)
class Trace:
    """What is noted of how a vote came, for `proposals.doubts`: a keyed hash of the address, and the time it took."""

    came_from: str = ""
    seconds: float | None = None


UNTRACED = Trace()


def cast_vote(
    *,
    record: ProposalRecord,
    voter: Any,
    choice: str,
    edition: Edition,
    now: datetime,
    reason: str = "",
    shows_name: bool = False,
    trace: Trace = UNTRACED,
) -> Ballot:
    """Record the voter's one vote; voting again replaces it. Raises NotAllowed, WrongStage, NotFound.

    Locks the voter's own row only; every vote sent is a row of the ledger. The sealer counts, and refuses
    rows dated after the close.
    """
    require(can_vote(voter, record, now=now))
    belongs(edition, record)
    if choice not in Choice.values:
        raise WrongStage(_("Please choose for, against or abstain."))
    reason = reason.strip()
    if len(reason) > REASON_LENGTH:
        raise WrongStage(
            _("Your reason is longer than 1,000 characters. Please shorten it; your vote is not cast yet.")
        )
    key = voter_key(record, voter)
    ballot = Ballot(
        proposal=record,
        person=voter,
        voter=key,
        edition=edition,
        choice=choice,
        reason=reason,
        cast_at=now,
        shows_name=shows_name,
        came_from=trace.came_from,
        seconds_to_fill=trace.seconds,
    )
    act = LedgerRow(proposal=record, voter=key, act=Act.VOTE_CAST, choice=choice, edition=edition, at=now)
    Ballot.objects.put(ballot, act)
    return ballot
