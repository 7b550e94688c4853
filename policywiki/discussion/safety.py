"""Comments for trust and safety: where words may have to be hidden, and taken from view in danger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from policywiki.core.events import CommentRemoved, publish
from policywiki.moderation.models import CaseState
from policywiki.trust.hiding import Item, ItemKind, Scope, field_store, register
from policywiki.trust.holding import FINE, OPEN, REFUSED, Sent, digest_of, links_in
from policywiki.trust.past import register_sendings

from .actions.comments import open_held
from .models import Argument, Comment, CommentState, CommentVersion, Quotation


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
    """Nobody reads it until the alarm is over and a moderator has decided; so it becomes an item to check."""
    comment = Comment.objects.select_related("case", "author", "page").get(pk=pk)
    if comment.state != CommentState.SHOWN:
        return
    comment.state = CommentState.HELD
    if comment.case is None or comment.case.state == CaseState.CLOSED:
        comment.case = open_held(comment, now)
    comment.save(update_fields=["state", "case"])
    publish(CommentRemoved(comment_id=pk))


def past() -> Iterator[Sent]:
    """Every comment, for the dry run of a holding rule."""
    rows = Comment.objects.order_by("created_at", "pk").values_list(
        "author_id", "author__date_joined", "created_at", "text", "state"
    )
    for author, joined, at, text, state in rows.iterator(chunk_size=2000):
        outcome = {CommentState.HIDDEN: REFUSED, CommentState.HELD: OPEN}.get(CommentState(state), FINE)
        yield Sent("comment", author, joined, at, digest_of(text), links_in(text), outcome)


register_sendings("comment", past)


def _of(scope: Scope) -> Any:
    return Comment.objects.filter(page_id=scope.page_id) if scope.page_id else Comment.objects.none()


def _hanging_on(model: Any) -> Callable[[Scope], Any]:
    """Rows of this model that belong to a comment on the page."""

    def of(scope: Scope) -> Any:
        found = model.objects.filter(comment__page_id=scope.page_id)
        return found if scope.page_id else model.objects.none()

    return of


QUOTED = ("exact", "prefix", "suffix", "now_exact", "now_prefix", "now_suffix", "heading")


def of_case(case: Any) -> int | None:
    return Comment.objects.filter(case=case).values_list("pk", flat=True).first()


register(ItemKind("comment", _("Comment"), find, of_case, withhold))
register(field_store("comment", _("comments"), Comment, ("text",), _of))
register(
    field_store("comment_version", _("comments"), CommentVersion, ("text",), _hanging_on(CommentVersion))
)
register(field_store("quotation", _("quoted words"), Quotation, QUOTED, _hanging_on(Quotation)))
register(field_store("argument", _("arguments"), Argument, ("text",), _hanging_on(Argument)))
