"""What a vote looks like that somebody should look at: many from one address at once, throw-away mail, no time to read.

Pure: rows in, groups out. None of them proves anything; a school shares one address.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sign(TextChoices):
    BURST = "burst", _("many votes from one network address in a short time")
    THROWAWAY = "throwaway", _("e-mail address of a throw-away service")
    NO_TIME = "no_time", _("form sent faster than a person can read it")


@dataclass(frozen=True)
class Sighting:
    """What is seen of one vote: never how it was cast. `came_from` is a keyed hash, "" where unknown."""

    ballot: int
    at: datetime
    came_from: str
    seconds: float | None
    mail_domain: str


@dataclass(frozen=True)
class Group:
    """Votes that show the same sign together: one item for a person to look at."""

    sign: Sign
    key: str
    ballots: tuple[int, ...]


@dataclass(frozen=True)
class Rules:
    """When a sign is one. `burst`: so many votes from one address within `within`."""

    burst: int = 20
    within: timedelta = timedelta(minutes=10)
    seconds: float = 2.0


def groups(sightings: Sequence[Sighting], *, rules: Rules, throwaway: Collection[str]) -> list[Group]:
    """Every group of these votes that shows a sign; a vote may be in several."""
    found = list(_bursts(sightings, rules))
    fast = tuple(one.ballot for one in sightings if one.seconds is not None and one.seconds < rules.seconds)
    if fast:
        found.append(Group(Sign.NO_TIME, "", fast))
    by_domain: dict[str, list[int]] = defaultdict(list)
    for one in sightings:
        if domain := _listed(one.mail_domain, throwaway):
            by_domain[domain].append(one.ballot)
    return [
        *found,
        *(Group(Sign.THROWAWAY, domain, tuple(ballots)) for domain, ballots in sorted(by_domain.items())),
    ]


@cache
def throwaway_domains() -> frozenset[str]:
    """Our own list; a city adds to it with settings.THROWAWAY_DOMAINS."""
    text = files("proposals.doubts").joinpath("throwaway_domains.txt").read_text("utf-8")
    return frozenset(text.split())


def _bursts(sightings: Iterable[Sighting], rules: Rules) -> Iterator[Group]:
    """All votes of an address that lie in some window of `within` holding `burst` of them."""
    by_address: dict[str, list[Sighting]] = defaultdict(list)
    for one in sightings:
        if one.came_from:
            by_address[one.came_from].append(one)
    for address, votes in sorted(by_address.items()):
        votes.sort(key=lambda one: one.at)
        burst: dict[int, None] = {}
        start = 0
        for end, one in enumerate(votes):
            while one.at - votes[start].at > rules.within:
                start += 1
            if end - start + 1 >= rules.burst:
                burst.update(dict.fromkeys(vote.ballot for vote in votes[start : end + 1]))
        if burst:
            yield Group(Sign.BURST, address, tuple(burst))


def _listed(domain: str, throwaway: Collection[str]) -> str:
    """The listed domain that this one is or lies under; "" where none is."""
    parts = domain.lower().split(".")
    names = (".".join(parts[place:]) for place in range(len(parts) - 1))
    return next((name for name in names if name in throwaway), "")
