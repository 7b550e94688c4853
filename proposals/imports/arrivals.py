"""A proposal as it arrives from another register, whatever the format. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from policywiki.discussion.arrivals import ArrivedComment


class NotAProposal(ValueError):
    """A line that cannot be read; the message says why."""


@dataclass(frozen=True)
class Stated:
    """How many supporters the other register states, where and when."""

    count: int
    source: str
    url: str = ""
    on: date | None = None


@dataclass(frozen=True)
class ArrivedAnswer:
    """An answer given there; `text` is canonical HTML."""

    text: str
    at: datetime
    state: str
    department: str = ""


@dataclass(frozen=True)
class Refusal:
    """Why it was not published there: a code of that register, and its words to the author."""

    code: str
    note: str
    at: datetime


@dataclass(frozen=True)
class Arrival:
    """`moves` are the steps after "gathering support", in order, each with its time.

    `content` is a proposal's content JSON; its district is a code. Either `published_at` or `refusal` is there.
    """

    line: int
    key: str
    content: dict[str, Any]
    created_at: datetime
    published_at: datetime | None = None
    closes_at: datetime | None = None
    due_at: datetime | None = None
    moves: tuple[tuple[str, datetime], ...] = ()
    department: str = ""
    stated: Stated | None = None
    answer: ArrivedAnswer | None = None
    refusal: Refusal | None = None
    comments: tuple[ArrivedComment, ...] = ()
    provenance: dict[str, Any] = field(default_factory=dict)


@dataclass
class Reading:
    """What a file holds: arrivals in the order of their publication, what could not be read, what is left out."""

    arrivals: list[Arrival] = field(default_factory=list)
    duplicates: list[tuple[int, str]] = field(default_factory=list)
    errors: list[tuple[int, str]] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def gathered(found: Iterable[tuple[int, Arrival | NotAProposal]]) -> Reading:
    """Sort the arrivals by time, so that numbers grow with it; a second one of a key is a duplicate."""
    reading, seen = Reading(), set[str]()
    for line, arrival in found:
        if isinstance(arrival, NotAProposal):
            reading.errors.append((line, str(arrival)))
        elif arrival.key in seen:
            reading.duplicates.append((line, arrival.key))
        else:
            seen.add(arrival.key)
            reading.arrivals.append(arrival)
    reading.arrivals.sort(key=lambda one: (one.published_at or one.created_at, one.line))
    return reading


def batches(arrivals: Iterable[Arrival], size: int) -> Iterator[list[Arrival]]:
    batch: list[Arrival] = []
    for arrival in arrivals:
        batch.append(arrival)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
