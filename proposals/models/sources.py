"""What a proposal stands on, and what it leads to: pages that its evidence cites, pages that it changes."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .pages import ProposalPage
from .record import ProposalRecord


class Standing(models.TextChoices):
    """How a cited source stands to what was cited."""

    AS_CITED = "as_cited", _("As it was cited")
    CHANGED = "changed", _("Changed since it was cited")
    GONE = "gone", _("No longer there")


class CitedSourceQuerySet(models.QuerySet["CitedSource"]):
    def visible(self, user: Any) -> Self:
        """Of proposals that this person may read. Every public read starts here."""
        return self.filter(proposal__page__in=ProposalPage.objects.visible(user).values("pk"))

    def of_page(self, page_id: int) -> Self:
        return self.filter(source=page_id)


class CitedSource(models.Model):
    """One piece of evidence that cites a page of this site. Kept by the worker from the live texts.

    `source` is a page's number and no foreign key: a citation may outlive what it cites.
    """

    proposal = models.ForeignKey(ProposalRecord, on_delete=models.CASCADE, related_name="cited_sources")
    block = models.CharField(max_length=36)
    source = models.BigIntegerField(db_index=True)
    anchor = models.CharField(max_length=100, blank=True)
    # The heading or number of the cited article, as the cited version has it; empty for a whole page.
    place = models.CharField(max_length=255, blank=True)
    edition = models.ForeignKey("editions.Edition", null=True, on_delete=models.PROTECT, related_name="+")
    # Where it stands now, if it still does; an article may have another number since.
    anchor_now = models.CharField(max_length=100, blank=True)
    place_now = models.CharField(max_length=255, blank=True)
    standing = models.CharField(max_length=12, choices=Standing.choices, default=Standing.AS_CITED)
    # Only where words are quoted: whether they still stand in the cited place.
    quote_stands = models.BooleanField(null=True)

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
