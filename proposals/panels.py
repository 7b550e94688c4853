"""What proposals say beside a page of knowledge."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser

from policywiki.wiki.models import KnowledgePage
from policywiki.wiki.panels import Panel, register

from .models import CitedSource

MOST_SHOWN = 5


def cited_by(page: KnowledgePage) -> dict[str, Any] | None:
    """The newest proposals that cite it, whoever asks."""
    found = CitedSource.objects.visible(AnonymousUser()).of_page(page.pk).select_related("proposal__page")
    rows = list(found.order_by("-proposal__published_at", "-proposal__number", "pk")[:MOST_SHOWN])
    return {"page": page, "rows": rows} if rows else None


def register_panels() -> None:
    register(Panel("cited_by", "proposals/cited_by_panel.html", cited_by))
