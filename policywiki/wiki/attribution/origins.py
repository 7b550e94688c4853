"""Where the words of a text come from, edition after edition. Pure.

After Flöck and Acosta, "WikiWho" (WWW 2014): what was on the page before keeps its origin, wherever it stands
now and however long it was gone; only the words of sentences that were never there are looked at one by one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import accumulate, groupby, pairwise
from typing import Final

from .sentences import Sentence

Runs = tuple[tuple[int, int], ...]
"""The origins of a sentence, letter by letter of its words: (edition, number of letters)."""

# Of the shorter one's pairs of words; below, what they share is the subject, not the sentence.
ALIKE: Final = 0.4
CANDIDATES: Final = 3  # a sentence that was joined from others has as many sources
SURE: Final = 2  # so many words in a row came from the likeliest source; a single one may be chance
SURE_ELSEWHERE: Final = 4


def first_seen(
    current: Iterable[Sentence],
    *,
    edition: int,
    known: Mapping[str, Runs],
    gone: Iterable[Sentence],
) -> dict[str, Runs]:
    """The sentences of an edition that no earlier one had, by key, with the origins of their letters.

    `known` holds every sentence of earlier editions, `gone` those of the last few (all of them known) among
    which a reworded sentence has its source; what is still there unchanged is nobody's source.
    """
    here = {one.key: one for one in current if one.words}
    sources = _Sources(one for one in gone if one.words and one.key not in here)
    return {
        key: _origins(one, edition, known, sources.likely(one))
        for key, one in here.items()
        if key not in known
    }


def _origins(one: Sentence, edition: int, known: Mapping[str, Runs], sources: Sequence[Sentence]) -> Runs:
    here = _starts(one.words)
    origins = [edition] * here[-1]
    for rank, source in enumerate(sources):
        theirs, there = unrolled(known[source.key]), _starts(source.words)
        least = SURE_ELSEWHERE if rank else SURE
        matcher = SequenceMatcher(None, source.words, one.words, autojunk=False)
        for a, b, size in matcher.get_matching_blocks():
            if size >= least or size == len(source.words) or _spelled(one.words[b : b + size]):
                for step in range(here[b + size] - here[b]):
                    if origins[here[b] + step] == edition:
                        origins[here[b] + step] = theirs[there[a] + step]
    return rolled(origins)


def _starts(found: Sequence[str]) -> list[int]:
    """Where each word begins in the letters of its sentence, and where the last one ends."""
    return [0, *accumulate(map(len, found))]


def _spelled(found: Sequence[str]) -> bool:
    """A longer word of letters, or a number, is no chance."""
    return any(len(word) > 3 for word in found)


class _Sources:
    """Sentences by their pairs of neighbouring words."""

    def __init__(self, found: Iterable[Sentence]) -> None:
        self._by_pair: dict[tuple[str, ...], list[Sentence]] = defaultdict(list)
        for one in {one.key: one for one in found}.values():
            for pair in _pairs(one.words):
                self._by_pair[pair].append(one)

    def likely(self, one: Sentence) -> list[Sentence]:
        """The likeliest sources, the likeliest first."""
        mine = _pairs(one.words)
        shared: Counter[str] = Counter()
        found: dict[str, Sentence] = {}
        for pair in mine:
            for other in self._by_pair.get(pair, ()):
                shared[other.key] += 1
                found[other.key] = other
        ranked = [
            (count / min(len(mine), len(_pairs(found[key].words))), count, key)
            for key, count in shared.items()
        ]
        likely = sorted((-count, key) for likeness, count, key in ranked if likeness >= ALIKE)
        return [found[key] for _count, key in likely[:CANDIDATES]]


def _pairs(found: Sequence[str]) -> set[tuple[str, ...]]:
    return set(pairwise(found)) or {tuple(found)}


def rolled(origins: Iterable[int]) -> Runs:
    return tuple((origin, len(list(group))) for origin, group in groupby(origins))


def unrolled(runs: Runs) -> list[int]:
    return [origin for origin, size in runs for _letter in range(size)]
