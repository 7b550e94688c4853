"""Who may check and decide."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from policywiki.core.verdicts import YES, Verdict, no

from .models import Case, CaseState


def may_see_queue(user: Any) -> Verdict:
    if not user.is_authenticated or not user.is_moderator:
        return no(_("Only moderators see what waits to be checked."), hidden=True)
    return YES


def may_claim(user: Any, case: Case, *, now: datetime) -> Verdict:
    if not (verdict := may_see_queue(user)):
        return verdict
    if case.author_id == user.pk:
        return no(_("You cannot check what you wrote yourself."))
    if case.state != CaseState.OPEN:
        return no(_("This item has been decided already."), when=True)
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
