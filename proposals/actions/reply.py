"""Supporters of what was merged or divided say whether they support what stands in its place."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from policywiki.core.verdicts import require
from policywiki.editions.models import Edition
from proposals.merge_permissions import can_reply
from proposals.models import ProposalRecord, Support, SupporterReply

from .support import give_support


@transaction.atomic
def reply(*, after: ProposalRecord, person: Any, supports: bool, edition: Edition, now: datetime) -> None:
    """Yes is support like any other, under this proposal's own rules; no is kept so that nobody asks again.

    Raises NotFound, NotAllowed, WrongStage.
    """
    require(can_reply(person, after))
    if supports:
        give_support(record=after, person=person, edition=edition, now=now)
    mine = Support.objects.filter(person=person).values("proposal")
    for succession in after.predecessions.filter(before__in=mine):
        SupporterReply.objects.get_or_create(
            succession=succession, person=person, defaults={"supports": supports, "at": now}
        )
