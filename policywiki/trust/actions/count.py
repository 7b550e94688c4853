"""Write the figures down: each month once it is over, this month and the last 90 days every hour."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.utils import timezone

from policywiki.moderation.models import CaseEntry
from policywiki.trust.figures import count
from policywiki.trust.models import LAST_DAYS, FigureSheet

DAYS = 90
MOST_MONTHS = 60
USUAL = "trust:usual-wait"
FEWEST = 5  # decisions; fewer say nothing about what is usual


def count_sheets(*, now: datetime) -> list[FigureSheet]:
    """Count what may have changed, and months that nobody has counted yet. Safe to run twice."""
    counted = set(FigureSheet.objects.values_list("period", flat=True))
    sheets = [count_sheet(LAST_DAYS, now - timedelta(days=DAYS), now, now=now)]
    for number, (period, since, until) in enumerate(months(now)):
        if number < 2 or period not in counted:
            sheets.append(count_sheet(period, since, min(until, now), now=now))
    cache.delete(USUAL)
    return sheets


def count_sheet(period: str, since: datetime, until: datetime, *, now: datetime) -> FigureSheet:
    data = count(since, until)
    sheet, _made = FigureSheet.objects.update_or_create(
        period=period, defaults={"since": since, "until": until, "data": data, "counted_at": now}
    )
    return sheet


def months(now: datetime) -> list[tuple[str, datetime, datetime]]:
    """(period, since, until) of each month since the first decision, newest first, in the city's own time."""
    first = CaseEntry.objects.order_by("at").values_list("at", flat=True).first()
    found: list[tuple[str, datetime, datetime]] = []
    start = timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    end = _next(start)
    while first is not None and end > first and len(found) < MOST_MONTHS:
        found.append((f"{start:%Y-%m}", start, end))
        start, end = _before(start), start
    return found


def usual_seconds() -> int | None:
    """How long things usually wait: the median of the last 90 days, as counted last; None where few were decided."""

    def read() -> int:
        sheet = FigureSheet.objects.filter(period=LAST_DAYS).first()
        found: dict[str, Any] = sheet.data["all"] if sheet is not None else {}
        return found["median_seconds"] if found.get("decided", 0) >= FEWEST else -1

    seconds = cache.get_or_set(USUAL, read, timeout=3600)
    return None if seconds is None or seconds < 0 else int(seconds)


def _next(month: datetime) -> datetime:
    later = (month.replace(tzinfo=None) + timedelta(days=32)).replace(day=1)
    return timezone.make_aware(later)


def _before(month: datetime) -> datetime:
    earlier = (month.replace(tzinfo=None) - timedelta(days=1)).replace(day=1)
    return timezone.make_aware(earlier)
