"""A whole history at once: what stored.py does edition by edition, for texts that are no pages. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from .origins import Runs, first_seen
from .sentences import Sentence

RECENT = 5  # editions among which a reworded sentence has its source: long enough to bridge a blanked page


def replay(editions: Iterable[Sequence[Sentence]]) -> Iterator[dict[str, Runs]]:
    """For each edition, numbered from 1, every sentence known so far with its origins."""
    known: dict[str, Runs] = {}
    recent: deque[Sequence[Sentence]] = deque(maxlen=RECENT)
    for number, current in enumerate(editions, start=1):
        gone = [one for text in reversed(recent) for one in text]
        known = known | first_seen(current, edition=number, known=known, gone=gone)
        recent.append(current)
        yield known
