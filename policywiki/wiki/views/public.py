"""Finding a page and its editions for everybody, and what is told of a page as data."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from wagtail.models import Page

from policywiki.editions.models import Edition


def public_page(page_id: int) -> Page:
    """The page if anybody may read it, else 404: what is not public has no public history."""
    page = get_object_or_404(Page.objects.live().public(), pk=page_id).specific
    if not hasattr(page, "content_fields"):
        raise Http404
    return page


def edition_of(page: Page, number: int) -> Edition:
    return get_object_or_404(
        Edition.objects.select_related("author", "reviewer", "revision"), page_id=page.pk, number=number
    )


def about(request: HttpRequest, page: Page) -> dict[str, Any]:
    return {
        "id": page.pk,
        "title": page.title,
        "url": page.get_full_url(request),
        "type": page.specific_class.__name__,
    }
