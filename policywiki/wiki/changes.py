"""Recent changes: every publication of every public page, narrowed as a reader likes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from policywiki.core.publication import RESTORES, UNDOES
from policywiki.editions.models import Edition
from policywiki.suggestions.registry import changeable

PERIODS = {
    "day": (_("Last 24 hours"), timedelta(days=1)),
    "week": (_("Last 7 days"), timedelta(days=7)),
    "month": (_("Last 30 days"), timedelta(days=30)),
    "year": (_("Last year"), timedelta(days=365)),
}


@dataclass(frozen=True)
class Change:
    """One line of the list: an edition, and its page as it is now."""

    edition: Edition
    page: Page

    @property
    def is_new(self) -> bool:
        return self.edition.number == 1

    @property
    def kind(self) -> str:
        """What happened besides a change: "new", "restored", "undone", "official" or nothing."""
        came = self.edition.provenance
        for name, kind in ((RESTORES, "restored"), (UNDOES, "undone"), ("import", "official")):
            if name in came:
                return kind
        return "new" if self.is_new else ""


def kinds() -> dict[str, type[Page]]:
    """The kinds of page by their name in the address."""
    return {str(model._meta.model_name): model for model in changeable()}


def recent(chosen: Mapping[str, str], now: datetime) -> QuerySet[Edition]:
    """Newest first. `chosen`: kind, language, topic, author, period; what is empty or unknown narrows nothing."""
    editions = Edition.objects.filter(page__in=Page.objects.live().public().order_by().values("pk"))
    if narrowed := _pages(chosen):
        editions = editions.filter(narrowed)
    if author := chosen.get("author", "").strip():
        editions = editions.filter(author__display_name__icontains=author, author__erased_at=None)
    if period := PERIODS.get(chosen.get("period", "")):
        editions = editions.filter(published_at__gte=now - period[1])
    found: QuerySet[Edition] = editions.select_related("author", "reviewer").order_by("-published_at", "-pk")
    return found


def _pages(chosen: Mapping[str, str]) -> Q | None:
    """Pages of one kind, in one language, on one topic; any kind has its own table of texts."""
    names = {name: chosen.get(name, "").strip() for name in ("kind", "language", "topic")}
    if not any(names.values()):
        return None
    wanted = kinds()
    if names["kind"] in wanted:
        wanted = {names["kind"]: wanted[names["kind"]]}
    found = Q(pk__in=[])
    for model in wanted.values():
        pages = model._default_manager.order_by()
        if names["language"]:
            pages = pages.filter(language=names["language"])
        if names["topic"]:
            pages = pages.filter(tags__name__iexact=names["topic"])
        found |= Q(page__in=pages.values("pk"))
    return found


def with_pages(editions: list[Edition]) -> list[Change]:
    """The editions with their pages: one query a kind of page, however many lines."""
    ids = {edition.page_id for edition in editions}
    pages = {page.pk: page for page in Page.objects.filter(pk__in=ids).specific()}
    return [Change(edition, pages[edition.page_id]) for edition in editions if edition.page_id in pages]


def described(filters: Mapping[str, Any]) -> dict[str, str]:
    """What was chosen, cut to what the filters know."""
    return {
        name: str(filters.get(name, ""))[:100] for name in ("kind", "language", "topic", "author", "period")
    }
