"""Talk in the demo city: supported comments, arguments, a quoted sentence of a proposal and of a page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from policywiki.accounts.models import User
from policywiki.discussion.actions.arguments import raise_argument
from policywiki.discussion.actions.comments import Quoting, post_comment
from policywiki.discussion.actions.support import (
    recount_argument,
    recount_comment,
    support_argument,
    support_comment,
)
from policywiki.discussion.models import Comment
from proposals.models import ProposalRecord

# Proposal, words of one of its comments, side, who raises them, how many support them.
RAISED: list[tuple[str, str, str, str, int]] = [
    ("Keep two metres of every pavement free",
     "A line costs little and settles the argument on the spot.", "for", "member", 6),
    ("Keep two metres of every pavement free", "老街的人行道一共才一米八，这样的路怎么画？", "against", "tom", 4),
    ("学校周边上学放学时段不停共享单车", "电子围栏别的区已经用上了。", "for", "guiying", 7),
    ("学校周边上学放学时段不停共享单车", "老师也有骑车来的，能不能给他们留几个固定车位？", "against", "yusuf", 3),
]  # fmt: skip

# Proposal, words of its text, who speaks about them, in which language, what they say.
NOTED: list[tuple[str, str, str, str, str]] = [
    ("Keep two metres of every pavement free", "The two-metre rule exists, but nobody can see it.", "guiying", "en",
     "Could the rule be printed on the lamp posts until the lines are painted?"),
]  # fmt: skip
ON_A_PAGE = (
    "All parks open at 6:00.",
    "tom",
    "en",
    "Hexi Park opened at half past six all last week. Which is right?",
)


def build_talk(*, people: dict[str, User], neighbours: Sequence[User], page: Any, now: datetime) -> None:
    """After the proposals and their comments are there."""
    earlier = now - timedelta(hours=5)
    for title, words, side, who, supporters in RAISED:
        _raise(title, words, side, people[who], neighbours[:supporters], earlier)
    for title, words, who, language, text in NOTED:
        _note(_page(title), people[who], words, text, language, earlier)
    words, who, language, text = ON_A_PAGE
    _note(page, people[who], words, text, language, earlier)


def _raise(title: str, words: str, side: str, who: User, supporters: Sequence[User], now: datetime) -> None:
    comment = Comment.objects.get(page__title=title, text__contains=words)
    argument = raise_argument(comment=comment, person=who, words=words, side=side, now=now)
    for person in supporters:
        support_argument(argument=argument, person=person, now=now)
    for person in supporters[::2]:
        support_comment(comment=comment, person=person, now=now)
    recount_argument(argument_id=argument.pk)
    recount_comment(comment_id=comment.pk)


def _note(page: Any, who: User, words: str, text: str, language: str, now: datetime) -> None:
    post_comment(
        page=page, author=who, text=text, stance="neutral", language=language, quoting=Quoting(words), now=now
    )


def _page(title: str) -> Any:
    return ProposalRecord.objects.select_related("page").get(page__title=title).page
