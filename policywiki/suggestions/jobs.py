"""What the worker does at its beat about staff's schedules."""

from __future__ import annotations

from django.utils import timezone

from policywiki.core.schedule import every

from .actions.due import keep_schedules

MINUTE = 60.0


@every(MINUTE)
def follow_schedules() -> None:
    """Versions with a time to go live, and pages with a time to go."""
    keep_schedules(now=timezone.now())
