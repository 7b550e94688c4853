"""Usefulness: one reader's yes or no to one page."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Count, Max, Q
from django.utils.translation import gettext_lazy as _

LONGEST = 500  # characters


class UsefulnessQuerySet(models.QuerySet["Usefulness"]):
    def between(self, first: date | None, last: date | None) -> Self:
        found = self
        if first:
            found = found.filter(answered_at__date__gte=first)
        if last:
            found = found.filter(answered_at__date__lte=last)
        return found

    def by_page(self) -> Any:
        """{"page", "page__title", "yes", "no", "with_words", "latest"} for each page, the most noes first."""
        counts = {
            "yes": Count("pk", filter=Q(useful=True)),
            "no": Count("pk", filter=Q(useful=False)),
            "with_words": Count("pk", filter=~Q(why="")),
            "latest": Max("answered_at"),
        }
        return self.values("page", "page__title").annotate(**counts).order_by("-no", "-yes", "page")


class Usefulness(models.Model):
    """`reader` is a keyed hash of the account or the device: it tells two readers apart and names neither."""

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="usefulness")
    reader = models.CharField(max_length=32)
    useful = models.BooleanField(_("useful"))
    why = models.CharField(_("why"), max_length=LONGEST, blank=True)
    # The version that was read, so that an old complaint is not held against a page that was mended.
    edition = models.PositiveIntegerField(null=True)
    answered_at = models.DateTimeField()

    objects: ClassVar[Any] = UsefulnessQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "reader"], name="one_usefulness_per_reader")]
        indexes = [models.Index(fields=["answered_at"])]
        verbose_name = _("usefulness")

    def __str__(self) -> str:
        return f"{'+' if self.useful else '-'}{self.page_id}"
