"""Which proposals are like a text that somebody is writing. Reads the index only; no SQL.

First the index: what all of the draft says, looked for in the text of every proposal (BM25). Then a closer look
at the best few hundred: the cosine of all words, and of the titles' words, each by its rarity among proposals
(Salton and Buckley 1988: logarithmic counts, idf on both sides).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final

from search.index.documents import Card
from search.index.schema import LIKE, SATURATION
from search.index.view import Shard, View
from search.kinds import COMPARED
from search.traits import traits

Place = tuple[int, int]
"""Shard and group: one proposal in a view."""

Likeness = dict[Place, float]
Bag = Mapping[str, float]
"""Words, and how often each is said."""

Rarity = Callable[[str], float]

CLOSER: Final = 200
"""So many of the best are looked at more closely."""

TITLES: Final = 0.3
"""What the likeness of the titles counts beside that of the whole texts, which counts 1."""

OVER: Final = 0.8
"""A proposal that ended unheard counts so much less than one that can still be joined."""

FLOOR: Final = 0.08
"""What is less alike than this is not alike."""


@dataclass(frozen=True, slots=True)
class Resembling:
    """A proposal like the draft: where it lies in the index, and how much it is like it."""

    shard: Shard
    group: int
    likeness: float

    @property
    def card(self) -> Card:
        return self.shard.segment.cards[self.group]


def resemble(
    view: View,
    title: str,
    text: str,
    *,
    allowed: Callable[[Shard], Collection[int]] = lambda shard: shard.public,
    today: str = "",
    most: int,
) -> list[Resembling]:
    """The proposals most like this draft, best first, at most `most`. `allowed` gives the groups one may see.

    `today` (ISO day): what ended unheard before then comes after what can still be joined.
    """
    name, whole = Counter(traits(title)), Counter(traits(f"{title}\n{text}"))
    found = _in_texts(view, whole, [set(allowed(shard)) for shard in view.shards])
    look = _Closer(view, name, whole)
    looked = ((place, look.at(place)) for place in _first(found, CLOSER))
    likeness = {place: alike for place, alike in looked if alike >= FLOOR}
    for shard, group in likeness:
        until = view.shards[shard].segment.cards[group].until
        if until and until < today:
            likeness[shard, group] *= OVER
    return [
        Resembling(view.shards[shard], group, likeness[shard, group])
        for shard, group in _first(likeness, most)
    ]


def rarity_of(view: View) -> Rarity:
    """How rare a word is among proposals (smoothed idf, never below 1); one that none has is the rarest."""
    if "rarity" not in view.cache:
        kinds = ((shard.segment.cards[group].kind for group in shard.groups) for shard in view.shards)
        view.cache["rarity"] = ({}, sum(kind in COMPARED for some in kinds for kind in some))
    known, proposals = view.cache["rarity"]

    def rarity(word: str) -> float:
        if word in known:
            return float(known[word])
        frequency = sum(shard.segment.frequency(LIKE, word) for shard in view.shards)
        worth = math.log((1 + max(proposals, frequency)) / (1 + frequency)) + 1
        if frequency:  # what anybody types is without end, what proposals say is not
            known[word] = worth
        return worth

    return rarity


def _in_texts(view: View, bag: Bag, allowed: list[set[int]]) -> Likeness:
    """How much of the bag the text of each allowed proposal has."""
    rarity = rarity_of(view)
    found: Likeness = {}
    total = sum(map(rarity, bag)) * (SATURATION + 1)
    for number, shard in enumerate(view.shards):
        group_of = shard.segment.group_of
        for word in bag:
            worth = rarity(word) / total
            postings = shard.segment.postings(LIKE, word)
            for doc, weight in zip(postings.ids, postings.weights, strict=True):
                if (group := group_of[doc]) in allowed[number]:
                    found[number, group] = found.get((number, group), 0.0) + worth * weight
    return found


class _Closer:
    """Compares a draft with one proposal after the other."""

    def __init__(self, view: View, name: Bag, whole: Bag) -> None:
        self._view, self._rarity = view, rarity_of(view)
        self._name, self._whole = self._weighted(name), self._weighted(whole)
        self._kept: dict[tuple[str, int], tuple[Bag, Bag]] = view.cache.setdefault("weighted", {})

    def at(self, place: Place) -> float:
        """0 to 1 + TITLES: the same text with the same title."""
        name, whole = self._of(place)
        return _cosine(self._whole, whole) + TITLES * _cosine(self._name, name)

    def _of(self, place: Place) -> tuple[Bag, Bag]:
        """The proposal's title and text, weighted; worked out once in a view."""
        segment = self._view.shards[place[0]].segment
        key = (segment.id, place[1])
        if key not in self._kept:
            name, whole = segment.data(segment.first_of[place[1]])["like"]
            self._kept[key] = self._weighted(name), self._weighted(whole)
        return self._kept[key]

    def _weighted(self, bag: Bag) -> Bag:
        """Each word by its rarity and, damped, its number; as a vector of length 1."""
        weights = {word: (1 + math.log(count)) * self._rarity(word) for word, count in bag.items()}
        length = math.sqrt(sum(weight**2 for weight in weights.values())) or 1.0
        return {word: weight / length for word, weight in weights.items()}


def _cosine(one: Bag, other: Bag) -> float:
    return sum(one[word] * other[word] for word in one.keys() & other.keys())


def _first(found: Likeness, most: int) -> list[Place]:
    return sorted(found, key=lambda place: (-found[place], place))[:most]
