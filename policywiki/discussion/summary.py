"""How much is said about a page, for the page itself."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from wagtail.models import Page

from .marks import Noted
from .models import Comment, Quotation
from .registry import home_of

MOST_MARKED = 100
"""Passages marked in one text; of more, those with the most comments."""
WORDS = ("now_exact", "now_prefix", "now_suffix")


def talk_of(page: Page) -> dict[str, Any]:
    """{"url", "total": comments, "by_part": anchor of a part -> notes on its words, "noted"}. Three queries."""
    notes = Quotation.objects.of_text(page.pk).public().found().order_by()
    by_part = dict(notes.values_list("anchor").annotate(total=Count("pk")))
    total = Comment.objects.shown().about(page.pk).count()
    return {
        "url": home_of(page),
        "total": total,
        "by_part": by_part,
        "noted": noted_in(page) if by_part else [],
    }


def noted_in(page: Page) -> list[Noted]:
    """The words of this page (the specific one) that comments speak about, to be marked in it. One query."""
    notes = Quotation.objects.of_text(page.pk).public().found()
    passages = notes.values(*WORDS).annotate(total=Count("pk"), first=Min("comment"))
    return [_noted(page, one) for one in passages.order_by("-total", "first")[:MOST_MARKED]]


def _noted(page: Page, passage: dict[str, Any]) -> Noted:
    total, first = passage["total"], passage["first"]
    if total > 1:
        url = f"{home_of(page)}?words={first}#comments"
    else:
        url = f"{reverse('discussion:comment', args=[first])}#comment-{first}"
    label = ngettext("%(n)s comment on these words", "%(n)s comments on these words", total) % {"n": total}
    words, prefix, suffix = (passage[name] for name in WORDS)
    return Noted(words, prefix, suffix, total, url, label, get_language() or "")
