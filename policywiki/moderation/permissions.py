"""Who may check and decide."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from policywiki.core.verdicts import YES, Verdict, no

from .models import Case, CaseState, Decision, ReviewerScope
from .registry import kind_of


def may_see_queue(user: Any) -> Verdict:
    if not user.is_authenticated or not user.is_moderator:
        return no(_("Only moderators see what waits to be checked."), hidden=True)
    return YES


def may_check(user: Any, case: Case) -> Verdict:
    """Whether this person could ever decide on this item, whoever holds it now. Every route asks this."""
    if not (verdict := may_see_queue(user)):
        return verdict
    if case.author_id == user.pk:
        return no(_("You cannot check what you wrote yourself."))
    if case.state != CaseState.OPEN:
        return no(_("This item has been decided already."), when=True)
    if case.first_decided_by_id == user.pk:
        return no(_("You decided on this before: another moderator takes the second look."))
    scope = ReviewerScope.objects.of(user)
    if scope is not None and not scope.covers(case):
        return no(_("This item lies outside the topics and districts you look after."))
    own_rule = kind_of(case).may_decide
    return own_rule(user, case) if own_rule is not None else YES


def decidable_by(user: Any) -> Any:
    """Cases whose authorship and field leave them to this moderator: may_check in one query, but for rules of kinds."""
    cases = Case.objects.exclude(author=user).exclude(first_decided_by=user)
    scope = ReviewerScope.objects.of(user)
    return cases if scope is None else scope.within(cases)


def may_claim(user: Any, case: Case, *, now: datetime) -> Verdict:
    if not (verdict := may_check(user, case)):
        return verdict
    holder = case.taken_by(now)
    if holder and holder != user:
        return no(_("Another moderator is looking at this item."), when=True)
    return YES


def may_decide(user: Any, case: Case, *, version: int, now: datetime) -> Verdict:
    """Nobody decides on their own text, and nobody on a state they have not seen."""
    if not (verdict := may_claim(user, case, now=now)):
        return verdict
    if case.version != version:
        return no(_("This item changed while you were looking at it. Please look again."), when=True)
    return YES


def may_approve(user: Any, case: Case) -> Verdict:
    """Where two are asked they are two different people."""
    if case.approvals.filter(by=user).exists():
        return no(_("You have said publish already; now it is another moderator's turn."), when=True)
    return YES


def may_note(user: Any, case: Case) -> Verdict:
    """Colleagues may speak about any item but their own: an author must not read or steer its checking."""
    if not (verdict := may_see_queue(user)):
        return verdict
    return no(_("You cannot check what you wrote yourself.")) if case.author_id == user.pk else YES


def may_ask_second_look(user: Any, case: Case) -> Verdict:
    """Its author, once, where it was not published."""
    if not user.is_authenticated or case.author_id != user.pk:
        return no(hidden=True)
    if case.state != CaseState.CLOSED or case.decision != Decision.NOT_PUBLISHED:
        return no(_("A second look can be asked for what was not published."), when=True)
    if case.second_look_at is not None:
        return no(_("A second moderator has looked at this already. Their decision stands."), when=True)
    if kind_of(case).look_again is None:
        return no(_("A second look can be asked for what was not published."), when=True)
    return YES


def may_edit_reasons(user: Any) -> Verdict:
    """Officials and administrators, by their rights in the admin."""
    return YES if user.is_authenticated and user.has_perm("moderation.change_reason") else no(hidden=True)
