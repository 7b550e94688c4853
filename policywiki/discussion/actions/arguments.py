"""Raise words of a comment as an argument, and take one back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from policywiki.core.verdicts import WrongStage, require
from policywiki.discussion.models import Argument, Comment, Stance
from policywiki.discussion.models.arguments import LONGEST_ARGUMENT
from policywiki.discussion.permissions import may_lower, may_raise
from policywiki.discussion.quotable import comment_text

from .comments import locked
from .support import take_back_argument_support


@transaction.atomic
def raise_argument(*, comment: Comment, person: Any, words: str, side: str, now: datetime) -> Argument:
    """These words of the comment stand for themselves as an argument; raised already, it is that one.

    What its raiser took back stands again as raised by this person; what its author took back does not.
    A comment for or against speaks for its own side. Raises NotAllowed, WrongStage, NotInTheText, ValidationError.
    """
    comment = locked(comment)
    require(may_raise(person, comment))
    quote, _passage = comment_text(comment.text).quote(words)
    text = " ".join(quote.exact.split())
    if len(text) > LONGEST_ARGUMENT:
        raise ValidationError(_("An argument is one or two sentences; pick the ones that matter."))
    if comment.stance != Stance.NEUTRAL:
        side = comment.stance
    if side not in (Stance.FOR, Stance.AGAINST):
        raise ValidationError(_("Say whether it speaks for or against."))
    raised = {"side": side, "raised_by": person, "raised_at": now}
    argument, _made = Argument.objects.select_for_update().get_or_create(
        comment=comment, text=text, defaults=raised
    )
    if argument.is_gone_for_good:
        raise WrongStage(_("This argument has been taken back by its author."))
    if argument.taken_back_at is not None:
        Argument.objects.filter(pk=argument.pk).update(taken_back_at=None, taken_back_by=None, **raised)
        argument.refresh_from_db()
    return argument


@transaction.atomic
def lower_argument(*, argument: Argument, person: Any, now: datetime) -> None:
    """It is no longer shown nor quoted; the comment stays. Raises NotFound, WrongStage.

    Who raised it takes their own support along, so that it can be raised again for the other side.
    """
    argument = Argument.objects.select_for_update(of=("self",)).select_related("comment").get(pk=argument.pk)
    require(may_lower(person, argument))
    if person.pk != argument.comment.author_id:
        take_back_argument_support(argument=argument, person=person, now=now)
    argument.taken_back_at, argument.taken_back_by = now, person
    argument.save(update_fields=["taken_back_at", "taken_back_by"])
