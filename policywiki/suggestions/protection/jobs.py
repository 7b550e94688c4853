"""What the worker does at its beat about protections."""

from __future__ import annotations

from django.utils import timezone

from policywiki.core.schedule import every

from .actions import follow_ended

HOUR = 3600.0


@every(HOUR)
def follow() -> None:
    """Midnight ends a protection without anybody saving anything."""
    follow_ended(now=timezone.now())
