"""What the worker does at its beat for trust and safety."""

from __future__ import annotations

from django.utils import timezone

from policywiki.core.schedule import every

from .actions.count import count_sheets
from .actions.hide import forget_hidden

HOUR = 3600.0


@every(HOUR)
def forget() -> None:
    """Hidden words are kept for a second look, not for ever."""
    forget_hidden(now=timezone.now())


@every(HOUR)
def count_figures() -> None:
    """The public figures, and the line that says how long things usually wait."""
    count_sheets(now=timezone.now())
