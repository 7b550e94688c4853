"""Mark in the HTML of a text the words that comments speak about, each with a way to them. Pure.

The words were quoted from plain text whose lines are not those of the HTML, so white space says nothing here. What
an element with `data-aside` holds (headings, labels, buttons) is not of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape, unescape
from itertools import pairwise, takewhile

_TOKEN = re.compile(r"<!--.*?-->|<(?P<end>/?)(?P<name>[a-zA-Z][\w-]*)[^>]*>|(?P<text>[^<]+)|<", re.DOTALL)
_PIECE = re.compile(r"(?P<entity>&#?\w+;)|[^\s&]+|&")
HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
MOST_PLACES = 60
_CLOSE, _WAY, _OPEN = range(3)
"""What comes first where several things stand at one place."""


@dataclass(frozen=True)
class Noted:
    """Words with what stood around them; `url` leads to the comments on them, `label` says so in `language`."""

    words: str
    prefix: str
    suffix: str
    comments: int
    url: str
    label: str
    language: str = ""


@dataclass(frozen=True)
class _Run:
    """Text between two tags: `[start, end)` of the HTML, from character `first` of the words on, in link `link`."""

    start: int
    end: int
    first: int
    link: int = -1


@dataclass
class _Words:
    """All words of a piece of HTML without white space, and where they stand in it."""

    html: str
    headings: bool
    runs: list[_Run] = field(default_factory=list)
    link_ends: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        pieces, length, aside, link = [], 0, ("", 0), -1
        for token in _TOKEN.finditer(self.html):
            name, closes = token["name"], bool(token["end"])
            if aside[1]:
                depth = aside[1] + (0 if name != aside[0] else -1 if closes else 1)
                aside = (aside[0], depth)
            elif name and not closes and self._stands_aside(name, token[0]):
                aside = (name, 1)
            elif name == "a":
                link = self._link(token.end(), closes)
            elif token["text"] and (plain := squeezed(unescape(token[0]))):
                self.runs.append(_Run(*token.span(), length, link))
                pieces.append(plain)
                length += len(plain)
        self.text = "".join(pieces)

    def _stands_aside(self, name: str, tag: str) -> bool:
        return " data-aside" in tag or (name in HEADINGS and not self.headings)

    def _link(self, end: int, closes: bool) -> int:
        """The number of the link that begins here; -1 after its end."""
        if closes:
            self.link_ends[-1:] = [end]
            return -1
        self.link_ends.append(end)
        return len(self.link_ends) - 1

    @cached_property
    def firsts(self) -> list[int]:
        return [run.first for run in self.runs]

    def run_of(self, character: int) -> int:
        return bisect_right(self.firsts, character) - 1

    def span(self, run: _Run, character: int) -> tuple[int, int]:
        """Where this character of the words stands in the HTML."""
        left = character - run.first
        for piece in _PIECE.finditer(self.html, run.start, run.end):
            length = len(squeezed(unescape(piece[0]))) if piece["entity"] else len(piece[0])
            if left < length:
                return piece.span() if piece["entity"] else (piece.start() + left, piece.start() + left + 1)
            left -= length
        return run.end, run.end

    def pieces(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """`[start, end)` of the words as spans of the HTML, none of which goes over a tag."""
        for at in range(self.run_of(start), self.run_of(end - 1) + 1):
            run = self.runs[at]
            last = self.firsts[at + 1] if at + 1 < len(self.runs) else len(self.text)
            begins, _end = self.span(run, max(start, run.first))
            _begin, ends = self.span(run, min(end, last) - 1)
            yield begins, ends

    def after(self, end: int) -> int:
        """Where something may stand behind the words that end here: not inside a link."""
        run = self.runs[self.run_of(end - 1)]
        return self.link_ends[run.link] if run.link >= 0 else self.span(run, end - 1)[1]


def mark(html: str, noted: Sequence[Noted], *, headings: bool = True) -> str:
    """The HTML with these words marked; those that are not in it are left out. `headings`: whether they are of the text."""
    words = _Words(html, headings)
    found = [(*place, one) for one in noted if (place := _place(one, words.text)) is not None]
    if not found:
        return html
    added = [(words.after(end), _WAY, _way(one)) for _start, end, one in found]
    for start, end, several in _layers([(start, end) for start, end, _one in found]):
        opening = '<mark class="noted several">' if several else '<mark class="noted">'
        for begins, ends in words.pieces(start, end):
            added += [(begins, _OPEN, opening), (ends, _CLOSE, "</mark>")]
    return "".join(_spliced(html, sorted(added, key=lambda one: one[:2])))


def squeezed(text: str) -> str:
    return "".join(text.split())


def _spliced(html: str, added: Sequence[tuple[int, int, str]]) -> Iterator[str]:
    before = 0
    for at, _order, piece in added:
        yield html[before:at]
        yield piece
        before = at
    yield html[before:]


def _layers(places: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, bool]]:
    """(start, end, whether several speak of it) of all that is spoken of, in order, nothing twice."""
    begin, finish = Counter(start for start, _end in places), Counter(end for _start, end in places)
    depth = 0
    for start, end in pairwise(sorted({*begin, *finish})):
        depth += begin[start] - finish[start]
        if depth:
            yield start, end, depth > 1


def _place(one: Noted, text: str) -> tuple[int, int] | None:
    """Where the words stand; of several places the one with the most of what stood around them, of which some must be."""
    words, prefix, suffix = squeezed(one.words), squeezed(one.prefix), squeezed(one.suffix)
    whole = text.find(prefix + words + suffix) if words else -1
    if whole >= 0:
        start = whole + len(prefix)
        return start, start + len(words)
    places = list(_occurrences(words, text))
    if not places:
        return None
    around = {at: _around(text, at, at + len(words), prefix, suffix) for at in places}
    best = max(places, key=lambda at: (around[at], -at))
    return (best, best + len(words)) if around[best] or len(places) == 1 else None


def _occurrences(words: str, text: str) -> Iterator[int]:
    at = text.find(words) if words else -1
    for _place in range(MOST_PLACES):
        if at < 0:
            return
        yield at
        at = text.find(words, at + 1)


def _around(text: str, start: int, end: int, prefix: str, suffix: str) -> int:
    """How many characters beside it are as they were."""
    before, after = text[max(0, start - len(prefix)) : start], text[end : end + len(suffix)]
    return _alike(before[::-1], prefix[::-1]) + _alike(after, suffix)


def _alike(one: str, other: str) -> int:
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _way(one: Noted) -> str:
    """The link to the comments. Its number is drawn by the style: who copies or searches the text does not meet it."""
    return (
        f'<a class="noted-way" href="{escape(one.url)}" rel="nofollow" data-n="{one.comments}"'
        f' lang="{escape(one.language)}" aria-label="{escape(one.label)}"></a>'
    )
