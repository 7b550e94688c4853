"""MistakeReport: what a reader says is wrong in one section of a page."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST = 1000  # characters


class MistakeState(models.TextChoices):
    OPEN = "open", _("Being looked at")
    USED = "used", _("A change was made of it")
    REFUSED = "refused", _("Not taken up")


class MistakeReportQuerySet(models.QuerySet["MistakeReport"]):
    def by(self, reporter: object) -> Self:
        return self.filter(reporter=reporter)


class MistakeReport(models.Model):
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.PROTECT, related_name="mistakes")
    # The section as it was then; empty where the whole page is meant.
    block_id = models.CharField(max_length=36, blank=True)
    heading = models.CharField(max_length=255, blank=True)
    text = models.TextField(_("what is wrong"), max_length=LONGEST)
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mistakes")
    reported_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=MistakeState.choices, default=MistakeState.OPEN)
    case = models.OneToOneField("moderation.Case", on_delete=models.PROTECT, related_name="mistake")
    suggestion = models.OneToOneField(
        "suggestions.Suggestion", null=True, blank=True, on_delete=models.PROTECT, related_name="mistake"
    )

    objects: ClassVar[MistakeReportQuerySet] = MistakeReportQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-reported_at", "-pk"]
        verbose_name = _("spotted mistake")
        verbose_name_plural = _("spotted mistakes")

    def __str__(self) -> str:
        return self.heading or str(self.page)
