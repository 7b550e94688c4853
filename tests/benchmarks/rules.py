"""How long a rule of trust or of holding takes to be tried on a large past, made up here."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from policywiki.trust import earning, holding
from policywiki.trust.holding import FINE, REFUSED

from .figures import Figure

PAST = 200_000
AUTHORS = 20_000
BEGUN = datetime(2020, 1, 1, tzinfo=UTC)
TRUST = {"min_published": 10, "min_days": 30, "max_reversed": 1, "quiet_days": 90}
HOLDING = ("new_account", "links", "speed", "repeated")


def measure() -> list[Figure]:
    """One figure for a rule of trust, one for each kind of holding rule."""
    sent = list(_sent())
    trust = _seconds(earning.dry_run, TRUST, list(_changes()))
    return [
        Figure("Rules", f"a rule of trust on {PAST:,} changes", trust),
        *(
            Figure(
                "Rules",
                f"a holding rule ({kind}) on {PAST:,} texts",
                _seconds(holding.dry_run, {"scope": "both", "kind": kind, "limit": 3, "minutes": 60}, sent),
            )
            for kind in HOLDING
        ),
    ]


def _seconds(run: Callable[[dict[str, Any], Iterable[Any]], Any], numbers: dict[str, Any], past: Any) -> str:
    begun = time.perf_counter()
    run(numbers, past)
    return f"{time.perf_counter() - begun:.2f} s"


def _changes() -> Iterable[earning.Change]:
    chance = random.Random(3)
    for number in range(PAST):
        at = BEGUN + timedelta(minutes=number * 10)
        published = chance.random() < 0.8
        undone = at + timedelta(days=3) if published and chance.random() < 0.03 else None
        yield earning.Change(chance.randrange(AUTHORS), at, at + timedelta(days=1), published, undone)


def _sent() -> Iterable[holding.Sent]:
    chance = random.Random(4)
    for number in range(PAST):
        at = BEGUN + timedelta(minutes=number * 10)
        yield holding.Sent(
            kind=chance.choice(["comment", "suggestion"]),
            author_id=chance.randrange(AUTHORS),
            joined=at - timedelta(days=chance.randrange(400)),
            at=at,
            digest=str(chance.randrange(PAST)),
            links=chance.choice([0, 0, 0, 1, 5]),
            outcome=chance.choice([FINE, FINE, FINE, REFUSED]),
        )
