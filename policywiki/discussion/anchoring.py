"""Find quoted words again in a text that has changed since. Pure.

A Quote is a TextQuoteSelector of the W3C Web Annotation Data Model (2017, 4.2.4): the words and what stood around
them. Word for word first, told apart by their surroundings; else where most of their characters still stand
together. Better no place than a wrong one: what is not found is said to be no longer in the text.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

CONTEXT = 32
"""Characters kept of what stood before and after."""
SURE = 16
"""Words of at least so many characters are sure by themselves; shorter ones need one side of what stood around."""
GRAM = 3
KEPT, DENSE = 0.5, 0.4
"""So much of the words must still be there, and so much of what stands there now must be theirs."""
AROUND = 0.5
MOST_PLACES = 60


@dataclass(frozen=True)
class Quote:
    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True)
class Place:
    """`[start, end)` in the text; `exact` where the words stand there as they were."""

    start: int
    end: int
    exact: bool


@dataclass(frozen=True)
class Searched:
    """A text in which many quotes are looked for."""

    text: str

    @cached_property
    def grams(self) -> dict[str, list[int]]:
        """Every run of GRAM characters and where it stands."""
        found: dict[str, list[int]] = defaultdict(list)
        for at in range(len(self.text) - GRAM + 1):
            found[self.text[at : at + GRAM]].append(at)
        return found


def quote_at(text: str, start: int, end: int) -> Quote:
    """The words of `[start, end)` with what stands around them."""
    return Quote(text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT])


def find(quote: Quote, text: Searched) -> Place | None:
    """Where the quoted words stand now, or None."""
    return _word_for_word(quote, text.text) or _nearly(quote, text)


def _word_for_word(quote: Quote, text: str) -> Place | None:
    places = list(_occurrences(quote.exact, text))
    if not places:
        return None
    likeness = {start: _around(quote, text, start, start + len(quote.exact)) for start in places}
    best = max(places, key=lambda start: (sum(likeness[start]), -start))
    if len(quote.exact) < SURE and max(likeness[best]) < AROUND:
        return None
    return Place(best, best + len(quote.exact), exact=True)


def _occurrences(words: str, text: str) -> Iterator[int]:
    start = text.find(words) if words else -1
    while start >= 0:
        yield start
        start = text.find(words, start + 1)


def _around(quote: Quote, text: str, start: int, end: int) -> tuple[float, float]:
    """How like what stood before and after is to what stands there now, 0 to 1 each; an edge is like an edge."""
    before = text[max(0, start - CONTEXT) : start]
    return _like(quote.prefix, before), _like(quote.suffix, text[end : end + CONTEXT])


def _like(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() if one or other else 1.0


def _nearly(quote: Quote, text: Searched) -> Place | None:
    """The best of the places where runs of the words stand at their distances from each other."""
    found = [
        (kept, start, end)
        for diagonal in _diagonals(quote.exact, text)
        if (aligned := _aligned(quote, text.text, diagonal)) is not None
        for kept, start, end in [aligned]
    ]
    if not found:
        return None
    said = weight(quote.exact)
    kept, start, end = max(
        found, key=lambda one: (one[0] / max(said, weight(text.text[one[1] : one[2]])), -one[1])
    )
    if not kept or kept < KEPT * said or kept < DENSE * weight(text.text[start:end]):
        return None
    if len(quote.exact) < SURE and max(_around(quote, text.text, start, end)) < AROUND:
        return None
    return Place(start, end, exact=False)


def _diagonals(words: str, text: Searched) -> list[int]:
    """Where the words may begin: the three offsets that most of their runs agree on, within a few characters."""
    width = max(8, len(words) // 4)
    votes: Counter[int] = Counter()
    for offset in range(len(words) - GRAM + 1):
        places = text.grams.get(words[offset : offset + GRAM], [])
        if len(places) <= MOST_PLACES:
            votes.update({(at - offset) // width for at in places})
    return [bucket * width for bucket, _count in votes.most_common(3)]


def weight(text: str) -> float:
    """How much it says: a Chinese character as much as four letters or digits, marks and white space nothing."""
    return sum((1.0 if char > "\u2e80" else 0.25) for char in text if char.isalnum())


def _aligned(quote: Quote, text: str, near: int) -> tuple[float, int, int] | None:
    """(what is kept by weight, start, end) of the words around `near`; what replaced their edges belongs to them."""
    slack = max(2 * CONTEXT, len(quote.exact) // 2)
    left = max(0, near - slack)
    region = text[left : near + len(quote.exact) + slack]
    whole = quote.prefix + quote.exact + quote.suffix
    first, last = len(quote.prefix), len(quote.prefix) + len(quote.exact)
    blocks = SequenceMatcher(None, whole, region, autojunk=False).get_matching_blocks()
    inside = [
        (max(a, first), b + max(0, first - a), min(a + size, last) - max(a, first))
        for a, b, size in blocks
        if size >= 2 and a < last and a + size > first
    ]
    if not inside:
        return None
    start, end = inside[0][1], inside[-1][1] + inside[-1][2]
    before = max((b + size for a, b, size in blocks if size >= 2 and a + size == first), default=start)
    after = min((b for a, b, size in blocks if size >= 2 and a == last), default=end)
    most = len(quote.exact) * 2 // 3
    start = before if 0 <= start - before <= most else start
    end = after if 0 <= after - end <= most else end
    return sum(weight(region[b : b + size]) for _a, b, size in inside), left + start, left + end
