"""Who stands behind which text of a proposal. Pure: counts by edition and the changes that asked, numbers out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Asked:
    """A change of the text that asked its supporters: the edition it made; `over` once the time to answer is."""

    number: int
    over: bool


@dataclass(frozen=True)
class Behind:
    """`current` support the text as it stands. `earlier` supported another one and have not answered yet;
    the `lapsed` of them were asked too long ago to count."""

    current: int = 0
    earlier: int = 0
    lapsed: int = 0

    @property
    def counting(self) -> int:
        """What the threshold counts: the current text, and those who may still answer."""
        return self.current + self.earlier - self.lapsed


def first_question(number: int, asked: Iterable[Asked]) -> Asked | None:
    """The first question that a supporter of this edition has not answered; its time runs, not a later one's.

    Otherwise a text that is changed once a week would count people for ever who have long stopped looking.
    """
    return min((one for one in asked if one.number > number), default=None)


def behind(counts: Mapping[int, int], asked: Iterable[Asked]) -> Behind:
    """`counts`: how many support each edition, by its number."""
    questions = list(asked)
    current = earlier = lapsed = 0
    for number, people in counts.items():
        question = first_question(number, questions)
        if question is None:
            current += people
            continue
        earlier += people
        lapsed += people if question.over else 0
    return Behind(current, earlier, lapsed)
