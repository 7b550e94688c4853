"""Who wrote this: every part of an edition with the people whose words it is made of; for a page and as data."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from wagtail.models import Page

from policywiki.editions.models import Edition
from policywiki.wiki.attribution.authors import LineBy, Share, written

from .public import about, edition_of, public_page


@require_GET
def authors(request: HttpRequest, page_id: int, number: int) -> HttpResponse:
    page = public_page(page_id)
    return show_authors(request, page, edition_of(page, number))


def show_authors(request: HttpRequest, page: Page, edition: Edition) -> HttpResponse:
    context = {
        "page": page,
        "edition": edition,
        "current": Edition.objects.current(page),
        "written": written(page, edition),
    }
    return render(request, "wiki/authors.html", context)


@require_GET
def authors_json(request: HttpRequest, page_id: int, number: int) -> JsonResponse:
    """For whoever uses the text elsewhere and has to name its authors. 503 while it is being worked out."""
    page = public_page(page_id)
    found = written(page, edition_of(page, number))
    if found is None:
        return JsonResponse({"status": "being worked out"}, status=503, headers={"Retry-After": "60"})
    data = {
        "page": about(request, page),
        "version": number,
        "by": [_told(share) for share in found.by],
        "text": [
            _line(line)
            for part in found.parts
            for line in (
                *([part.heading] if part.heading else []),
                *(line for group in part.groups for line in group.lines),
            )
        ],
    }
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _line(line: LineBy) -> list[dict[str, Any]]:
    return [
        {"sentence": one.text, "first_in_version": one.first.number, "by": [_told(share) for share in one.by]}
        for one in line.sentences
    ]


def _told(share: Share) -> dict[str, Any]:
    """A person by public name, never by address."""
    return {
        "author": str(share.author) if share.author else None,
        "official_text": share.imported,
        "versions": [edition.number for edition in share.editions],
        "share": round(share.share, 4),
    }
