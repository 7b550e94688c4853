"""What a text cites of this site and how that stands now; kept by the worker from the live texts."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from .links import public


class Standing(models.TextChoices):
    """How a cited source stands to what was cited."""

    AS_CITED = "as_cited", _("As it was cited")
    CHANGED = "changed", _("Changed since it was cited")
    GONE = "gone", _("No longer there")


class Citation(models.Model):
    """One citation of a page of this site. `source` is a page's number and no foreign key: it may outlive the page."""

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

    class Meta:
        abstract = True


class PageCitationQuerySet(models.QuerySet["PageCitation"]):
    def shown(self) -> Self:
        """On pages that anybody can read."""
        return self.filter(page__in=public())

    def of_page(self, page_id: int) -> Self:
        """That cite this page."""
        return self.filter(source=page_id)


class PageCitation(Citation):
    """A page of knowledge cites another, or itself."""

    page = models.ForeignKey("wiki.KnowledgePage", on_delete=models.CASCADE, related_name="citations_kept")

    objects: ClassVar[Any] = PageCitationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "block"], name="one_row_per_citation")]

    def __str__(self) -> str:
        return f"{self.page_id} {self.block}"
