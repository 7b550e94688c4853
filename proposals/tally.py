"""Counting support and votes from the ledger. Pure: the same rules for the worker and for a recount."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Protocol

from .acts import REVIEW_ACTS, SUPPORT_ACTS, Act, Choice
from .stages import OPEN_TO_SUPPORT, VOTABLE


class Row(Protocol):
    """What counting reads of a ledger row."""

    voter: str
    act: str
    choice: str
    at: datetime


class Change(Protocol):
    """What counting reads of a change of stage."""

    to_stage: str
    at: datetime
    closes_at: datetime | None


@dataclass(frozen=True)
class Tally:
    """Numbers of a proposal, or what one act adds to them (then each is -1, 0 or 1)."""

    support: int = 0
    votes_for: int = 0
    votes_against: int = 0
    votes_abstain: int = 0
    votes_set_aside: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    def __sub__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, one.name) - getattr(other, one.name) for one in fields(self)))

    def __bool__(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))


@dataclass(frozen=True)
class Standing:
    """What stands of one person on one proposal: "support", a choice, or nothing; and whether it is set aside."""

    choice: str = ""
    aside: bool = False

    def after(self, row: Row) -> Standing:
        """What stands once this act is counted. A new choice of a vote set aside stays set aside."""
        if row.act in REVIEW_ACTS:
            return Standing(self.choice, row.act == Act.VOTE_SET_ASIDE)
        return Standing(_chosen(row), self.aside)

    @property
    def tally(self) -> Tally:
        return Tally(votes_set_aside=1) if self.choice and self.aside else _WORTH[self.choice]


NOBODY = Standing()
NOTHING = Tally()
_WORTH = {
    "": NOTHING,
    "support": Tally(support=1),
    Choice.FOR.value: Tally(votes_for=1),
    Choice.AGAINST.value: Tally(votes_against=1),
    Choice.ABSTAIN.value: Tally(votes_abstain=1),
}


@dataclass(frozen=True)
class Window:
    """One stage of a proposal: from `opens` until before `closes` (None: still open)."""

    stage: str
    opens: datetime
    closes: datetime | None


def windows(changes: Sequence[Change]) -> list[Window]:
    """When each stage was open, from the changes in order: to its deadline, or to the next change."""
    result = []
    for position, change in enumerate(changes):
        left = changes[position + 1].at if position + 1 < len(changes) else None
        ends = [moment for moment in (change.closes_at, left) if moment is not None]
        result.append(Window(change.to_stage, change.at, min(ends, default=None)))
    return result


def counts(row: Row, open_windows: Iterable[Window]) -> bool:
    """Whether an act came in time. Taking back is never too late: nobody is counted who has said no.

    Neither is setting a vote aside, or counting it again: that is a finding, not a vote.
    """
    if row.act == Act.SUPPORT_TAKEN_BACK or row.act in REVIEW_ACTS:
        return True
    stages = OPEN_TO_SUPPORT if row.act in SUPPORT_ACTS else VOTABLE
    return any(
        window.stage in stages
        and window.opens <= row.at
        and (window.closes is None or row.at < window.closes)
        for window in open_windows
    )


def stream(row: Row) -> tuple[str, bool]:
    """Whose act it is and of which sort (support or vote): the later of one stream replaces the earlier."""
    return row.voter, row.act in SUPPORT_ACTS


def standings(rows: Iterable[Row]) -> dict[tuple[str, bool], Standing]:
    """What stands in each stream after these counted rows, given in their order."""
    result: dict[tuple[str, bool], Standing] = {}
    for row in rows:
        result[stream(row)] = result.get(stream(row), NOBODY).after(row)
    return result


def recounted(rows: Iterable[Row]) -> Tally:
    """The numbers from the beginning: counted rows in their order, what stands of each stream added up."""
    return sum((standing.tally for standing in standings(rows).values()), NOTHING)


def _chosen(row: Row) -> str:
    if row.act in SUPPORT_ACTS:
        return "support" if row.act == Act.SUPPORT_GIVEN else ""
    return row.choice
