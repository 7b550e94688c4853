"""What one version changed in a sequence of words: the fewest, most readable replacements. Pure.

Words that occur once on both sides are matched first (patience diff, Bram Cohen), runs of four before single
ones; only the small gaps between them are compared each with each. So the cost grows with n log n, and a
rare word is never given up for three common ones.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

CELLS = 6_400
"""Pairs of words that are compared each with each; in a larger gap without an anchor all changed."""
_RUNS = ((4, True), (2, True), (1, True), (4, False))
"""How many neighbouring words must be the same to be an anchor; and that once on either side, or as often."""
_TOGETHER = 2.0
"""What a word that continues a run is worth, one that begins it being worth 1."""


class Edit(NamedTuple):
    """old[start:end] became new[new_start:new_end]; one of the two may be empty."""

    start: int
    end: int
    new_start: int
    new_end: int


class Match(NamedTuple):
    """`size` words from `old` and `new` on are the same."""

    old: int
    new: int
    size: int


@lru_cache(maxsize=1 << 15)
def weight(word: str) -> float:
    """How much a word says: a sign next to nothing, a Han character or a single letter half of a longer word."""
    if not word[:1].isalnum():
        return 0.25
    return 2.0 if len(word) > 1 else 1.0


def edits(
    old: Sequence[str], new: Sequence[str], *, weigh: Callable[[str], float] = weight, join: bool = True
) -> list[Edit]:
    """The edits that lead from `old` to `new`, in order, none touching the next.

    `join`: what little stayed between two large changes is counted as changed, because it stayed by chance.
    """
    found = matches(old, new, weigh)
    changes = list(_between(found, len(old), len(new)))
    return _joined(changes, old, new, weigh) if join else changes


def matches(old: Sequence[str], new: Sequence[str], weigh: Callable[[str], float] = weight) -> list[Match]:
    """What stayed, as runs in order that do not cross."""
    numbers: dict[str, int] = {}
    a, b = ([numbers.setdefault(word, len(numbers)) for word in words] for words in (old, new))
    weights = [weigh(word) for word in numbers]
    pairs: list[Match] = []
    todo = [(0, len(a), 0, len(b), 0)]
    while todo:
        a0, a1, b0, b1, level = todo.pop()
        a0, a1, b0, b1 = _trim(a, b, a0, a1, b0, b1, pairs)
        if a0 == a1 or b0 == b1:
            continue
        if (a1 - a0) * (b1 - b0) <= CELLS:
            pairs += _best(a, b, a0, a1, b0, b1, weights)
            continue
        anchors: list[tuple[int, int]] = []
        while level < len(_RUNS) and not anchors:
            anchors = _anchors(a, b, a0, a1, b0, b1, *_RUNS[level])
            level += not anchors
        todo += _gaps(anchors, a0, a1, b0, b1, level, pairs)
    return _runs(sorted(pairs))


def _trim(
    a: list[int], b: list[int], a0: int, a1: int, b0: int, b1: int, pairs: list[Match]
) -> tuple[int, int, int, int]:
    """Leave out the same beginning and the same end."""
    start = a0
    while a0 < a1 and b0 < b1 and a[a0] == b[b0]:
        a0, b0 = a0 + 1, b0 + 1
    if a0 > start:
        pairs.append(Match(start, b0 - (a0 - start), a0 - start))
    end = a1
    while a1 > a0 and b1 > b0 and a[a1 - 1] == b[b1 - 1]:
        a1, b1 = a1 - 1, b1 - 1
    if a1 < end:
        pairs.append(Match(a1, b1, end - a1))
    return a0, a1, b0, b1


def _anchors(
    a: list[int], b: list[int], a0: int, a1: int, b0: int, b1: int, run: int, once: bool
) -> list[tuple[int, int]]:
    """Places of runs that occur once, or equally often, in either stretch: the longest row in one order."""
    runs_a, runs_b = _runs_of(a, a0, a1, run), _runs_of(b, b0, b1, run)
    if once:
        in_b = _single(runs_b, b0)
        common = [(place, in_b[what]) for what, place in _single(runs_a, a0).items() if what in in_b]
    else:
        common = _as_often(runs_a, a0, runs_b, b0)
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_old, place) in enumerate(common):
        slot = bisect_left(tails, place)
        before.append(ends[slot - 1] if slot else -1)
        tails[slot : slot + 1] = [place]
        ends[slot : slot + 1] = [index]
    kept: list[tuple[int, int]] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        kept.append(common[index])
        index = before[index]
    return kept[::-1]


Runs = list[tuple[int, ...]]


def _runs_of(words: list[int], start: int, end: int, run: int) -> Runs:
    """Each word with those after it."""
    return list(zip(*(words[start + shift : end - run + 1 + shift] for shift in range(run)), strict=True))


def _single(runs: Runs, start: int) -> dict[tuple[int, ...], int]:
    """Where those that occur once begin."""
    number = Counter(runs)
    return {what: place for place, what in enumerate(runs, start) if number[what] == 1}


def _as_often(runs_a: Runs, start_a: int, runs_b: Runs, start_b: int) -> list[tuple[int, int]]:
    """Pairs of those that occur equally often: the first with the first, the second with the second."""
    in_a, in_b = (_all_places(runs, start) for runs, start in ((runs_a, start_a), (runs_b, start_b)))
    return sorted(
        pair
        for what, places in in_a.items()
        if len(places) == len(in_b.get(what, ()))
        for pair in zip(places, in_b[what], strict=True)
    )


def _all_places(runs: Runs, start: int) -> dict[tuple[int, ...], list[int]]:
    found: dict[tuple[int, ...], list[int]] = {}
    for place, what in enumerate(runs, start):
        found.setdefault(what, []).append(place)
    return found


def _gaps(
    anchors: list[tuple[int, int]], a0: int, a1: int, b0: int, b1: int, level: int, pairs: list[Match]
) -> Iterator[tuple[int, int, int, int, int]]:
    """The stretches between anchors, still to be compared; the anchors themselves are pairs."""
    if not anchors:
        return
    start = 0
    for at, (i, j) in enumerate(anchors):
        if at + 1 < len(anchors) and anchors[at + 1] == (i + 1, j + 1):
            continue  # a run of them is one
        size = at - start + 1
        i, j, start = i - size + 1, j - size + 1, at + 1
        skip = max(a0 - i, b0 - j, 0)  # inside the run of the anchor before
        if skip >= size:
            continue
        i, j, size = i + skip, j + skip, size - skip
        yield a0, i, b0, j, level
        pairs.append(Match(i, j, size))
        a0, b0 = i + size, j + size
    yield a0, a1, b0, b1, level


def _best(
    a: list[int], b: list[int], a0: int, a1: int, b0: int, b1: int, weights: list[float]
) -> list[Match]:
    """The heaviest pairs of a small gap, runs preferred to scattered words (dynamic programming)."""
    width = b1 - b0
    places: dict[int, list[int]] = {}
    for j in range(b0, b1):
        places.setdefault(b[j], []).append(j - b0)
    best = [0.0] * (width + 1)  # best sum with the words of `new` before this one
    ending: dict[int, float] = {}  # sum of a row of pairs that ends with this pair of the row above
    chosen: dict[tuple[int, int], tuple[int, int] | None] = {}
    origin: list[tuple[int, int] | None] = [None] * (width + 1)  # the last pair of best[...]
    for i in range(a0, a1):
        now: dict[int, float] = {}
        worth = weights[a[i]]
        for j in places.get(a[i], ()):
            value, before = best[j] + worth, origin[j]
            run = ending.get(j - 1)
            if run is not None and run + worth * _TOGETHER >= value:
                value, before = run + worth * _TOGETHER, (i - 1, j - 1)
            now[j] = value
            chosen[i, j] = before
        for j in reversed(now):
            _raise(best, origin, j + 1, now[j], (i, j))
        ending = now
    pair = origin[width]
    found: list[Match] = []
    while pair is not None:
        found.append(Match(pair[0], pair[1] + b0, 1))
        pair = chosen[pair]
    return found


def _raise(
    best: list[float], origin: list[tuple[int, int] | None], column: int, value: float, pair: tuple[int, int]
) -> None:
    """Put a better sum into a row of best sums, from this column on as far as it is better."""
    while column < len(best) and best[column] < value:
        best[column], origin[column] = value, pair
        column += 1


def _runs(pairs: list[Match]) -> list[Match]:
    runs: list[Match] = []
    for pair in pairs:
        last = runs[-1] if runs else None
        if last and last.old + last.size == pair.old and last.new + last.size == pair.new:
            runs[-1] = last._replace(size=last.size + pair.size)
        else:
            runs.append(pair)
    return runs


def _between(found: list[Match], size_old: int, size_new: int) -> Iterator[Edit]:
    ends = [Match(0, 0, 0), *found, Match(size_old, size_new, 0)]
    for before, after in pairwise(ends):
        start, new_start = before.old + before.size, before.new + before.size
        if start < after.old or new_start < after.new:
            yield Edit(start, after.old, new_start, after.new)


def _joined(
    changes: list[Edit], old: Sequence[str], new: Sequence[str], weigh: Callable[[str], float]
) -> list[Edit]:
    """Join changes between which less than a quarter of the smaller one stayed."""
    stack: list[tuple[Edit, float]] = []
    for edit in changes:
        size = _size(edit, old, new, weigh)
        while stack:
            last, before = stack[-1]
            kept = sum(weigh(word) for word in old[last.end : edit.start])
            if 4 * kept >= min(before, size):
                break
            stack.pop()
            edit = Edit(last.start, edit.end, last.new_start, edit.new_end)
            size = _size(edit, old, new, weigh)
        stack.append((edit, size))
    return [edit for edit, _size in stack]


def _size(edit: Edit, old: Sequence[str], new: Sequence[str], weigh: Callable[[str], float]) -> float:
    gone = sum(weigh(word) for word in old[edit.start : edit.end])
    come = sum(weigh(word) for word in new[edit.new_start : edit.new_end])
    return max(gone, come)
