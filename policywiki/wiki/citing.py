"""The text at a place of a page, and the same place in a later version of it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .articles import Article, Heading, Reading, read
from .numbering import Block

STEP = " › "


@dataclass(frozen=True)
class Place:
    """An article or section that one can cite: what people call it, and its text as lines."""

    anchor: str
    name: str
    text: str

    @property
    def words(self) -> str:
        """The text without the number of an article: what it says, wherever it stands."""
        return " ".join(self.text.removeprefix(self.name).split())


def places(blocks: Sequence[Block]) -> list[Place]:
    """Everything one can cite of this body, in reading order: sections, and the articles in each."""
    return places_in(read(blocks))


def places_in(reading: Reading) -> list[Place]:
    """The same of a body that was read."""
    found: list[Place] = []
    for heading in reading.contents:
        found.append(_section(reading, heading))
        found += map(_article, heading.articles)
    known = {place.anchor for place in found}
    loose = [_article(one) for one in reading.articles if one.anchor not in known]
    return [*loose, *found]


def place_at(blocks: Sequence[Block], anchor: str) -> Place | None:
    """The place with this anchor; "" is the whole body. None where there is no such place."""
    return place_in(read(blocks), anchor)


def place_in(reading: Reading, anchor: str) -> Place | None:
    """The same of a body that was read."""
    if not anchor:
        return Place("", "", "\n".join(one.text for one in reading.passages))
    return next((place for place in places_in(reading) if place.anchor == anchor), None)


def same_place(cited: Sequence[Block], now: Sequence[Block], anchor: str) -> Place | None:
    """Where the place that `anchor` names in `cited` stands in `now`; None where it is gone.

    An article is found by its words, which may have another number by now, else by its number. A section is found
    by its block, else by the headings above it and its own, else by its own heading where only one has it:
    `section-4` may be another section by now.
    """
    return same_place_in(read(cited), read(now), anchor)


def same_place_in(then: Reading, later: Reading, anchor: str) -> Place | None:
    """The same of two bodies that were read."""
    if not anchor:
        return place_in(later, anchor)
    heading = next((one for one in then.contents if one.anchor == anchor), None)
    if heading is not None:
        section = _counterpart(heading, then, later)
        return _section(later, section) if section is not None else None
    article = next((one for one in then.articles if one.anchor == anchor), None)
    found = _same_article(article, later) if article is not None else None
    return _article(found) if found is not None else None


def _same_article(article: Article, later: Reading) -> Article | None:
    numbered = [one for one in later.articles if one.anchor == article.anchor]
    worded = [one for one in later.articles if _article(one).words == _article(article).words]
    if len(worded) == 1 or not numbered:
        return worded[0] if len(worded) == 1 else None
    return numbered[0]


def _article(article: Article) -> Place:
    return Place(article.anchor, article.label, article.text)


def _counterpart(heading: Heading, then: Reading, later: Reading) -> Heading | None:
    block = next((block for block, anchor in then.anchors.items() if anchor == heading.anchor), None)
    anchor = later.anchors.get(block) if block is not None else None
    for same in (
        [one for one in later.contents if anchor and one.anchor == anchor],
        [one for one in later.contents if one.path == heading.path],
        [one for one in later.contents if one.text == heading.text],
    ):
        if len(same) == 1:
            return same[0]
    return None


def _section(reading: Reading, heading: Heading) -> Place:
    """With all that stands under it, down to the next heading of its level."""
    path = STEP.join(heading.path)
    under = [
        one.text for one in reading.passages if one.heading == path or one.heading.startswith(path + STEP)
    ]
    return Place(heading.anchor, heading.text, "\n".join(under))
