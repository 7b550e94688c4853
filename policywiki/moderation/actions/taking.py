"""Who is working on a Case: taken, put back, handed over, put off until later."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from policywiki.core.verdicts import WrongStage, require
from policywiki.moderation.models import CLAIM_LASTS, Case
from policywiki.moderation.permissions import may_check, may_claim

from .cases import let_go
from .history import locked, log

LONGEST_POSTPONEMENT = timedelta(days=30)


def hold(case: Case, moderator: Any, now: datetime, lasts: timedelta = CLAIM_LASTS) -> None:
    """It is theirs until the time runs out. Does not save."""
    case.claimed_by, case.claimed_at, case.claimed_until = moderator, now, now + lasts


@transaction.atomic
def claim(*, case: Case, moderator: Any, now: datetime) -> Case:
    """I'll take it, for two hours. Raises NotAllowed, WrongStage."""
    case = locked(case.pk)
    require(may_claim(moderator, case, now=now))
    hold(case, moderator, now)
    case.save(update_fields=["claimed_by", "claimed_at", "claimed_until"])
    log(case, "claimed", moderator, now, inside=True)
    return case


@transaction.atomic
def release(*, case: Case, moderator: Any, now: datetime) -> Case:
    """Put it back for others. Raises NotAllowed, WrongStage."""
    case = locked(case.pk)
    require(may_claim(moderator, case, now=now))
    let_go(case)
    case.save(update_fields=["claimed_by", "claimed_at", "claimed_until", "postponed_until"])
    log(case, "released", moderator, now, inside=True)
    return case


@transaction.atomic
def hand_over(*, case: Case, moderator: Any, to: Any, now: datetime, note: str = "") -> Case:
    """Give it to a colleague who may decide on it. Raises NotAllowed, WrongStage."""
    case = locked(case.pk)
    require(may_claim(moderator, case, now=now))
    if not may_check(to, case):
        raise WrongStage(_("This colleague cannot decide on this item. Please choose another."))
    hold(case, to, now, lasts=timedelta(days=1))
    case.save(update_fields=["claimed_by", "claimed_at", "claimed_until"])
    log(case, "handed_over", moderator, now, note=f"→ {to}\n{note}", inside=True)
    return case


@transaction.atomic
def postpone(*, case: Case, moderator: Any, until: datetime, now: datetime, note: str = "") -> Case:
    """Put it off: it leaves the list until then and comes back by itself. Raises NotAllowed, WrongStage."""
    case = locked(case.pk)
    require(may_claim(moderator, case, now=now))
    if not now < until <= now + LONGEST_POSTPONEMENT:
        raise WrongStage(_("Please choose a day within the next 30 days."))
    let_go(case)
    case.postponed_until = until
    case.save(update_fields=["claimed_by", "claimed_at", "claimed_until", "postponed_until"])
    log(case, "postponed", moderator, now, note=note, inside=True)
    return case
