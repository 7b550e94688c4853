"""Comments for trust and safety: where words may have to be hidden, and taken from view in danger."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from policywiki.core.events import CommentRemoved, publish
from policywiki.trust.hiding import Item, ItemKind, Scope, field_store, register

from .models import Comment, CommentState


def find(pk: int) -> Item | None:
    comment = Comment.objects.select_related("author", "case").filter(pk=pk).first()
    if comment is None:
        return None
    return Item(
        kind="comment",
        pk=comment.pk,
        title=comment.text[:120],
        author=comment.author,
        language=comment.language,
        scope=Scope(page_id=comment.page_id),
        texts=comment.text,
        url=comment.get_absolute_url(),
        case=comment.case,
    )


def withhold(pk: int, *, now: datetime) -> None:
    """Nobody reads it until the alarm is over and a moderator has decided."""
    if Comment.objects.filter(pk=pk, state=CommentState.SHOWN).update(state=CommentState.HELD):
        publish(CommentRemoved(comment_id=pk))


def _of(scope: Scope) -> Any:
    return Comment.objects.filter(page_id=scope.page_id) if scope.page_id else Comment.objects.none()


def of_case(case: Any) -> int | None:
    return Comment.objects.filter(case=case).values_list("pk", flat=True).first()


register(ItemKind("comment", _("Comment"), find, of_case, withhold))
register(field_store("comment", _("comments"), Comment, ("text",), _of))
