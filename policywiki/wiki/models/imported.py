"""What was imported: one row per official text, so that a second import knows the first."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    PUBLISHED = "published", _("Published")
    KEPT = "kept", _("Kept as a suggested change")


class ImportedTextQuerySet(models.QuerySet["ImportedText"]):
    def of(self, identity: str) -> Self:
        """All texts of one title, oldest first; the one without a date before all."""
        return self.filter(identity=identity).order_by(models.F("version_date").asc(nulls_first=True), "pk")

    def dated(self, version_date: date | None) -> Self:
        """The texts of this date; None is a date of its own: undated."""
        if version_date is None:
            return self.filter(version_date__isnull=True)
        return self.filter(version_date=version_date)


class ImportedText(models.Model):
    """One text of one title and date. `sha256` is that of its body without white space (texts.ParsedText)."""

    identity = models.CharField(_("title"), max_length=255)
    version_date = models.DateField(_("date of the version"), null=True, blank=True)
    paths = models.JSONField(_("files"), default=list)
    sha256 = models.CharField(max_length=64)
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome.choices)
    page = models.ForeignKey("wiki.KnowledgePage", on_delete=models.PROTECT, related_name="imported_texts")
    edition = models.OneToOneField(
        "editions.Edition", null=True, blank=True, on_delete=models.PROTECT, related_name="imported_text"
    )
    suggestion = models.OneToOneField(
        "suggestions.Suggestion",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="imported_text",
    )
    imported_at = models.DateTimeField(_("imported"))

    objects: ClassVar[Any] = ImportedTextQuerySet.as_manager()

    class Meta:
        ordering = ["identity", "version_date", "pk"]
        constraints = [
            models.UniqueConstraint(fields=("identity", "version_date", "sha256"), name="one_row_per_text"),
            models.UniqueConstraint(
                fields=("identity", "sha256"),
                condition=Q(version_date__isnull=True),
                name="one_row_per_undated_text",
            ),
        ]
        verbose_name = _("imported text")
        verbose_name_plural = _("imported texts")

    def __str__(self) -> str:
        return f"{self.identity} ({self.version_date or '—'})"
