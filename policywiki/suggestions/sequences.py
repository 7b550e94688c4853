"""Three-way merge of the order of things that have identities. Pure; no Django, no JSON."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

Gaps = dict[K | None, list[K]]


@dataclass(frozen=True)
class Order(Generic[K]):
    """The merged order; `apart` are those that both sides moved, to different places (ours stands)."""

    keys: list[K]
    apart: frozenset[K] = field(default_factory=frozenset)


def unmoved(old: Sequence[K], new: Sequence[K]) -> set[K]:
    """The largest set of common keys that stand in the same relative order in both; n log n."""
    place = {key: index for index, key in enumerate(new)}
    common = [key for key in old if key in place]
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, key in enumerate(common):
        slot = bisect_left(tails, place[key])
        before.append(ends[slot - 1] if slot else -1)
        tails[slot : slot + 1] = [place[key]]
        ends[slot : slot + 1] = [index]
    kept: set[K] = set()
    index = ends[-1] if ends else -1
    while index >= 0:
        kept.add(common[index])
        index = before[index]
    return kept


def merge_order(
    base: Sequence[K], ours: Sequence[K], theirs: Sequence[K], *, keep: Collection[K] = ()
) -> Order[K]:
    """Merge the order of unique keys.

    What one side deleted is gone, unless it is in `keep` (deleted here, changed there). What nobody moved
    is the skeleton; each side hangs what it moved or inserted after the nearest part of the skeleton
    before it, ours first.
    """
    shared = set(base) & set(ours) & set(theirs)
    gone = set(base) - shared - set(keep)
    common, of_ours, of_theirs = ([key for key in side if key in shared] for side in (base, ours, theirs))
    if of_ours == of_theirs:
        return _assemble(ours, theirs, of_ours, gone, gone)
    still_ours, still_theirs = unmoved(common, ours), unmoved(common, theirs)
    skeleton = [key for key in common if key in still_ours and key in still_theirs]
    rest = set(skeleton)
    order = _assemble(ours, theirs, skeleton, gone | (still_ours - rest), gone | (still_theirs - rest))
    return Order(order.keys, order.apart & shared)


def _assemble(
    ours: Sequence[K],
    theirs: Sequence[K],
    skeleton: Sequence[K],
    not_ours: Collection[K],
    not_theirs: Collection[K],
) -> Order[K]:
    anchors = set(skeleton)
    by_ours, by_theirs = _hang(ours, anchors, skip=not_ours), _hang(theirs, anchors, skip=not_theirs)
    apart = _take_ours_where_apart(by_ours, by_theirs)
    merged = _zip_gap(by_ours[None], by_theirs[None])
    for key in skeleton:
        merged.append(key)
        merged.extend(_zip_gap(by_ours[key], by_theirs[key]))
    return Order(merged, frozenset(apart))


def _hang(side: Sequence[K], anchors: Collection[K], *, skip: Collection[K]) -> Gaps[K]:
    """What a side placed (moved, inserted, kept), by the nearest anchor before it; None is the beginning."""
    gaps: Gaps[K] = {None: []}
    place: K | None = None
    for key in side:
        if key in anchors:
            place = key
            gaps[place] = []
        elif key not in skip:
            gaps[place].append(key)
    return gaps


def _take_ours_where_apart(by_ours: Gaps[K], by_theirs: Gaps[K]) -> set[K]:
    """Drop from theirs what ours hung elsewhere; say what that was."""
    place_ours = {key: place for place, keys in by_ours.items() for key in keys}
    apart: set[K] = set()
    for place, keys in by_theirs.items():
        elsewhere = {key for key in keys if key in place_ours and place_ours[key] != place}
        apart |= elsewhere
        keys[:] = [key for key in keys if key not in elsewhere]
    return apart


def _zip_gap(ours: list[K], theirs: list[K]) -> list[K]:
    """Two runs at one place, ours first, what both have (in ours' order) once."""
    if not ours or not theirs:
        return [*ours, *theirs]
    both = unmoved(ours, theirs)
    in_ours = set(ours)
    merged: list[K] = []
    rest = iter(theirs)
    for key in ours:
        if key in both:
            merged.extend(_until(rest, key, in_ours))
        merged.append(key)
    merged.extend(key for key in rest if key not in in_ours)
    return merged


def _until(rest: Iterable[K], stop: K, known: set[K]) -> list[K]:
    run: list[K] = []
    for key in rest:
        if key == stop:
            break
        if key not in known:
            run.append(key)
    return run


@dataclass(frozen=True)
class Merged(Generic[K, V]):
    """The merged things in order, and the keys of those that both sides moved to different places."""

    items: list[tuple[K, V]]
    apart: frozenset[K]


def same_insertions(
    base: Collection[K], ours: Sequence[tuple[K, Hashable]], theirs: Sequence[tuple[K, Hashable]]
) -> dict[K, K]:
    """Their key -> our key for what both inserted alike after the same thing of the base.

    The sides are (key, content) in order; the first equal insertion of one side meets the first of the other.
    """
    known = set(base)

    def insertions(side: Sequence[tuple[K, Hashable]]) -> dict[tuple[Hashable, K | None], list[K]]:
        found: dict[tuple[Hashable, K | None], list[K]] = {}
        place: K | None = None
        for key, content in side:
            if key in known:
                place = key
            else:
                found.setdefault((content, place), []).append(key)
        return found

    by_ours = insertions(ours)
    return {
        their: our
        for what, keys in insertions(theirs).items()
        for their, our in zip(keys, by_ours.get(what, ()), strict=False)
    }


def merge_keyed(
    base: Mapping[K, V],
    ours: Mapping[K, V],
    theirs: Mapping[K, V],
    *,
    same: Callable[[V, V], bool],
    settle: Callable[[K, V | None, V | None, V | None], V],
) -> Merged[K, V]:
    """Merge ordered mappings: order by `merge_order`, each thing by `settle(key, base, ours, theirs)`.

    `settle` is asked only about things that both sides still have, or that one side deleted and the other
    changed (then the deleting side is None). Insertions and untouched things pass as they are.
    """

    def survives(side: Mapping[K, V], other: Mapping[K, V]) -> set[K]:
        return {k for k in side if k in base and k not in other and not same(base[k], side[k])}

    keep = survives(ours, theirs) | survives(theirs, ours)
    order = merge_order(list(base), list(ours), list(theirs), keep=keep)

    def value(key: K) -> V:
        if key in keep or (key in ours and key in theirs):
            return settle(key, base.get(key), ours.get(key), theirs.get(key))
        return ours[key] if key in ours else theirs[key]

    return Merged([(key, value(key)) for key in order.keys], order.apart)
