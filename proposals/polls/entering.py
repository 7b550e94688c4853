"""Which rows of a common vote enter its public record now.

Moderators know who objected. Were one finding to enter by itself, it would show them the paper it stands beside.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.conf import settings

from proposals.ledger.rows import period_start
from proposals.models import PaperRow, Poll

from .verify_poll import FINDINGS, SET_ASIDE


def to_enter(poll: Poll, *, now: datetime) -> list[PaperRow]:
    """Sorted by pseudonym: all papers, and what was found, when its period is over, as far as enough stand together."""
    waiting = list(poll.ledger.filter(number=None).order_by("voter", "pk"))
    found = [row for row in waiting if row.paper in FINDINGS]
    if poll.counted_at is None:
        entering = _still_aside(found)
    else:
        over = period_start(now)
        entering = together([row for row in found if row.at < over], least=settings.LEDGER_LEAST)
    chosen = {row.pk for row in entering}
    return [row for row in waiting if row.pk in chosen or row.paper not in FINDINGS]


def together(found: Collection[PaperRow], *, least: int) -> list[PaperRow]:
    """Of these findings, each voter's in their order: of either sort about enough voters, and none before an earlier one."""
    rows = list(found)
    while True:
        voters = {said: {row.voter for row in rows if row.paper == said} for said in FINDINGS}
        held: set[str] = set()
        kept = []
        for row in rows:
            if row.voter in held or len(voters[row.paper]) < least:
                held.add(row.voter)
            else:
                kept.append(row)
        if len(kept) == len(rows):
            return kept
        rows = kept


def _still_aside(found: Collection[PaperRow]) -> list[PaperRow]:
    """Before the first count a vote that counts again is as if it had never been set aside: the record need not tell."""
    last = {row.voter: row.paper for row in found}
    return [row for row in found if last[row.voter] == SET_ASIDE]
