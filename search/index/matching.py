"""Which documents have a word, or words at set distances, and how strongly. Scores add up weights as stored.

Results are plain dicts, one per shard: document number -> weight. They may name deleted documents; who
groups documents into objects leaves those out.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from search.index.segments import Segment
from search.index.view import View

Weights = dict[int, float]
"""Document number -> weight, in one shard."""

Fields = Mapping[str, float]
"""Field -> how much it counts."""

FREQUENT: Final = 200
"""A long word this frequent is cut alike everywhere; its parts need not be tried."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the index."""

    text: str


@dataclass(frozen=True, slots=True)
class Run:
    """Words at set distances: (word, steps from the first word), ascending."""

    words: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class LongWord:
    """A long Chinese word, or, where a text was cut otherwise, its parts in a row."""

    text: str
    parts: Run


@dataclass(frozen=True, slots=True)
class Beginning:
    """Any word that begins so."""

    text: str


Leaf = Word | Run | LongWord | Beginning


def find(view: View, leaf: Leaf, fields: Fields) -> list[Weights]:
    """Documents with `leaf` in any of `fields`, shard by shard."""
    found = [_find(shard.segment, leaf, fields) for shard in view.shards]
    if isinstance(leaf, LongWord) and sum(map(len, found)) < FREQUENT:
        for shard, weights in zip(view.shards, found, strict=True):
            for doc, weight in _find(shard.segment, leaf.parts, fields).items():
                weights.setdefault(doc, weight)
    return found


def rarity(view: View, found: Sequence[Weights]) -> float:
    """Inverse document frequency of something found in so many documents (BM25's, never below 0.1)."""
    frequency = sum(map(len, found))
    return max(0.1, math.log(1 + (view.size - frequency + 0.5) / (frequency + 0.5)))


def _find(segment: Segment, leaf: Leaf, fields: Fields) -> Weights:
    total: Weights = {}
    for field, boost in fields.items():
        if field in segment.fields:
            _add(total, _in_field(segment, leaf, field), boost)
    return total


def _add(total: Weights, found: Weights, boost: float) -> None:
    if not total and boost == 1:
        total.update(found)
        return
    for doc, weight in found.items():
        total[doc] = total.get(doc, 0.0) + weight * boost


def _in_field(segment: Segment, leaf: Leaf, field: str) -> Weights:
    if isinstance(leaf, Run):
        return in_a_row(segment, field, leaf.words)
    if isinstance(leaf, Beginning):
        return _any_of(segment, field, segment.words(field, leaf.text))
    postings = segment.postings(field, leaf.text)
    return dict(zip(postings.ids, postings.weights, strict=True))


def _any_of(segment: Segment, field: str, words: Iterable[str]) -> Weights:
    best: Weights = {}
    for word in words:
        postings = segment.postings(field, word)
        for doc, weight in zip(postings.ids, postings.weights, strict=True):
            if weight > best.get(doc, 0.0):
                best[doc] = weight
    return best


def in_a_row(
    segment: Segment, field: str, words: Sequence[tuple[str, int]], within: set[int] | None = None
) -> Weights:
    """Documents where the words stand at their distances; the weight is that of the weakest of them."""
    postings = [segment.postings(field, word) for word, _offset in words]
    candidates = _shared(postings_ids := [p.ids for p in postings], within)
    if not candidates or len(postings_ids) == 0:
        return {}
    docs = sorted(candidates)
    starts: dict[int, set[int]] = {}
    for word, offset in sorted(words, key=lambda item: len(segment.postings(field, item[0]))):
        places = segment.positions(field, word, docs)
        for doc, positions in places.items():
            here = {position - offset for position in positions}
            starts[doc] = starts[doc] & here if doc in starts else here
        docs = [doc for doc in docs if starts.get(doc)]
        if not docs:
            return {}
    kept = set(docs)
    weights = [{doc: w for doc, w in zip(p.ids, p.weights, strict=True) if doc in kept} for p in postings]
    return {doc: min(weight[doc] for weight in weights) for doc in docs}


def _shared(ids: Sequence[array[int]], within: set[int] | None) -> set[int]:
    """Documents in all of `ids`, starting from the shortest."""
    candidates: set[int] | None = set(within) if within is not None else None
    for some in sorted(ids, key=len):
        candidates = set(some) if candidates is None else candidates.intersection(some)
        if not candidates:
            return set()
    return candidates or set()
