"""Links between pages, as the live text has them; kept by the worker, and thrown away with each new version."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Count, Min, Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from .pages import KnowledgePage


class PageLinkQuerySet(models.QuerySet["PageLink"]):
    def shown(self) -> Self:
        """On pages that anybody can read."""
        return self.filter(source__in=public())

    def missing(self) -> Self:
        """To pages that are not there for readers: never written, or taken away."""
        here = KnowledgePage.objects.live().public().order_by().values("slug")
        nowhere = Q(target_page=None) & ~Q(slug__in=here)
        gone = Q(target_page__isnull=False) & ~Q(target_page__in=public())
        return self.filter(nowhere | gone)

    def by_target(self) -> Any:
        """One row a target: {"target_page", "slug", "words", "times"}, the most wanted first."""
        wanted = self.order_by().values("target_page", "slug")
        counted = wanted.annotate(words=Min("words"), times=Count("source", distinct=True))
        return counted.order_by("-times", "words", "slug")

    def to(self, page: Page) -> Self:
        """By number, or by the address of a page of knowledge."""
        by_address = (
            Q(slug=page.slug, target_page=None) if page.specific_class is KnowledgePage else Q(pk=None)
        )
        return self.filter(Q(target_page=page.pk) | by_address)


def public() -> Any:
    return Page.objects.live().public().order_by().values("pk")


class PageLink(models.Model):
    """`target_page` is a number and no foreign key: a link may outlive its page."""

    source = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    target_page = models.BigIntegerField(null=True, db_index=True)
    slug = models.CharField(max_length=255, blank=True, db_index=True)
    words = models.CharField(max_length=255, blank=True)

    objects: ClassVar[Any] = PageLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link between pages")
        verbose_name_plural = _("links between pages")
        constraints = [
            models.UniqueConstraint(fields=["source", "target_page", "slug"], name="one_row_per_link")
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_page or self.slug}"
