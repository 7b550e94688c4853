"""Edition: one row per publication of a page, by any route. Public history reads these, never revisions."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class EditionQuerySet(models.QuerySet["Edition"]):
    def of(self, page: Any) -> Self:
        """Editions of one page, oldest first; what has no date comes before everything dated."""
        return self.filter(page_id=page.pk).order_by(F("in_force_on").asc(nulls_first=True), "number")

    def current(self, page: Any) -> Edition | None:
        """The edition readers see now: the latest published."""
        return self.filter(page_id=page.pk).order_by("-number").first()

    def as_of(self, page: Any, day: date) -> Edition | None:
        """The edition in force on that day, or None when there was none yet."""
        return self.of(page).filter(Q(in_force_on__isnull=True) | Q(in_force_on__lte=day)).last()


class Edition(models.Model):
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(_("version"))
    revision = models.OneToOneField("wagtailcore.Revision", on_delete=models.PROTECT, related_name="edition")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="editions_written"
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="editions_reviewed"
    )
    summary = models.CharField(_("what changed"), max_length=300, blank=True)
    published_at = models.DateTimeField(_("published"))
    effective_at = models.DateField(_("in force from"), null=True, blank=True)
    in_force_on = models.DateField(
        null=True,
        db_index=True,
        help_text="effective_at, else the day of publication; empty: undated, first.",
    )
    undated = models.BooleanField(default=False)
    provenance = models.JSONField(default=dict, blank=True)

    objects: ClassVar[Any] = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["page", "number"]
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="one_edition_per_number")]
        indexes = [models.Index(fields=["-published_at", "-id"], name="editions_newest_first")]
        verbose_name = _("version")
        verbose_name_plural = _("versions")

    def __str__(self) -> str:
        return f"{self.page_id}/{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("wiki:edition", args=[self.page_id, self.number])


class EditionDigest(models.Model):
    """A digest of an edition's content, to see where a page came back to an earlier text."""

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="digest")
    digest = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.digest


class Reversal(models.Model):
    """An edition that a later one took back: see editions.reversals."""

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="reversal")
    by = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.edition_id} by {self.by_id}"
