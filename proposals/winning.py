"""Which of the texts that were voted on side by side the city answers. Pure: records in, one of them out.

Of those that the vote carried, the one with the most votes for; where equal the one with the fewest against, then the
first text before its alternatives, then the older. None where the vote carried none of them, or goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .outcome import Outcome, outcome_of
from .stages import AFTER_A_VOTE


def winner_of(texts: Sequence[Any]) -> Any | None:
    """`texts`: records, the first text and its alternatives."""
    if any(one.stage not in AFTER_A_VOTE for one in texts):
        return None
    carried = [one for one in texts if one.votes_total and outcome_of(one) == Outcome.CARRIED]
    return min(carried, key=_strength, default=None)


def _strength(one: Any) -> tuple[int, int, bool, int]:
    return -one.votes_for, one.votes_against, one.alternative_to_id is not None, one.number
