"""Protection: how closely a page, or one section of it, is guarded, why and until when. Rows are never removed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .places import PAGE, Place


class Level(models.TextChoices):
    """From the least to the most guarded; `strictness` is the order."""

    OPEN = "open", pgettext_lazy("protection", "Open")
    CHECKED = "checked", _("Checked")
    TWO = "two", _("Checked by two")
    STAFF = "staff", _("Staff only")

    @property
    def strictness(self) -> int:
        return list(Level).index(self)

    @property
    def approvals(self) -> int:
        """How many moderators must agree before a change is published."""
        return 2 if self is Level.TWO else 1


# What a reader is told, beside the reason.
MEANING = {
    Level.OPEN: _("Changes by people with a good record go live at once and are looked at afterwards."),
    Level.CHECKED: _("A moderator looks at every change before it goes public."),
    Level.TWO: _("Two moderators must agree before a change goes public."),
    Level.STAFF: _("Only staff can change this."),
}
DEFAULT = Level.CHECKED


class ProtectionQuerySet(models.QuerySet["Protection"]):
    def of(self, page: Any) -> Self:
        return self.filter(page_id=page.pk)

    def in_force(self, now: datetime) -> Self:
        """Not lifted, and its last day is not over."""
        return self.filter(lifted_at=None).filter(
            Q(ends_on=None) | Q(ends_on__gte=timezone.localdate(now)),
        )


class Protection(models.Model):
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="protections")
    block = models.CharField(max_length=64, blank=True, help_text="A section's id; empty: the whole page.")
    heading = models.CharField(_("section"), max_length=255, blank=True)
    level = models.CharField(_("level"), max_length=8, choices=Level.choices)
    reason = models.CharField(_("reason"), max_length=300)
    starts_at = models.DateTimeField(_("since"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[Any] = ProtectionQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        verbose_name = _("protection")
        verbose_name_plural = _("protections")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "block"], condition=Q(lifted_at=None), name="one_protection_per_part"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_id} {self.heading or '—'}: {self.level}"

    @property
    def meaning(self) -> Any:
        return MEANING[Level(self.level)]

    def is_over(self, now: datetime) -> bool:
        return self.lifted_at is not None or (
            self.ends_on is not None and self.ends_on < timezone.localdate(now)
        )

    def covers(self, place: Place) -> bool:
        return not self.block or self.block in place


def strictest(rows: Iterable[Protection], touched: Iterable[Place]) -> tuple[Level, Protection | None]:
    """The level that a change of these places must meet, and the row that asks for it (None: nobody set one).

    A place meets the strictest of what covers it; a place that nothing covers is checked.
    """
    found: list[tuple[Level, Protection | None]] = []
    rows = list(rows)
    for place in touched:
        covering = [(Level(row.level), row) for row in rows if row.covers(place)]
        found.append(max(covering, key=lambda one: one[0].strictness) if covering else (DEFAULT, None))
    return max(found, key=lambda one: one[0].strictness, default=(DEFAULT, None))


def last_day(value: date | None, now: datetime) -> bool:
    """Whether a protection may end on that day: today or later."""
    return value is None or value >= timezone.localdate(now)


__all__ = ["DEFAULT", "MEANING", "PAGE", "Level", "Protection", "last_day", "strictest"]
