"""Changes that others suggest to a proposal: put before its authors, accepted, declined, left standing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from policywiki.accounts.models import User
from policywiki.core.events import CoAuthorsMayDecide, SuggestionDecided, publish
from policywiki.core.schedule import every
from policywiki.core.verdicts import require
from policywiki.suggestions.actions.accept import accept
from policywiki.suggestions.actions.going_live import locked_page
from policywiki.suggestions.actions.moving import locked, move
from policywiki.suggestions.models import State, Suggestion
from policywiki.trust.hiding import keep_hidden
from proposals.models import Amendment
from proposals.permissions import can_decide_amendment, can_decline_amendment

from .stage import deadline
from .stage import locked as locked_record

BEAT_SECONDS = 60
LONGEST_REASON = 1000


def put_before_authors(*, suggestion: Suggestion, now: datetime) -> Amendment:
    """A moderator has let it through: its days begin. Sent again and checked again, they begin anew."""
    record = suggestion.page.specific.record  # type: ignore[union-attr]  # a change to a proposal
    call = record.call
    dates = {
        "put_at": now,
        "proposer_until": deadline(now, call.proposer_days) if call.proposer_days else now,
        "open_until": deadline(now, call.amendment_days),
        "coauthors_told": call.proposer_days == 0,
    }
    amendment, _new = Amendment.objects.update_or_create(
        suggestion=suggestion, defaults=dates, create_defaults={**dates, "proposal": record}
    )
    return amendment


@transaction.atomic
def accept_amendment(*, amendment: Amendment, author: Any, now: datetime, reason: str = "") -> Amendment:
    """Merge it into the text as it is now, credited to whoever wrote it. Raises NotAllowed, WrongStage, Overlaps."""
    amendment = _locked(amendment)
    require(can_decide_amendment(author, amendment, now=now))
    _say(amendment, author, reason, now)
    case = amendment.suggestion.case
    accept(
        suggestion=amendment.suggestion,
        reviewer=case.decided_by if case is not None else None,
        now=now,
        provenance={"accepted_by": author.pk},
    )
    return amendment


@transaction.atomic
def decline_amendment(*, amendment: Amendment, author: Any, reason: str, now: datetime) -> Amendment:
    """It does not land; everybody reads why. Raises NotAllowed, WrongStage, ValidationError without a reason."""
    amendment = _locked(amendment)
    require(can_decline_amendment(author, amendment, now=now))
    if not reason.strip():
        raise ValidationError({"reason": _("Please say why not: everybody can read it.")})
    _say(amendment, author, reason, now)
    _move(amendment, State.DECLINED)
    return amendment


@every(BEAT_SECONDS)
def let_stand_on_the_beat() -> int:
    return let_stand(now=timezone.now())


def let_stand(*, now: datetime) -> int:
    """What nobody has answered in time stands as an alternative text; returns how many. Safe to repeat."""
    for amendment in list(Amendment.objects.waiting().filter(proposer_until__lte=now, coauthors_told=False)):
        _tell_coauthors(amendment)
    return sum(_stands(amendment, now) for amendment in list(Amendment.objects.overdue(now)))


@transaction.atomic
def _tell_coauthors(amendment: Amendment) -> None:
    Amendment.objects.filter(pk=amendment.pk).update(coauthors_told=True)
    publish(CoAuthorsMayDecide(suggestion_id=amendment.suggestion_id))


@transaction.atomic
def _stands(amendment: Amendment, now: datetime) -> bool:
    amendment = _locked(amendment)
    if not Amendment.objects.overdue(now).filter(pk=amendment.pk).exists():
        return False
    if _brings_text(amendment.suggestion):
        _move(amendment, State.ALTERNATIVE)
        return True
    with override(amendment.suggestion.language):
        reason = gettext(
            "Nobody answered in time, and photos alone are no other text. It can be suggested again."
        )
    _say(amendment, User.objects.system(), reason, now)
    _move(amendment, State.DECLINED)
    return True


def _brings_text(suggestion: Suggestion) -> bool:
    """Whether there is anything in it but photos."""
    version = suggestion.latest
    return version is None or version.content != version.base


def _locked(amendment: Amendment) -> Amendment:
    """Re-read under the locks of suggestion, page and proposal, in this order everywhere: no stage begins meanwhile."""
    suggestion = locked(Suggestion(pk=amendment.suggestion_id))
    locked_page(amendment.proposal.page_id)
    record = locked_record(amendment.proposal)
    amendment = Amendment.objects.get(pk=amendment.pk)
    amendment.suggestion, amendment.proposal = suggestion, record
    return amendment


def _say(amendment: Amendment, author: Any, reason: str, now: datetime) -> None:
    said = keep_hidden(reason.strip(), page_id=amendment.suggestion.page_id)
    amendment.decided_by, amendment.decided_at = author, now
    amendment.reason = said[:LONGEST_REASON]
    amendment.save(update_fields=["decided_by", "decided_at", "reason"])


def _move(amendment: Amendment, state: str) -> None:
    move(amendment.suggestion, state)
    amendment.suggestion.save(update_fields=["state"])
    publish(SuggestionDecided(suggestion_id=amendment.suggestion_id, outcome=state))
