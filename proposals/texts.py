"""Who stands behind which text of a proposal. Pure: counts by edition and the changes that asked, numbers out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class Asked:
    """A change of the text that asked its supporters: the edition it made; `over` once the time to answer is.

    `returns_to`: an earlier edition whose text it brought back, 0 for none.
    """

    number: int
    over: bool
    returns_to: int = field(default=0, compare=False)


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
    Questions are void once the text they support has come back: their text stands, and nobody need ask.
    """
    questions = sorted(asked)
    text = _text(number, questions)
    back = max((one.number for one in questions if _text(one.number, questions) == text), default=number)
    return next((one for one in questions if one.number > max(number, back)), None)


def _text(number: int, questions: list[Asked]) -> int:
    """Which text this edition carries, by the edition that brought it first; 0 for the one from the beginning."""
    made = max((one for one in questions if one.number <= number), default=None)
    if made is None:
        return 0
    return _text(made.returns_to, questions) if made.returns_to else made.number


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
