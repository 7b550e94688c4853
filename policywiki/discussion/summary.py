"""How much is said about a page, for the page itself."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from wagtail.models import Page

from .models import Comment, Quotation, QuotationState
from .registry import home_of


def talk_of(page: Page) -> dict[str, Any]:
    """{"url", "total": comments, "by_part": anchor of a part -> notes on its words}. Two queries."""
    notes = Quotation.objects.of_text(page.pk).public().exclude(state=QuotationState.GONE).order_by()
    by_part = dict(notes.values_list("anchor").annotate(total=Count("pk")))
    total = Comment.objects.shown().about(page.pk).count()
    return {"url": home_of(page), "total": total, "by_part": by_part}
