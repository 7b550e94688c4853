"""Who wrote what stands in an edition, as a reader sees it: by part, paragraph and sentence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from wagtail.models import Page

from policywiki.core.page_content import content_of
from policywiki.editions.models import Edition

from .origins import Runs
from .parts import parts
from .sentences import sentences
from .stored import First, in_order, stored, text_of, worked_out

AT_ONCE = 10  # so many editions are worked out while a reader waits; more is the worker's


@dataclass(frozen=True)
class Share:
    """One person's part in some words, from 0 to 1, and the versions in which they wrote them.

    `author` is None for a former member and for an official text, which is `imported`.
    """

    author: Any
    imported: bool
    editions: tuple[Edition, ...]
    share: float

    @property
    def percent(self) -> int:
        return max(1, round(self.share * 100))


@dataclass(frozen=True)
class SentenceBy:
    """`first` is the version in which it first stood like this; `by` whose words it is made of, most first."""

    text: str
    first: Edition
    by: list[Share]


@dataclass(frozen=True)
class LineBy:
    """A paragraph, an item or a row."""

    text: str
    sentences: list[SentenceBy]
    by: list[Share]
    weights: Counter[int] = field(repr=False)


@dataclass(frozen=True)
class LinesBy:
    """Neighbouring lines that the same people wrote in the same versions, so that they are named once."""

    lines: list[LineBy]
    by: list[Share]


@dataclass(frozen=True)
class PartBy:
    kind: str
    field: str
    heading: LineBy | None
    groups: list[LinesBy]


@dataclass(frozen=True)
class Written:
    """The whole page: its parts, and everybody's share of it."""

    parts: list[PartBy]
    by: list[Share]


def written(page: Page, edition: Edition) -> Written | None:
    """Who wrote this edition; None while that is still being worked out. A constant number of queries."""
    editions = in_order(page)
    editions = editions[: [one.pk for one in editions].index(edition.pk) + 1]
    have = stored(editions)
    if len(editions) - len(have) > AT_ONCE:
        return None
    have |= {one.pk: first for one, first in worked_out(editions, have)}
    return _Reader(editions, have).read(text_of(edition))


class _Reader:
    """Knows of every sentence up to an edition where it comes from."""

    def __init__(self, editions: list[Edition], have: Mapping[int, First]) -> None:
        self._editions = {edition.pk: edition for edition in editions}
        self._known: dict[str, Runs] = {}
        self._first: dict[str, int] = {}
        # A sentence that is not known is one in which words were hidden a moment ago; the worker is on its way.
        self._latest = editions[-1].pk
        for pk, first in have.items():
            self._known |= first
            self._first |= dict.fromkeys(first, pk)

    def read(self, page: Any) -> Written:
        found: list[PartBy] = []
        weights: Counter[int] = Counter()
        for part in parts(content_of(page), page.content_fields):
            heading = self._line(part.heading) if part.heading else None
            lines = [self._line(line) for line in part.lines if line]
            for line in [heading, *lines] if heading else lines:
                weights.update(line.weights)
            found.append(PartBy(part.kind, part.field, heading, list(_grouped(lines))))
        return Written(found, self._shares(weights))

    def _line(self, text: str) -> LineBy:
        told: list[SentenceBy] = []
        weights: Counter[int] = Counter()
        for one in sentences(text):
            if one.words:
                own = _weights(self._known.get(one.key, ((self._latest, 1),)))
                first = self._editions[self._first.get(one.key, self._latest)]
                told.append(SentenceBy(one.text, first, self._shares(own)))
                weights.update(own)
        return LineBy(text, told, self._shares(weights), weights)

    def _shares(self, weights: Mapping[int, int]) -> list[Share]:
        """By person, who wrote most first; versions in the order of their numbers."""
        total = sum(weights.values())
        theirs: dict[Any, list[Edition]] = defaultdict(list)
        counts: Counter[Any] = Counter()
        for pk in sorted(weights, key=lambda pk: self._editions[pk].number):
            edition = self._editions[pk]
            who = "import" if is_imported(edition) else edition.author_id
            theirs[who].append(edition)
            counts[who] += weights[pk]
        return [
            Share(
                None if who == "import" else theirs[who][0].author,
                who == "import",
                tuple(theirs[who]),
                count / total,
            )
            for who, count in counts.most_common()
        ]


def is_imported(edition: Edition) -> bool:
    """An official text that was brought in: nobody here wrote it."""
    return "import" in edition.provenance


def _grouped(lines: Iterable[LineBy]) -> Iterable[LinesBy]:
    for _who, group in groupby(lines, key=lambda line: [share.editions for share in line.by]):
        same = list(group)
        if len(same[0].by) == 1:
            yield LinesBy(same, same[0].by)
        else:
            yield from (LinesBy([line], line.by) for line in same)


def _weights(runs: Iterable[tuple[int, int]]) -> Counter[int]:
    found: Counter[int] = Counter()
    for edition, size in runs:
        found[edition] += size
    return found
