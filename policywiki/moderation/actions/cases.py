"""The life of a Case: opened, taken, put back, decided, sent again, closed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from policywiki.core.events import CaseDecided, CaseTouched, publish
from policywiki.core.verdicts import WrongStage, require
from policywiki.moderation.models import Case, CaseApproval, CaseState, Decision, Reason
from policywiki.moderation.permissions import may_approve, may_decide
from policywiki.moderation.registry import kind_of

from .facts import due_from, is_first_text, standing_of
from .history import locked, log


@transaction.atomic
def open_case(
    *,
    kind: str,
    title: str,
    author: Any,
    now: datetime,
    page: Any = None,
    language: str = "",
    district: Any = None,
    approvals_needed: int = 1,
) -> Case:
    """Put something in the queue; publishing it takes that many different moderators. Returns the new Case."""
    case = Case.objects.create(
        kind=kind,
        title=title[:255],
        author=author,
        opened_at=now,
        due_at=due_from(kind, now),
        standing=standing_of(author),
        first_time=is_first_text(author, kind),
        page=page,
        language=language,
        district=district,
        approvals_needed=approvals_needed,
    )
    log(case, "opened", author, now)
    publish(CaseTouched(case_id=case.pk))
    return case


@transaction.atomic
def decide(
    *,
    case: Case,
    decision: str,
    moderator: Any,
    version: int,
    now: datetime,
    reason: Reason | None = None,
    note: str = "",
) -> Case:
    """Publish, ask for a little more, or refuse with a reason. Raises NotAllowed, WrongStage and what the kind raises.

    `version` is the one the moderator looked at: of two moderators one succeeds, the other is told.
    Where the case asks for several reviewers, "publish" of all but the last only records their approval and
    the case stays open; one refusal or request for more is enough.
    """
    case = locked(case.pk)
    require(may_decide(moderator, case, version=version, now=now))
    require_whole(case, decision, reason, note)
    if decision == Decision.PUBLISH and not _approved_by_all(case, moderator, note, now):
        return case
    case.decision, case.decided_by, case.decided_at = decision, moderator, now
    case.reason, case.note = reason, note.strip()
    case.state = CaseState.WAITING if decision == Decision.NEEDS_MORE else CaseState.CLOSED
    let_go(case)
    case.version += 1
    case.save()
    log(case, decision, moderator, now, note=case.note, reason=reason)
    kind_of(case).decide(case=case, decision=decision, actor=moderator, now=now)
    publish(CaseDecided(case_id=case.pk, decision=decision))
    return case


def require_whole(case: Case, decision: str, reason: Reason | None, note: str) -> None:
    """Raise WrongStage where the decision does not fit, or lacks what its author will read."""
    if decision not in kind_of(case).decisions:
        raise WrongStage(_("That decision does not fit this item."))
    if decision == Decision.NOT_PUBLISHED and reason is None:
        raise WrongStage(_("Please choose a reason: the author will read it."))
    if decision == Decision.NEEDS_MORE and not note.strip():
        raise WrongStage(_("Please say what is missing: the author will read it."))


def let_go(case: Case) -> None:
    """Nobody holds it any more. Does not save."""
    case.claimed_by = case.claimed_at = case.claimed_until = case.postponed_until = None


def _approved_by_all(case: Case, moderator: Any, note: str, now: datetime) -> bool:
    """Record this approval; True when as many different moderators as the case asks for have given theirs."""
    if case.approvals_needed < 2:
        return True
    require(may_approve(moderator, case))
    CaseApproval.objects.create(case=case, by=moderator, at=now)
    if case.approvals.count() >= case.approvals_needed:
        return True
    let_go(case)
    case.version += 1
    case.save()
    log(case, "approved", moderator, now, note=note, inside=True)
    return False


@transaction.atomic
def ask_for_reviewers(*, case: Case, number: int) -> Case:
    """How many different moderators must agree, as when the page's protection changes while this waits."""
    case = locked(case.pk)
    if case.state != CaseState.CLOSED and case.approvals_needed != number:
        case.approvals_needed = number
        case.version += 1
        case.save(update_fields=["approvals_needed", "version"])
    return case


@transaction.atomic
def reopen(
    *, case: Case, author: Any, title: str, now: datetime, verb: str = "revised", decided: bool = False
) -> Case:
    """The author has sent it again: it waits for a moderator anew, and an old look no longer counts.

    `decided`: a moderator let the text before this one through, and others have not decided on it yet.
    """
    case = locked(case.pk)
    if case.state == CaseState.CLOSED and not decided:
        raise WrongStage(_("This item has been decided already."))
    if decided:
        case.decision, case.decided_by, case.decided_at = "", None, None
    case.state, case.title = CaseState.OPEN, title[:255]
    case.due_at, case.postponed_until = due_from(case.kind, now), None
    case.version += 1
    case.save()
    case.approvals.all().delete()  # they were for the text before; the log keeps that they were given
    log(case, verb, author, now)
    publish(CaseTouched(case_id=case.pk))
    return case


@transaction.atomic
def close(*, case: Case, actor: Any, verb: str, now: datetime) -> Case:
    """End it without a decision, as when its author withdraws."""
    case = locked(case.pk)
    if case.state == CaseState.CLOSED:
        raise WrongStage(_("This item has been decided already."))
    case.state = CaseState.CLOSED
    case.version += 1
    case.save()
    log(case, verb, actor, now)
    return case
