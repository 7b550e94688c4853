"""Who may hide, show again, raise an alarm, ask for a second look."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from policywiki.core.verdicts import YES, Verdict, no
from policywiki.core.wording import date_text
from policywiki.moderation.models import CaseState
from policywiki.moderation.permissions import may_see_queue

from .models import Alarm, Block, HiddenPart


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


def may_edit_rules(user: Any) -> Verdict:
    """Officials and administrators."""
    if not user.is_authenticated or not user.is_official:
        return no(_("Officials write the rules."), hidden=True)
    return YES


def may_take_part(user: Any, *, now: datetime) -> Verdict:
    """Whether this person may write here now: suggest, propose, comment, flag. Reading, supporting, voting stay."""
    if not user.is_authenticated:
        return YES
    block = Block.objects.in_force(now).filter(person=user).order_by("-since").first()
    if block is None:
        return YES
    if block.until is None:
        return no(
            _("You may not write here for now. Under My things you read why, and can ask for a second look.")
        )
    return no(
        format_lazy(
            _(
                "You may not write here until {day}. Under My things you read why, and can ask for a second look."
            ),
            day=date_text(block.until, now=now),
        )
    )


def may_block(user: Any, person: Any, *, now: datetime) -> Verdict:
    """Moderators, but nobody who works here, and nobody twice."""
    if not (verdict := may_see_queue(user)):
        return verdict
    if person.pk == user.pk:
        return no(_("You cannot decide about yourself."))
    if person.works_here:
        return no(_("This person works here. Ask an administrator."))
    if not person.is_active or person.erased_at is not None:
        return no(_("This person has left."), when=True)
    if Block.objects.in_force(now).filter(person=person).exists():
        return no(_("This person may not write already."), when=True)
    return YES


def may_lift(user: Any, block: Block, *, now: datetime) -> Verdict:
    if not (verdict := may_see_queue(user)):
        return verdict
    if block.person_id == user.pk:
        return no(_("You cannot decide about yourself."))
    return YES if block.holds(now) else no(_("This is over already."), when=True)


def may_see_block(user: Any, block: Block) -> Verdict:
    if not user.is_authenticated:
        return no(hidden=True)
    return YES if block.person_id == user.pk else may_see_queue(user)


def may_ask_about_block(user: Any, block: Block, *, now: datetime) -> Verdict:
    if not user.is_authenticated or block.person_id != user.pk:
        return no(hidden=True)
    if not block.holds(now):
        return no(_("This is over already."), when=True)
    if block.case_id is not None:
        return no(_("You have asked for a second look already; there is one."), when=True)
    return YES
