"""What one may link to while writing: public pages found by their title or address, and addresses elsewhere."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.db.models import Case, Value, When
from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language_from_path
from django.views.decorators.http import require_GET
from wagtail.models import Page

from policywiki.core import links

MOST = 8
SHORTEST_DEPTH = 3  # the tree's root and the front page are nothing to link to


@require_GET
def find_links(request: HttpRequest) -> JsonResponse:
    """?q=title or address -> {"links": [{"id", "title", "url", "where"}]}; an address elsewhere has no id."""
    text = request.GET.get("q", "").strip()[: links.LONGEST]
    return JsonResponse({"links": found(request, text) if text else []})


def found(request: HttpRequest, text: str) -> list[dict[str, Any]]:
    if (page := page_at(request, text)) is not None:
        return [_page(page)]
    pages = [_page(page) for page in titled(text)]
    address = links.address(
        text if "." not in text or ":" in text or text.startswith(("/", "#")) else f"https://{text}"
    )
    if address and _looks_meant(text):
        pages.append({"id": None, "title": text, "url": address, "where": ""})
    return pages


def titled(text: str) -> list[Page]:
    """Public pages with these words in their title; those that begin with them first."""
    begins = Case(When(title__istartswith=text, then=Value(0)), default=Value(1))
    pages = Page.objects.live().public().filter(depth__gte=SHORTEST_DEPTH, title__icontains=text)
    return list(pages.order_by(begins, "title", "pk").specific(defer=True)[:MOST])


def page_at(request: HttpRequest, address: str) -> Page | None:
    """The public page at an address of this site, or None."""
    parts = urlsplit(address) if address.startswith(("/", "http://", "https://")) else None
    if parts is None or parts.netloc not in ("", request.get_host()):
        return None
    language = get_language_from_path(parts.path)
    page = Page.find_for_request(request, parts.path.removeprefix(f"/{language}") if language else parts.path)
    if page is None or page.depth < SHORTEST_DEPTH:
        return None
    return Page.objects.live().public().filter(pk=page.pk).specific(defer=True).first()


def _page(page: Page) -> dict[str, Any]:
    return {
        "id": page.pk,
        "title": page.title,
        "url": page.url or "",
        "where": str(page.specific_class._meta.verbose_name),
    }


def _looks_meant(text: str) -> bool:
    """Whether somebody typed an address and not a word."""
    return text.startswith(("/", "#", "mailto:", "http://", "https://")) or (
        "." in text.strip(".") and " " not in text and text.isascii()
    )
