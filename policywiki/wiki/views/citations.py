"""One citation of a page: as it was cited, as it is now, and the difference."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from policywiki.editions.models import Edition
from policywiki.suggestions.protection.rulings import guards_of
from policywiki.wiki.cited import cited
from policywiki.wiki.models import KnowledgePage, PageCitation
from policywiki.wiki.sources import citable

from .public import public_page


@require_safe
def source(request: HttpRequest, page_id: int, block: str) -> HttpResponse:
    """404 where this part of the page cites no page of knowledge."""
    page = public_page(page_id)
    value = _citation(page, block)
    edition = Edition.objects.current(page)
    if edition is None:
        raise Http404
    kept = PageCitation.objects.filter(page=page, block=block).first()
    found = cited(value, since=edition.published_at, kept=kept)
    if found is None:
        raise Http404
    guards = guards_of(page, request.user, timezone.now())
    context = {
        "page": page,
        "part": block,
        "value": value,
        "found": found,
        "source": citable().filter(pk=value["page"]).first(),
        "closed": guards.page_closed or block in guards.closed,
    }
    return render(request, "wiki/source.html", context)


def citations_of(page: KnowledgePage) -> dict[str, PageCitation]:
    """By block; nothing is asked for a page that has no citation."""
    if not any(block["type"] == "citation" for block in page.body.raw_data):
        return {}
    return {row.block: row for row in PageCitation.objects.filter(page=page).select_related("edition")}


def _citation(page: Any, block: str) -> dict[str, Any]:
    for one in page.body.raw_data if isinstance(page, KnowledgePage) else ():
        if one["id"] == block and one["type"] == "citation":
            value: dict[str, Any] = one["value"]
            return value
    raise Http404
