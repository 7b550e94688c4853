"""The arguments of a page as they are shown: for and against, with the reader's own support."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .models import Argument, ArgumentSupport, Stance

ON_THE_PAGE = 3
"""Arguments of each side shown on the page itself, and quoted in a digest."""
QUOTED = _(
    "Of each side the city's papers quote the three arguments with the most support, older ones first where equal. "
    "Where nobody has raised one, they quote the three comments of that side with the most answers."
)
"""What a digest quotes: told on the page, on the page of arguments, and in the paper itself."""
MOST = 200


@dataclass
class ShownArgument:
    id: int
    text: str
    language: str
    author: Any
    imported: Any
    raised_at: datetime
    comment_url: str
    support: int = 0
    supported: bool = False
    support_url: str = ""
    take_back_url: str = ""
    lower_url: str = ""
    quoted: bool = False


@dataclass
class Sides:
    """What speaks for and what speaks against, most support first."""

    in_favour: list[ShownArgument] = field(default_factory=list)
    against: list[ShownArgument] = field(default_factory=list)
    more: bool = False

    def __bool__(self) -> bool:
        return bool(self.in_favour or self.against)


def sides_of(page_id: int, *, viewer: Any, may_support: bool, most: int = ON_THE_PAGE) -> Sides:
    """The first `most` of each side; two queries for whoever is signed in."""
    found = Argument.objects.shown().of_page(page_id).first_of_each(most + 1)
    rows: list[Any] = list(found.select_related("comment__author", "comment__imported").strongest())
    mine = _own_support(rows, viewer)
    kept = [row for row in rows if row.place <= most]
    shown = [(row.side, _shown(row, mine.get(row.pk), viewer, may_support)) for row in kept]
    for row, (_side, one) in zip(kept, shown, strict=True):
        one.quoted = most > ON_THE_PAGE and row.place <= ON_THE_PAGE
    return Sides(
        [one for side, one in shown if side == Stance.FOR],
        [one for side, one in shown if side == Stance.AGAINST],
        more=len(kept) < len(rows),
    )


def _own_support(rows: Iterable[Argument], viewer: Any) -> dict[int, ArgumentSupport]:
    if not viewer.is_authenticated:
        return {}
    found = ArgumentSupport.objects.filter(person=viewer, argument__in=list(rows))
    return {row.argument_id: row for row in found.with_public_number("argument")}


def _shown(argument: Argument, mine: ArgumentSupport | None, viewer: Any, may_support: bool) -> ShownArgument:
    comment, number = argument.comment, [argument.pk]
    supported = mine is not None and mine.stands
    support = mine.number_shown if mine else argument.support_count
    own = viewer.is_authenticated and viewer.pk == comment.author_id
    raised = viewer.is_authenticated and viewer.pk == argument.raised_by_id
    may_lower = own or (raised and support <= int(supported))
    return ShownArgument(
        id=argument.pk,
        text=argument.text,
        language=comment.language,
        author=comment.author,
        imported=getattr(comment, "imported", None),
        raised_at=argument.raised_at,
        comment_url=f"{comment.get_absolute_url()}#comment-{comment.pk}",
        support=support,
        supported=supported,
        support_url=reverse("discussion:support_argument", args=number) if may_support else "",
        take_back_url=reverse("discussion:take_back_argument", args=number) if supported else "",
        lower_url=reverse("discussion:lower_argument", args=number) if may_lower else "",
    )
