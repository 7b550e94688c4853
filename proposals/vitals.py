"""How far counting lags behind the votes: the one thing that must never go unnoticed."""

from __future__ import annotations

import logging

from django.conf import settings
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from policywiki.core.schedule import every
from policywiki.core.vitals import vital

from .models import LedgerRow

logger = logging.getLogger(__name__)

ADVICE = _("Votes are safe but not counted: see whether the worker runs (manage.py work).")


@vital(
    "counting_lag_seconds",
    label=_("Seconds that the oldest vote has waited to be counted"),
    advice=ADVICE,
    alarm=lambda: settings.COUNTING_ALARM,
)
def counting_lag() -> float:
    """Age in seconds of the oldest act that is not counted; 0 where nothing waits."""
    oldest = LedgerRow.objects.unsealed().aggregate(at=Min("at"))["at"]
    return max((timezone.now() - oldest).total_seconds(), 0.0) if oldest else 0.0


@every(30)
def say_when_counting_lags() -> None:
    """In the log as well, for whoever watches that: a worker that counts too slowly says so itself."""
    if (lag := counting_lag()) >= settings.COUNTING_ALARM:
        logger.error("the oldest vote has waited %.0f seconds to be counted", lag)
