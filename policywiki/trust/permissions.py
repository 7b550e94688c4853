"""Who may hide, show again, raise an alarm, ask for a second look."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from policywiki.core.verdicts import YES, Verdict, no
from policywiki.moderation.models import CaseState
from policywiki.moderation.permissions import may_see_queue

from .models import Alarm, HiddenPart


def may_hide(user: Any) -> Verdict:
    """Every moderator, in anybody's text: it takes nothing away that a second look could not give back."""
    return may_see_queue(user)


def may_see_hidden(user: Any, part: HiddenPart) -> Verdict:
    """Its author reads that and why it was hidden; the words themselves only moderators see."""
    if not user.is_authenticated:
        return no(hidden=True)
    return YES if part.author_id == user.pk else may_see_queue(user)


def may_show_again(user: Any, part: HiddenPart) -> Verdict:
    if not (verdict := may_see_queue(user)):
        return verdict
    if part.shown_again_at is not None:
        return no(_("This is shown again already."), when=True)
    if part.forgotten_at is not None:
        return no(_("These words were deleted for good after the time the city keeps them."), when=True)
    if part.author_id == user.pk:
        return no(_("You cannot decide on what you wrote yourself."))
    if part.case is not None and part.case.state == CaseState.OPEN:
        return no(_("The author has asked for a second look; decide it there."), when=True)
    return YES


def may_ask_second_look(user: Any, part: HiddenPart) -> Verdict:
    if not user.is_authenticated or part.author_id != user.pk:
        return no(hidden=True)
    if part.shown_again_at is not None or part.forgotten_at is not None:
        return no(_("There is nothing to look at any more."), when=True)
    if part.case_id is not None:
        return no(_("You have asked for a second look already; there is one."), when=True)
    return YES


def may_raise_alarm(user: Any) -> Verdict:
    return may_see_queue(user)


def may_end_alarm(user: Any, alarm: Alarm) -> Verdict:
    if not (verdict := may_see_queue(user)):
        return verdict
    return YES if alarm.open else no(_("This has been dealt with already."), when=True)
