"""What links to a page, and which pages are linked but missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import BigIntegerField, Q
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from wagtail.models import Page, ReferenceIndex

from policywiki.accounts.paging import page_of
from policywiki.wiki.models import PageCitation, PageLink

from .public import public_page

PER_PAGE = 50
SOURCES_NAMED = 3


@require_GET
def links_here(request: HttpRequest, page_id: int) -> HttpResponse:
    """Public pages whose text, citations or related pages lead here."""
    page = public_page(page_id)
    shown = page_of(request, linking_to(page), per_page=PER_PAGE)
    languages, cites = _languages(shown), _citations(page, [one.pk for one in shown])
    rows = [(one, languages.get(one.pk, ""), cites[one.pk]) for one in shown]
    return render(request, "wiki/links_here.html", {"page": page, "page_obj": shown, "rows": rows})


def linking_to(page: Page) -> Any:
    """By Wagtail's reference index, and by the addresses that people typed."""
    numbers = ReferenceIndex.get_references_to(page).annotate(number=Cast("object_id", BigIntegerField()))
    typed = PageLink.objects.to(page).values("source_id")
    found = Page.objects.live().public().filter(Q(pk__in=numbers.values("number")) | Q(pk__in=typed))
    return found.exclude(pk=page.pk).order_by("title", "pk").specific(defer=True)


def _languages(pages: Iterable[Page]) -> dict[int, str]:
    """One query a kind of page: their texts are not read for it."""
    kinds: dict[type[Page], list[int]] = defaultdict(list)
    for page in pages:
        kinds[page.specific_class].append(page.pk)
    known = [(kind, ids) for kind, ids in kinds.items() if hasattr(kind, "language")]
    return {
        pk: language
        for kind, ids in known
        for pk, language in kind.objects.filter(pk__in=ids).values_list("pk", "language")
    }


def _citations(page: Page, citing: list[int]) -> dict[int, list[PageCitation]]:
    """What each of these pages cites of this one; other links have nothing here."""
    found: dict[int, list[PageCitation]] = defaultdict(list)
    rows = PageCitation.objects.of_page(page.pk).filter(page__in=citing).select_related("edition")
    for row in rows.order_by("pk"):
        found[row.page_id].append(row)
    return found


@require_GET
def missing(request: HttpRequest) -> HttpResponse:
    """For those who like to write: what others link to and nobody has written, the most wanted first."""
    shown = page_of(request, PageLink.objects.shown().missing().by_target(), per_page=PER_PAGE)
    wanted = list(shown)
    sources = _sources(wanted)
    rows = [(one, sources[one["target_page"], one["slug"]]) for one in wanted]
    return render(request, "wiki/missing.html", {"page_obj": shown, "rows": rows})


def _sources(wanted: list[dict[str, Any]]) -> dict[Any, list[Page]]:
    """A few pages that link there, for each target."""
    slugs = [one["slug"] for one in wanted if one["slug"]]
    numbers = [one["target_page"] for one in wanted if one["target_page"] is not None]
    links = PageLink.objects.shown().filter(Q(target_page=None, slug__in=slugs) | Q(target_page__in=numbers))
    ids: dict[Any, list[int]] = defaultdict(list)
    for number, slug, source in links.order_by("pk").values_list("target_page", "slug", "source_id"):
        if len(ids[number, slug]) < SOURCES_NAMED:
            ids[number, slug].append(source)
    pages = Page.objects.filter(pk__in={pk for found in ids.values() for pk in found}).specific(defer=True)
    by_id = {page.pk: page for page in pages}
    return defaultdict(list, {key: [by_id[pk] for pk in found] for key, found in ids.items()})
