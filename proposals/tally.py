"""Counting support and votes from the ledger. Pure: the same rules for the worker and for a recount."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Protocol

from .acts import SUPPORT_ACTS, Act, Choice
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

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    def __sub__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, one.name) - getattr(other, one.name) for one in fields(self)))

    def __bool__(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))


NOTHING = Tally()
_VOTES = {
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
    """Whether an act came in time. Taking back is never too late: nobody is counted who has said no."""
    if row.act == Act.SUPPORT_TAKEN_BACK:
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


def value(row: Row | None) -> Tally:
    """What stands after this act: one support, one vote, or nothing."""
    if row is None or row.act == Act.SUPPORT_TAKEN_BACK:
        return NOTHING
    return Tally(support=1) if row.act == Act.SUPPORT_GIVEN else _VOTES[row.choice]


def recounted(rows: Iterable[Row]) -> Tally:
    """The numbers from the beginning: counted rows in their order, the last of each stream standing."""
    last: dict[tuple[str, bool], Tally] = {}
    for row in rows:
        last[stream(row)] = value(row)
    return sum(last.values(), NOTHING)
