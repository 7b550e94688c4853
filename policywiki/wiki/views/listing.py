"""The index of pages: by topic and language, newest change first or by title."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from taggit.models import Tag

from policywiki.wiki.models import KnowledgeIndexPage, KnowledgePage

PER_PAGE = 30
MOST_TOPICS = 24
ORDERS = {"newest": ("-last_published_at", "-pk"), "title": ("title", "pk")}


def show_index(request: HttpRequest, page: KnowledgeIndexPage) -> HttpResponse:
    return render(request, "wiki/index.html", {"page": page, **listing(request)})


def listing(request: HttpRequest) -> dict[str, Any]:
    """page_obj, topics, and what was chosen; a constant number of queries whatever the number of pages."""
    chosen = {name: request.GET.get(name, "") for name in ("tag", "language", "order")}
    if chosen["order"] not in ORDERS:
        chosen["order"] = "newest"
    pages = (
        _narrowed(chosen)
        .order_by(*ORDERS[chosen["order"]])
        .only("title", "language", "summary", "url_path", "last_published_at", "slug")
    )
    return {
        "page_obj": Paginator(pages, PER_PAGE).get_page(request.GET.get("page")),
        "chosen": chosen,
        "topics": _topics(),
        "languages": settings.LANGUAGES,
    }


def _narrowed(chosen: dict[str, str]) -> QuerySet[KnowledgePage]:
    pages = KnowledgePage.objects.live().public()
    if chosen["tag"]:
        pages = pages.filter(tags__name=chosen["tag"]).distinct()
    if chosen["language"]:
        pages = pages.filter(language=chosen["language"])
    return pages


def _topics() -> list[Tag]:
    used = Tag.objects.filter(wiki_pagetag_items__content_object__live=True)
    return list(used.annotate(times=Count("wiki_pagetag_items")).order_by("-times", "name")[:MOST_TOPICS])
