"""How trust is earned: a person's record, what a rule asks for, and the dry run of a rule. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from heapq import heappop, heappush
from typing import Any


@dataclass(frozen=True)
class Record:
    """What came of a person's changes until a moment."""

    published: int = 0
    reversed: int = 0
    since: datetime | None = None  # when the first was published
    refused_at: datetime | None = None  # the last refusal

    def days(self, now: datetime) -> int:
        return (now - self.since).days if self.since else 0

    def quiet_days(self, now: datetime) -> int | None:
        """Days since the last refusal; None when there was none."""
        return (now - self.refused_at).days if self.refused_at else None


@dataclass(frozen=True)
class Condition:
    """One thing a rule asks for: `code` names it, `have` against `need`."""

    code: str
    have: int
    need: int
    met: bool


def conditions(numbers: Mapping[str, Any], record: Record, now: datetime) -> list[Condition]:
    """What TrustRule.numbers ask for, and how far this record has come."""
    found = [
        Condition(
            "published",
            record.published,
            numbers["min_published"],
            record.published >= numbers["min_published"],
        ),
        Condition("days", record.days(now), numbers["min_days"], record.days(now) >= numbers["min_days"]),
        Condition(
            "reversed", record.reversed, numbers["max_reversed"], record.reversed <= numbers["max_reversed"]
        ),
    ]
    if numbers["quiet_days"]:
        quiet = record.quiet_days(now)
        met = quiet is None or quiet >= numbers["quiet_days"]
        found.append(
            Condition("quiet", numbers["quiet_days"] if quiet is None else quiet, numbers["quiet_days"], met)
        )
    return found


def fulfils(numbers: Mapping[str, Any], record: Record, now: datetime) -> bool:
    return all(condition.met for condition in conditions(numbers, record, now))


@dataclass(frozen=True)
class Change:
    """A change that somebody sent, and what came of it. `published` None: not decided yet."""

    author_id: int
    at: datetime
    decided_at: datetime | None
    published: bool | None
    reversed_at: datetime | None = None


@dataclass
class _Author:
    """What is known of one author at a moment of the dry run."""

    published: int = 0
    reversed: int = 0
    since: datetime | None = None
    refused_at: datetime | None = None
    coming: list[tuple[datetime, str]] = field(default_factory=list)  # a heap

    def learn(self, change: Change) -> None:
        if change.decided_at is not None and change.published is not None:
            heappush(self.coming, (change.decided_at, "published" if change.published else "refused"))
        if change.reversed_at is not None:
            heappush(self.coming, (change.reversed_at, "reversed"))

    def until(self, moment: datetime) -> Record:
        while self.coming and self.coming[0][0] <= moment:
            at, what = heappop(self.coming)
            if what == "published":
                self.published += 1
                self.since = self.since or at
            elif what == "reversed":
                self.reversed += 1
            else:
                self.refused_at = at
        return Record(self.published, self.reversed, self.since, self.refused_at)


def dry_run(numbers: Mapping[str, Any], past: Iterable[Change]) -> dict[str, int]:
    """What the rule would have published at once; of these later reversed, and refused by moderators.

    `past` in the order of sending. Only what was known at the time of sending counts.
    """
    authors: dict[int, _Author] = defaultdict(_Author)
    found = dict.fromkeys(("total", "at_once", "reversed", "refused", "people"), 0)
    people = set()
    for change in past:
        author = authors[change.author_id]
        found["total"] += 1
        if fulfils(numbers, author.until(change.at), change.at):
            found["at_once"] += 1
            found["reversed"] += change.reversed_at is not None
            found["refused"] += change.published is False
            people.add(change.author_id)
        author.learn(change)
    return found | {"people": len(people)}


def drawn(number: int, percent: int, secret: str) -> bool:
    """Whether this publication is in the sample: always the same answer, and nobody can tell it beforehand."""
    digest = blake2b(str(number).encode(), key=secret.encode()[:64], digest_size=4).digest()
    return int.from_bytes(digest, "big") % 100 < percent
