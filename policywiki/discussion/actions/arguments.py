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


@transaction.atomic
def raise_argument(*, comment: Comment, person: Any, words: str, side: str, now: datetime) -> Argument:
    """These words of the comment stand for themselves as an argument; raised already, it is that one.

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
    argument, _made = Argument.objects.get_or_create(
        comment=comment, text=text, defaults={"side": side, "raised_by": person, "raised_at": now}
    )
    if argument.taken_back_at is not None:
        raise WrongStage(_("This argument has been taken back by its author or by who had raised it."))
    return argument


@transaction.atomic
def lower_argument(*, argument: Argument, person: Any, now: datetime) -> None:
    """It is no longer shown nor quoted; the comment stays. Raises NotFound, WrongStage."""
    argument = Argument.objects.select_for_update(of=("self",)).select_related("comment").get(pk=argument.pk)
    require(may_lower(person, argument))
    argument.taken_back_at = now
    argument.save(update_fields=["taken_back_at"])
