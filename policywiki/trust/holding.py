"""What is held until a moderator has looked: the rules' arithmetic. Pure but for the names of the rules.

The same function decides about what is sent now and about the past of a dry run, so both agree.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any, Protocol

SHORTEST = 20  # characters that count; "I agree" may be said by everybody
REFUSED, FINE, OPEN = "refused", "fine", "open"

_LINK = re.compile(r"https?://|<a\s[^>]*href=", re.IGNORECASE)
_PIECE = re.compile(r"(?<=</p>)|(?<=</li>)|\n")
_SAYS_NOTHING = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Sent:
    """One comment or suggestion as it was sent. `outcome` is known of the past only."""

    kind: str
    author_id: int
    joined: datetime
    at: datetime
    digest: str
    links: int
    outcome: str = OPEN


class Before(Protocol):
    """What had been sent until then."""

    def by_author(self, author_id: int, since: datetime) -> int: ...
    def same(self, digest: str, since: datetime) -> int: ...


def digest_of(text: str) -> str:
    """Equal for texts that differ in case, spacing, width and punctuation only; "" for what is too short."""
    bare = _SAYS_NOTHING.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return blake2b(bare.encode(), digest_size=16).hexdigest() if len(bare) >= SHORTEST else ""


def links_in(text: str) -> int:
    return len(_LINK.findall(text))


def new_text(strings: Iterable[str], before: Iterable[str]) -> str:
    """The paragraphs and lines that are in these strings and were not in those."""
    known = {piece for text in before for piece in _PIECE.split(text)}
    return "\n".join(piece for text in strings for piece in _PIECE.split(text) if piece not in known)


def holds(numbers: Mapping[str, Any], sent: Sent, before: Before) -> bool:
    """Whether a rule with these numbers (HoldingRule.numbers) holds what was sent."""
    if numbers["scope"] not in (sent.kind, "both"):
        return False
    limit, since = numbers["limit"], sent.at - timedelta(minutes=numbers["minutes"])
    if numbers["kind"] == "new_account":
        return sent.at - sent.joined < timedelta(days=limit)
    if numbers["kind"] == "links":
        return sent.links >= limit
    if numbers["kind"] == "speed":
        return before.by_author(sent.author_id, since) + 1 >= limit
    return bool(sent.digest) and before.same(sent.digest, since) >= limit


@dataclass
class Memory:
    """What had been sent, for a dry run: filled in the order of time."""

    authors: dict[int, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    digests: dict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))

    def add(self, sent: Sent) -> None:
        self.authors[sent.author_id].append(sent.at)
        if sent.digest:
            self.digests[sent.digest].append(sent.at)

    def by_author(self, author_id: int, since: datetime) -> int:
        times = self.authors[author_id]
        return len(times) - bisect_left(times, since)

    def same(self, digest: str, since: datetime) -> int:
        times = self.digests[digest]
        return len(times) - bisect_left(times, since)


def dry_run(numbers: Mapping[str, Any], past: Iterable[Sent]) -> dict[str, int]:
    """What the rule would have done to the past: total, held, of these later refused, of these fine; missed.

    `past` in the order of time. `missed`: refused or removed later, and not held.
    """
    memory = Memory()
    found = dict.fromkeys(("total", "held", "held_refused", "held_fine", "missed", "people"), 0)
    people = set()
    for sent in past:
        if numbers["scope"] in (sent.kind, "both"):
            held = holds(numbers, sent, memory)
            found["total"] += 1
            found["held"] += held
            found["held_refused"] += held and sent.outcome == REFUSED
            found["held_fine"] += held and sent.outcome == FINE
            found["missed"] += (not held) and sent.outcome == REFUSED
            if held:
                people.add(sent.author_id)
        memory.add(sent)
    return found | {"people": len(people)}
