"""A threat to somebody's life: one button, the city's own instruction, out of the ordinary list."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class CityInstruction(models.Model):
    """What a moderator of this city does now: one row, which officials edit."""

    text_zh = models.TextField(_("instruction, Chinese"))
    text_en = models.TextField(_("instruction, English"))

    class Meta:
        verbose_name = _("instruction for threats to life")
        verbose_name_plural = _("instruction for threats to life")

    def __str__(self) -> str:
        return self.text.partition("\n")[0][:80]

    @property
    def text(self) -> str:
        """In the reader's language."""
        return self.text_en if (get_language() or "").startswith("en") else self.text_zh


class Alarm(models.Model):
    """Somebody's life may be in danger: who said so, about what, and what was done."""

    kind = models.CharField(max_length=32)
    object_id = models.PositiveBigIntegerField()
    title = models.CharField(max_length=255)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(
        "moderation.Case", null=True, blank=True, on_delete=models.PROTECT, related_name="alarms"
    )
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(_("raised"))
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    done = models.TextField(_("what was done"), blank=True)

    class Meta:
        ordering = ["-raised_at", "-pk"]
        verbose_name = _("threat to life")
        verbose_name_plural = _("threats to life")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id"],
                condition=models.Q(ended_at__isnull=True),
                name="one_open_alarm_per_item",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def open(self) -> bool:
        return self.ended_at is None


def instruction() -> Any:
    """The city's instruction, or None where nobody has written one yet."""
    return CityInstruction.objects.order_by("pk").first()
