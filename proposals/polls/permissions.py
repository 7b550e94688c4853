"""Who may put proposals to a common vote, and who may vote in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from policywiki.core.verdicts import YES, Verdict, no
from proposals.eligibility import may_take_part
from proposals.models import CallPage, Poll
from proposals.outcome import VoteMode


def can_open_poll(user: Any, call: CallPage, *, now: datetime) -> Verdict:
    """Officials, where the call chose a common vote and none is running."""
    if not user.is_authenticated or not user.is_official:
        return no(hidden=True)
    if call.vote_mode == VoteMode.EACH:
        return no(_("This call has no common vote."), when=True)
    if Poll.objects.filter(call=call).running(now).exists():
        return no(_("A common vote is running already."), when=True)
    return YES


def can_hand_in(user: Any, poll: Poll, *, now: datetime) -> Verdict:
    """Whoever may vote under its call, until the close; handing in again replaces one's paper."""
    if not Poll.objects.visible(user).filter(pk=poll.pk).exists():
        return no(hidden=True)
    if now >= poll.closes_at:
        return no(_("This vote is closed."), when=True)
    if not user.is_authenticated:
        return no(_("Sign in to vote."))
    return may_take_part(user, poll.call)
