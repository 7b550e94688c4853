"""Vote on a proposal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from policywiki.core.verdicts import WrongStage, require
from policywiki.editions.models import Edition
from proposals.acts import Act, Choice
from proposals.models import Ballot, LedgerRow, ProposalRecord
from proposals.models.votes import voter_key
from proposals.permissions import can_vote

from .support import belongs

REASON_LENGTH = 1000


@transaction.atomic
def cast_vote(
    *, record: ProposalRecord, voter: Any, choice: str, edition: Edition, now: datetime, reason: str = ""
) -> Ballot:
    """Record the voter's one vote; voting again replaces it. Raises NotAllowed, WrongStage, NotFound.

    Locks the voter's own row only. The sealer counts, and refuses rows dated after the close.
    """
    require(can_vote(voter, record, now=now))
    belongs(edition, record)
    if choice not in Choice.values:
        raise WrongStage(_("Please choose for, against or abstain."))
    key = voter_key(record, voter)
    given = {"choice": choice, "edition": edition, "reason": reason.strip()[:REASON_LENGTH]}
    ballot, created = Ballot.objects.own(record, voter, {"voter": key, "cast_at": now, **given})
    if not created:
        same = (ballot.choice, ballot.edition_id) == (choice, edition.pk)
        for name, value in given.items():
            setattr(ballot, name, value)
        if not same:
            ballot.cast_at = now
        ballot.save(update_fields=[*given, "cast_at"])
        if same:
            return ballot
    act = Act.VOTE_CAST if created else Act.VOTE_CHANGED
    LedgerRow.objects.append(record=record, voter=key, act=act, choice=choice, edition=edition, at=now)
    return ballot
