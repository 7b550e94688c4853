"""A comment as components/comment.html shows it. An address is empty where its act is not offered."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote as percent

from django.urls import reverse

from policywiki.core.html import clean_comment, trusted

from .models import Comment, CommentState, CommentSupport, Quotation, QuotationState

DEEPEST = 3
"""Answers further down stand in one column and name whom they answer."""
LONGEST_SHOWN, LONGEST_ANSWER_SHOWN = 600, 300
"""Characters of a comment, and of an answer, before "Read all of it"."""
_END = re.compile(r"[\s。！？；，、,.;!?]\S*$")


@dataclass(frozen=True)
class Looking:
    """Who looks at a discussion, and what they may do there now. `argued`: arguments are raised from it."""

    viewer: Any
    may_write: bool
    argued: bool = False

    @property
    def moderates(self) -> bool:
        return bool(self.viewer.is_authenticated and self.viewer.is_moderator)

    def wrote(self, comment: Comment) -> bool:
        return bool(self.viewer.is_authenticated and comment.author_id == self.viewer.pk)


@dataclass
class Shown:
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
    correct_url: str = ""
    argument_url: str = ""
    support_url: str = ""
    take_back_url: str = ""
    support: int = 0
    supported: bool = False
    edited_at: datetime | None = None
    versions_url: str = ""
    by_official: bool = False
    moderated: bool = False
    replies: list[Shown] = field(default_factory=list)
    more: int = 0
    thread_url: str = ""
    about: str = ""
    cut: bool = False
    quotation: Quotation | None = None
    quoted_url: str = ""
    imported: Any = None
    answers_to: Any = None
    level: int = 0


def shown(
    comments: Iterable[Comment], looking: Looking, *, place: str = "", whole: int = 0
) -> dict[int, Shown]:
    """These comments by number, in their order; one query for whoever is signed in.

    `place`: the address of the text that they are about. `whole`: the number of the one that is not cut.
    """
    found = list(comments)
    mine = _own_support(found, looking)
    return {one.pk: _shown(one, looking, mine.get(one.pk), place, whole) for one in found}


def nested(comments: Iterable[Comment], made: dict[int, Shown]) -> list[Shown]:
    """Answers under what they answer; whose parent is not among them names it, under the first of its thread or on top."""
    top: list[Shown] = []
    columns: dict[int, list[Shown]] = {}
    for comment in comments:
        one = made[comment.pk]
        parent = made.get(comment.parent_id or 0)
        if parent is None:
            one.answers_to = comment.parent
            parent = made.get(comment.root_id or 0)
        if parent is None:
            column = top
        elif parent.level < DEEPEST:
            one.level, column = parent.level + 1, parent.replies
        else:
            one.level, one.answers_to, column = DEEPEST, comment.parent, columns[parent.id]
        columns[one.id] = column
        column.append(one)
    return top


def _own_support(comments: list[Comment], looking: Looking) -> dict[int, CommentSupport]:
    if not looking.viewer.is_authenticated:
        return {}
    rows = CommentSupport.objects.filter(person=looking.viewer, comment__in=comments).with_public_number(
        "comment"
    )
    return {row.comment_id: row for row in rows}


def _shown(comment: Comment, looking: Looking, mine: CommentSupport | None, place: str, whole: int) -> Shown:
    own, here = looking.wrote(comment), comment.state == CommentState.SHOWN
    readable = here or (comment.state == CommentState.HELD and own)
    most = LONGEST_ANSWER_SHOWN if comment.parent_id else LONGEST_SHOWN
    text = comment.text if comment.pk == whole else excerpt(comment.text, most)
    made = Shown(
        id=comment.pk,
        author=comment.author,
        stance=comment.stance,
        created_at=comment.created_at,
        state=comment.state,
        language=comment.language,
        text_html=trusted(clean_comment(text)) if readable else "",
        moderated=looking.moderates,
        thread_url=reverse("discussion:comment", args=[comment.pk]),
        support=mine.number_shown if mine else comment.support_count,
        supported=mine is not None and mine.stands,
        cut=len(text) < len(comment.text),
        imported=getattr(comment, "imported", None),
    )
    if readable:
        _quoting(made, comment, place)
        _acts(made, comment, looking, own=own, here=here)
    return made


def _quoting(made: Shown, comment: Comment, place: str) -> None:
    made.quotation = getattr(comment, "quotation", None)
    if made.quotation is not None and made.quotation.state != QuotationState.GONE:
        made.quoted_url = address_of(made.quotation, comment, place)


def _acts(made: Shown, comment: Comment, looking: Looking, *, own: bool, here: bool) -> None:
    number = [comment.pk]
    if own:
        made.withdraw_url = reverse("discussion:withdraw", args=number)
        made.correct_url = reverse("discussion:correct", args=number) if here else ""
    if not here:
        return
    if comment.edited_at is not None:
        made.edited_at, made.versions_url = comment.edited_at, reverse("discussion:versions", args=number)
    if not own:
        made.flag_url = reverse("discussion:flag", args=number)
    if looking.may_write:
        made.reply_url = reverse("discussion:reply", args=number)
        made.argument_url = reverse("discussion:raise_argument", args=number) if looking.argued else ""
        made.support_url = "" if own else reverse("discussion:support", args=number)
    if made.supported:
        made.take_back_url = reverse("discussion:take_back", args=number)


def address_of(quotation: Quotation, comment: Comment, place: str) -> str:
    """Where the words stand: the part of the text, and for browsers that know text fragments the words."""
    if quotation.of_comment:
        return reverse("discussion:comment", args=[comment.parent_id]) if comment.parent_id else ""
    words = quotation.now_exact.split("\n")[0][:120]
    return f"{place}#{quotation.anchor}:~:text={percent(words, safe='')}"


def excerpt(text: str, most: int) -> str:
    """The beginning, cut between words or sentences, with an ellipsis; whole where it is hardly longer."""
    if len(text) <= most * 1.15:
        return text
    beginning = text[:most]
    cut = _END.search(beginning, most // 2)
    return beginning[: cut.start() + 1].rstrip() + "…" if cut else beginning + "…"
