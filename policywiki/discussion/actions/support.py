"""Support a comment or an argument, and take it back: one's own row only; the worker counts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from policywiki.core.events import ArgumentSupportChanged, CommentSupportChanged, publish
from policywiki.core.verdicts import require
from policywiki.discussion.models import Argument, ArgumentSupport, Comment, CommentSupport
from policywiki.discussion.permissions import (
    may_support,
    may_support_argument,
    may_take_back,
    may_take_back_argument,
)


@transaction.atomic
def support_comment(*, comment: Comment, person: Any, now: datetime) -> None:
    """This person finds it well said. Again changes nothing. Raises NotAllowed, WrongStage, NotFound."""
    require(may_support(person, comment))
    if _stand(CommentSupport, person, now, comment=comment):
        publish(CommentSupportChanged(comment_id=comment.pk))


@transaction.atomic
def take_back_comment_support(*, comment: Comment, person: Any, now: datetime) -> None:
    """Without support nothing changes. Raises NotAllowed, NotFound."""
    require(may_take_back(person, comment))
    if _fall(CommentSupport, person, now, comment=comment):
        publish(CommentSupportChanged(comment_id=comment.pk))


@transaction.atomic
def support_argument(*, argument: Argument, person: Any, now: datetime) -> None:
    """This person holds with it. Again changes nothing. Raises NotAllowed, WrongStage, NotFound."""
    require(may_support_argument(person, argument))
    if _stand(ArgumentSupport, person, now, argument=argument):
        publish(ArgumentSupportChanged(argument_id=argument.pk))


@transaction.atomic
def take_back_argument_support(*, argument: Argument, person: Any, now: datetime) -> None:
    """Without support nothing changes. Raises NotAllowed, NotFound."""
    require(may_take_back_argument(person, argument))
    if _fall(ArgumentSupport, person, now, argument=argument):
        publish(ArgumentSupportChanged(argument_id=argument.pk))


@transaction.atomic
def recount_comment(*, comment_id: int) -> None:
    """The public number of a comment's supporters, from its rows."""
    count = CommentSupport.objects.filter(comment_id=comment_id).count_now()
    Comment.objects.filter(pk=comment_id).update(support_count=count)


@transaction.atomic
def recount_argument(*, argument_id: int) -> None:
    """The public number of an argument's supporters, from its rows."""
    count = ArgumentSupport.objects.filter(argument_id=argument_id).count_now()
    Argument.objects.filter(pk=argument_id).update(support_count=count)


def _stand(model: Any, person: Any, now: datetime, **what: Any) -> bool:
    """Whether the row stands only now."""
    row, made = model.objects.select_for_update().get_or_create(person=person, **what, defaults={"at": now})
    return made or _turn(row, now, stands=True)


def _fall(model: Any, person: Any, now: datetime, **what: Any) -> bool:
    row = model.objects.select_for_update().filter(person=person, **what).first()
    return row is not None and _turn(row, now, stands=False)


def _turn(row: Any, now: datetime, *, stands: bool) -> bool:
    if row.stands == stands:
        return False
    row.stands, row.at = stands, now
    row.save(update_fields=["stands", "at"])
    return True
