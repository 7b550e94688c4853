"""A page of a discussion: threads with their answers, in a constant number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.db.models import Count
from django.urls import reverse

from policywiki.core.html import clean_comment, trusted

from .models import Comment, CommentState

THREADS = 20
ANSWERS = 400
ORDERS = {"newest": ("-created_at", "-pk"), "oldest": ("created_at", "pk")}


@dataclass
class Shown:
    """A comment as components/comment.html shows it; an address is empty where its act is not offered."""

    id: int
    author: Any
    stance: str
    created_at: datetime
    state: str
    language: str
    text_html: Any
    reply_url: str = ""
    flag_url: str = ""
    withdraw_url: str = ""
    by_official: bool = False
    moderated: bool = False
    replies: list[Shown] = field(default_factory=list)
    more: int = 0
    thread_url: str = ""
    about: str = ""


def page_of_threads(
    page_id: int,
    *,
    viewer: Any,
    may_write: bool,
    number: str,
    order: str,
    subject: str = "",
    passages: Mapping[str, str] | None = None,
) -> PageOfList[Any]:
    """The asked page of top-level comments, each with its answers in order of time.

    `passages`: id of a part -> its name, for what a comment is about.
    """
    chosen = ORDERS.get(order, ORDERS["newest"])
    found = Comment.objects.about(page_id, subject).visible_to(viewer).top_level()
    roots = found.select_related("author").order_by(*chosen)
    shown: PageOfList[Any] = Paginator(roots, THREADS).get_page(number)
    comments = list(shown.object_list)
    shown.object_list = with_answers(comments, viewer=viewer, may_write=may_write)
    for comment, one in zip(comments, shown.object_list, strict=True):
        one.about = (passages or {}).get(comment.passage, "")
    return shown


def with_answers(roots: list[Comment], *, viewer: Any, may_write: bool) -> list[Shown]:
    """These comments with their answers nested; of very long threads the first answers and how many more."""
    found = Comment.objects.filter(root__in=roots).visible_to(viewer)
    answers = list(found.select_related("author").order_by("created_at", "pk")[:ANSWERS])
    moderates = viewer.is_authenticated and viewer.is_moderator
    made = {comment.pk: _shown(comment, viewer, may_write, moderates) for comment in [*roots, *answers]}
    for answer in answers:
        if answer.parent_id is not None and answer.parent_id in made:
            made[answer.parent_id].replies.append(made[answer.pk])
    if len(answers) == ANSWERS:
        _count_what_is_left(made, roots, answers)
    return [made[root.pk] for root in roots]


def _count_what_is_left(made: dict[int, Shown], roots: list[Comment], answers: list[Comment]) -> None:
    here = Counter(answer.root_id for answer in answers)
    totals = Comment.objects.filter(root__in=roots).order_by().values("root").annotate(total=Count("pk"))
    for row in totals:
        made[row["root"] or 0].more = row["total"] - here[row["root"]]


def _shown(comment: Comment, viewer: Any, may_write: bool, moderates: bool) -> Shown:
    mine = viewer.is_authenticated and comment.author_id == viewer.pk
    waits = comment.state == CommentState.HELD and mine
    here = comment.state == CommentState.SHOWN
    return Shown(
        id=comment.pk,
        author=comment.author,
        stance=comment.stance,
        created_at=comment.created_at,
        state=comment.state,
        language=comment.language,
        text_html=trusted(clean_comment(comment.text)) if here or waits else "",
        reply_url=reverse("discussion:reply", args=[comment.pk]) if here and may_write else "",
        flag_url=reverse("discussion:flag", args=[comment.pk]) if here and not mine else "",
        withdraw_url=reverse("discussion:withdraw", args=[comment.pk]) if mine and (here or waits) else "",
        moderated=moderates,
        thread_url=reverse("discussion:comment", args=[comment.pk]),
    )
