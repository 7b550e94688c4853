"""Who is who in three versions of a list: paragraphs, rows, columns. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from .alignment import Item, align, said_twice
from .sequences import same_insertions
from .tokens import likeness

Identity = tuple[str, int]
"""Who a thing is in all three versions: ("base", index), or ("ours" | "theirs", index) if it is new there."""


def identify(
    base: Sequence[Item], ours: Sequence[Item], theirs: Sequence[Item]
) -> tuple[list[Identity], list[Identity], list[Identity]]:
    """An identity for each item of each version; what both inserted alike, or under one key, is one thing."""
    of_base = [("base", index) for index in range(len(base))]
    # What both have under one key and base has not was published already and is sent again.
    keys, in_ours, in_theirs = ({item.key for item in items} for items in (base, ours, theirs))
    inserted = (in_ours & in_theirs) - keys - {None}
    of_ours = _named("ours", ours, align(base, ours, inserted=inserted))
    of_theirs = _named("theirs", theirs, align(base, theirs, inserted=inserted))
    our_new, their_new = _New(of_base, of_ours, ours), _New(of_base, of_theirs, theirs)
    one = same_insertions(of_base, our_new.contents, their_new.contents)
    one |= _same_new_keys(our_new.left(one.values()), their_new.left(one))
    one |= _same_new_words(our_new.left(one.values()), their_new.left(one))
    return of_base, of_ours, [one.get(name, name) for name in of_theirs]


class _New:
    """What one side inserted, each with the thing of the base that it stands after."""

    def __init__(self, base: list[Identity], names: list[Identity], items: Sequence[Item]) -> None:
        self.contents = [(name, item.content) for name, item in zip(names, items, strict=True)]
        self._after: dict[Identity, tuple[Identity | None, Item]] = {}
        known, place = set(base), None
        for name, item in zip(names, items, strict=True):
            if name in known:
                place = name
            else:
                self._after[name] = (place, item)

    def left(self, taken: Iterable[Identity]) -> dict[Identity, tuple[Identity | None, Item]]:
        """Without those that have found their like."""
        gone = set(taken)
        return {name: found for name, found in self._after.items() if name not in gone}


Insertions = Mapping[Identity, tuple[Identity | None, Item]]


def _same_new_keys(ours: Insertions, theirs: Insertions) -> dict[Identity, Identity]:
    """Insertions that carry one key and alike text: one has been published already and is sent again."""
    keyed = {item.key: (name, item) for name, (_place, item) in ours.items() if item.key is not None}
    return {
        name: keyed[item.key][0]
        for name, (_place, item) in theirs.items()
        if item.key in keyed and likeness(item.bag, keyed[item.key][1].bag) >= 0.5
    }


def _same_new_words(ours: Insertions, theirs: Insertions) -> dict[Identity, Identity]:
    """Insertions at one place that say the same in almost the same words: two wordings of one thing."""
    by_ours, by_theirs = _by_place(ours), _by_place(theirs)
    one: dict[Identity, Identity] = {}
    for place in by_ours.keys() & by_theirs.keys():
        mine, others = by_ours[place], by_theirs[place]
        pairs = said_twice([ours[name][1] for name in mine], [theirs[name][1] for name in others])
        one |= {others[j]: mine[i] for j, i in pairs.items()}
    return one


def _by_place(side: Insertions) -> dict[Identity | None, list[Identity]]:
    found: dict[Identity | None, list[Identity]] = {}
    for name, (place, _item) in side.items():
        found.setdefault(place, []).append(name)
    return found


def _named(side: str, items: Sequence[Item], pairs: Mapping[int, int]) -> list[Identity]:
    return [("base", pairs[index]) if index in pairs else (side, index) for index in range(len(items))]
