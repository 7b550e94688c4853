"""The public figures of checking, counted from stored rows alone. The arithmetic is pure; `count` reads the rows.

A wait begins when something is sent (or sent again, or a second look is asked for) and ends with the next decision.
Median as usual; the 90th percentile is the nearest rank. Nobody is named, and what went live at once has not waited.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

from policywiki.moderation.models import Case, CaseEntry, CaseState, Decision, Reason

from .models import AtOnce, Block, HiddenPart, Hold

BEGINS = frozenset({"opened", "revised", "second_look"})
DECIDES = frozenset(Decision.values)
ENDS = DECIDES | {"withdrawn", "no_longer_needed", "at_once"}


@dataclass(frozen=True)
class Entry:
    """One line of a case's history."""

    case_id: int
    kind: str
    at: datetime
    verb: str
    reason: str = ""


@dataclass(frozen=True)
class Wait:
    """From sending to decision. `again`: it was a second look; `changed`: which came out differently."""

    kind: str
    seconds: int
    decided_at: datetime
    decision: str
    reason: str
    again: bool = False
    changed: bool = False


def waits(entries: Iterable[Entry]) -> list[Wait]:
    """Every wait in these histories; entries in the order of time within each case."""
    histories: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        histories[entry.case_id].append(entry)
    return [wait for history in histories.values() for wait in _of(history)]


def _of(history: list[Entry]) -> Iterable[Wait]:
    since: Entry | None = None
    before = ""
    for entry in history:
        if entry.verb in BEGINS:
            since = entry
        elif entry.verb in ENDS:
            if since is not None and entry.verb in DECIDES:
                seconds = int((entry.at - since.at).total_seconds())
                again = since.verb == "second_look"
                yield Wait(
                    entry.kind,
                    seconds,
                    entry.at,
                    entry.verb,
                    entry.reason,
                    again,
                    again and entry.verb != before,
                )
                before = entry.verb
            since = None


def percentile(values: list[int], percent: int) -> int | None:
    """The nearest rank: the smallest value that at least `percent` per cent do not exceed."""
    if not values:
        return None
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]


def summary(found: list[Wait]) -> dict[str, Any]:
    """Numbers and times of these waits."""
    seconds = [wait.seconds for wait in found]
    decisions = Counter(wait.decision for wait in found)
    return {
        "decided": len(found),
        **{decision: decisions[decision] for decision in Decision.values},
        "median_seconds": int(median(seconds)) if seconds else None,
        "p90_seconds": percentile(seconds, 90),
    }


def count(since: datetime, until: datetime) -> dict[str, Any]:
    """All figures of [since, until) as JSON."""
    found = [wait for wait in waits(_entries(since, until)) if since <= wait.decided_at < until]
    by_kind: dict[str, list[Wait]] = defaultdict(list)
    for wait in found:
        by_kind[wait.kind].append(wait)
    refused = Counter((wait.kind, wait.reason) for wait in found if wait.decision == Decision.NOT_PUBLISHED)
    again = [wait for wait in found if wait.again]
    here = {"gte": since, "lt": until}
    return {
        "all": summary(found),
        "kinds": {kind: summary(some) for kind, some in sorted(by_kind.items())},
        "reasons": [
            {"kind": kind, "reason": reason, "number": number}
            for (kind, reason), number in sorted(refused.items(), key=lambda one: (-one[1], one[0]))
        ],
        "second_looks": {
            "asked": _times(Case.objects, "second_look_at", here),
            "decided": len(again),
            "changed": sum(wait.changed for wait in again),
        },
        "at_once": {
            "published": _times(AtOnce.objects, "at", here),
            "drawn": _times(AtOnce.objects.filter(sample__isnull=False), "at", here),
        },
        # Reached by name: suggestions and editions stand above this app.
        "reversed": _times(Case.objects, "suggestion__published_revision__edition__reversal__at", here),
        "held": _times(Hold.objects, "at", here),
        "hidden_parts": _times(HiddenPart.objects, "hidden_at", here),
        "pauses": _times(Block.objects, "since", here),
        "waiting_at_the_end": _waiting(until),
    }


def reason_labels() -> dict[str, str]:
    """Code -> label in the reader's language."""
    return {reason.code: reason.label for reason in Reason.objects.all()}


def _entries(since: datetime, until: datetime) -> Iterable[Entry]:
    """The whole histories of the cases that were decided in this time."""
    decided = CaseEntry.objects.filter(verb__in=DECIDES, at__gte=since, at__lt=until).values("case_id")
    verbs = BEGINS | ENDS
    rows = CaseEntry.objects.filter(case_id__in=decided, verb__in=verbs).order_by("case_id", "at", "pk")
    for case, kind, at, verb, reason in rows.values_list(
        "case_id", "case__kind", "at", "verb", "reason__code"
    ).iterator(chunk_size=5000):
        yield Entry(case, kind, at, verb, reason or "")


def _times(rows: Any, field: str, here: dict[str, datetime]) -> int:
    return int(rows.filter(**{f"{field}__{name}": moment for name, moment in here.items()}).count())


def _waiting(until: datetime) -> int:
    """What had been opened by then and was not closed or decided: exact for now, and close for the past."""
    opened = Case.objects.filter(opened_at__lt=until)
    still = opened.filter(state__in=[CaseState.OPEN, CaseState.URGENT]).count()
    return int(still + opened.filter(state=CaseState.CLOSED, decided_at__gte=until).count())
