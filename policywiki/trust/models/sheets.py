"""The public figures as the worker counted them: one row a month, and one for the last 90 days."""

from __future__ import annotations

from django.db import models

LAST_DAYS = "last"


class FigureSheet(models.Model):
    """`period` is "2026-11" or LAST_DAYS; `data` is trust.figures.Figures as JSON."""

    period = models.CharField(max_length=8, unique=True)
    since = models.DateTimeField()
    until = models.DateTimeField()
    data = models.JSONField(default=dict)
    counted_at = models.DateTimeField()

    class Meta:
        ordering = ["-until"]

    def __str__(self) -> str:
        return self.period
