"""Who may not write for a while: a block has a reason, a term and a second look."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class BlockQuerySet(models.QuerySet["Block"]):
    def in_force(self, now: datetime) -> Self:
        return self.filter(lifted_at__isnull=True, since__lte=now).filter(
            Q(until__isnull=True) | Q(until__gt=now)
        )


class Block(models.Model):
    """This person writes nothing here until `until`, or until it is lifted where that is empty."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="blocks")
    reason = models.ForeignKey("moderation.Reason", on_delete=models.PROTECT, related_name="+")
    note = models.TextField(_("message to the person"), blank=True, max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled = models.PositiveIntegerField(default=0, help_text="Items that were decided in the same act.")
    case = models.OneToOneField(
        "moderation.Case", null=True, blank=True, on_delete=models.PROTECT, related_name="block"
    )

    objects: ClassVar[Any] = BlockQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        verbose_name = _("pause in writing")
        verbose_name_plural = _("pauses in writing")
        indexes = [models.Index(fields=["person", "lifted_at"])]

    def __str__(self) -> str:
        return f"{self.person_id} {self.since:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("trust:block", args=[self.pk])

    def holds(self, now: datetime) -> bool:
        return self.lifted_at is None and self.since <= now and (self.until is None or self.until > now)
