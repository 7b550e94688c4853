"""Which item of a new list is which of the old one: by key, else by equal content, else by likeness. Pure.

Keyed and equal items are paired with dictionaries; likeness is asked only inside the gaps between them, and
in a long gap only near the diagonal, so that cost grows with n log n and not with its square.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from .sequences import unmoved
from .tokens import bag, likeness

ALIKE = 0.5
"""Two paragraphs without a common key are one paragraph if at least half of their words are common."""
SAID_TWICE = 0.6
"""Two new paragraphs at one place are two wordings of one thing if so much of their words is common."""
BAND = 12


@dataclass(frozen=True)
class Item:
    """One thing to align. `content` is compared for equality, `text` for likeness."""

    key: str | None
    content: Hashable
    text: str = field(compare=False)

    @cached_property
    def bag(self) -> Counter[str]:
        return bag(self.text)

    @cached_property
    def sense(self) -> Counter[str]:
        """Its words without the signs, which all points and all rows have in common; signs if it is all signs."""
        return Counter({word: n for word, n in self.bag.items() if word[0].isalnum()}) or self.bag


Pairs = dict[int, int]


def align(old: Sequence[Item], new: Sequence[Item], *, inserted: Collection[str | None] = ()) -> Pairs:
    """New index -> old index, one to one. Pairs may cross: those are moves.

    Items whose keys are in `inserted` are known to be new, whatever they are like.
    """
    pairs: Pairs = {}
    _pair_by(old, new, pairs, key=lambda item: item.key)
    _pair_by(old, new, pairs, key=lambda item: item.content)
    for olds, gap in _gaps(len(old), len(new), pairs):
        news = [j for j in gap if new[j].key not in inserted]
        for i, j in _best(old, new, olds, news):
            pairs[j] = i
    return pairs


def _pair_by(
    old: Sequence[Item],
    new: Sequence[Item],
    pairs: Pairs,
    *,
    key: Callable[[Item], Hashable | None],
) -> None:
    """Pair what is still free and has the same key, where that key is unique among the free on both sides."""
    used = set(pairs.values())
    places: defaultdict[Hashable, list[int]] = defaultdict(list)
    for i, item in enumerate(old):
        if i not in used and key(item) is not None:
            places[key(item)].append(i)
    claims: defaultdict[Hashable, list[int]] = defaultdict(list)
    for j, item in enumerate(new):
        if j not in pairs and key(item) in places:
            claims[key(item)].append(j)
    for name, claimed in claims.items():
        if len(claimed) == len(places[name]) == 1:
            pairs[claimed[0]] = places[name][0]


def _gaps(size_old: int, size_new: int, pairs: Pairs) -> Iterator[tuple[list[int], list[int]]]:
    """Runs of free new items with the free old items that stand between the same paired neighbours."""
    used = set(pairs.values())
    before = -1
    run: list[int] = []
    for j in range(size_new + 1):
        if j < size_new and j not in pairs:
            run.append(j)
            continue
        after = pairs.get(j, size_old)
        if run:
            low, high = (before, after) if before < after else (before, before + len(run) + 1)
            olds = [i for i in range(low + 1, min(high, size_old)) if i not in used]
            if olds:
                yield olds, run
                used.update(olds)
        run = []
        before = after


def said_twice(ours: Sequence[Item], theirs: Sequence[Item]) -> Pairs:
    """Their index -> our index of what both wrote anew at one place in almost the same words."""

    everything = list(range(len(ours))), list(range(len(theirs)))
    return {j: i for i, j in _best(ours, theirs, *everything, least=SAID_TWICE)}


def _best(
    old: Sequence[Item],
    new: Sequence[Item],
    olds: list[int],
    news: list[int],
    *,
    least: float = ALIKE,
) -> list[tuple[int, int]]:
    """The uncrossed pairs of a gap with the greatest sum of likeness, each at least `least`."""
    band = max(BAND, abs(len(olds) - len(news)) + 1) if len(olds) * len(news) <= 2500 else BAND
    rows = len(olds)
    score: list[dict[int, tuple[float, int]]] = [{} for _ in range(rows + 1)]
    for r in range(1, rows + 1):
        middle = round(r * len(news) / rows)
        for c in range(max(1, middle - band), min(len(news), middle + band) + 1):
            worth = likeness(old[olds[r - 1]].sense, new[news[c - 1]].sense)
            score[r][c] = _step(score, r, c, worth if worth >= least else -1.0)
    return _trace(score, olds, news)


def _step(score: list[dict[int, tuple[float, int]]], r: int, c: int, alike: float) -> tuple[float, int]:
    """Best sum up to here and how it was reached: 0 skip new, 1 skip old, 2 pair."""

    def at(row: int, column: int) -> float:
        return score[row].get(column, (0.0, 0))[0]

    best = (at(r, c - 1), 0)
    if at(r - 1, c) > best[0]:
        best = (at(r - 1, c), 1)
    if alike > 0 and at(r - 1, c - 1) + alike > best[0]:
        best = (at(r - 1, c - 1) + alike, 2)
    return best


def _trace(
    score: list[dict[int, tuple[float, int]]], olds: list[int], news: list[int]
) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    r, c = len(olds), len(news)
    while r > 0 and c > 0:
        how = score[r].get(c, (0.0, 1))[1]
        if how == 2:
            found.append((olds[r - 1], news[c - 1]))
        r -= how in (1, 2)
        c -= how in (0, 2)
    return found


class Step(NamedTuple):
    """One thing in reading order: old and new index, one of them None if it was added or removed."""

    old: int | None
    new: int | None
    moved: bool = False


def in_reading_order(size_old: int, size_new: int, pairs: Pairs) -> list[Step]:
    """The new order, with each removed thing after what stood before it in the old one."""
    places = {old: new for new, old in pairs.items()}
    still = unmoved(range(size_old), [pairs.get(new, -1) for new in range(size_new)])
    removed: dict[int, list[Step]] = {-1: []}
    anchor = -1
    for old in range(size_old):
        if old in still:
            anchor = old
        elif old not in places:
            removed.setdefault(anchor, []).append(Step(old, None))
    steps = removed[-1]
    for new in range(size_new):
        paired = pairs.get(new)
        steps.append(Step(paired, new, paired is not None and paired not in still))
        if paired in still:
            steps.extend(removed.get(paired, ()))
    return steps
