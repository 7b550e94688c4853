"""What a proposal stands on, and what it leads to: pages that its evidence cites, pages that it changes."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models

from policywiki.wiki.models import Citation

from .pages import ProposalPage
from .record import ProposalRecord


class CitedSourceQuerySet(models.QuerySet["CitedSource"]):
    def visible(self, user: Any) -> Self:
        """Of proposals that this person may read. Every public read starts here."""
        return self.filter(proposal__page__in=ProposalPage.objects.visible(user).values("pk"))

    def of_page(self, page_id: int) -> Self:
        return self.filter(source=page_id)


class CitedSource(Citation):
    """One piece of evidence that cites a page of this site."""

    proposal = models.ForeignKey(ProposalRecord, on_delete=models.CASCADE, related_name="cited_sources")

    objects: ClassVar[Any] = CitedSourceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "block"], name="one_source_per_evidence")]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.block}"


class PageToChange(models.Model):
    """A page that an adopted proposal changes, as an official has said."""

    proposal = models.ForeignKey(ProposalRecord, on_delete=models.PROTECT, related_name="pages_to_change")
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.PROTECT, related_name="+")
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()

    class Meta:
        ordering = ["named_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "page"], name="a_page_to_change_is_named_once")
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} -> {self.page_id}"


class ChangeBegun(models.Model):
    """A suggestion that carries an adopted proposal into a page; the way back from one to the other."""

    target = models.ForeignKey(PageToChange, on_delete=models.PROTECT, related_name="begun")
    suggestion = models.OneToOneField(
        "suggestions.Suggestion", on_delete=models.CASCADE, related_name="carries_out"
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.target_id} {self.suggestion_id}"
