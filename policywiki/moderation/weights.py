"""Numbers of the line: how many hours ahead something goes, and how much a flagger's word weighs. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

LONGEST_HOURS = 7 * 24
"""However many head starts: what has waited a week longer is looked at first, so nothing waits for ever."""
BIG_CHANGE = 2_000
HOURS_FOR_BIG = 6.0
HOURS_FOR_FIRST = 12.0
HOURS_FOR_SECOND_LOOK = 24.0
HOURS_PER_DOUBLING = 3.0
HOURS_PER_FLAG = 8.0


def total_hours(starts: Mapping[str, float]) -> float:
    """The sum of the head starts, never beyond a week either way."""
    return max(-LONGEST_HOURS, min(LONGEST_HOURS, sum(starts.values())))


def by_doubling(count: int) -> float:
    """Hours for a count of links, followers or supporters: 3 for each doubling, so that crowds do not buy the line."""
    return HOURS_PER_DOUBLING * math.log2(1 + count) if count > 0 else 0.0


def word_of(upheld: int, dismissed: int) -> float:
    """How much a flag weighs: 1 from somebody new, towards 2 for who was always right, towards 0 for never.

    The rule of succession (Laplace): twice the expected share of flags that a moderator will agree with.
    """
    return 2 * (1 + upheld) / (2 + upheld + dismissed)


def flags_hours(words: Iterable[float]) -> float:
    """Head start of a flagged item. It moves in the line; nothing is hidden by it."""
    return HOURS_PER_FLAG * sum(words)
