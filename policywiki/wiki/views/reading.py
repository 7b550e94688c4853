"""The page, as it is now or as it stood on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import ReferenceIndex

from policywiki.discussion.summary import talk_of
from policywiki.editions.models import Edition
from policywiki.suggestions.listing import being_checked
from policywiki.suggestions.models import Photo
from policywiki.suggestions.protection.rulings import guards_of
from policywiki.wiki.models import KnowledgePage
from policywiki.wiki.panels import panels_of
from policywiki.wiki.showing import public_pages

from .authors import show_authors
from .citations import citations_of

MOST_LINKS = 12


def show(request: HttpRequest, page: KnowledgePage) -> HttpResponse:
    """The live page; with ?at=YYYY-MM-DD the edition in force on that day, with ?authors=1 who wrote it."""
    if request.GET.get("authors") and (current := Edition.objects.current(page)) is not None:
        return show_authors(request, page, current)
    asked = request.GET.get("at", "")
    if not asked:
        return render(request, "wiki/page.html", page_context(request, page))
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        note = _("“%(asked)s” is not a day. Write it as 2024-05-01; here is the page as it is now.") % {
            "asked": asked
        }
        context = page_context(request, page) | {"problem": note}
        return render(request, "wiki/page.html", context, status=400)
    edition = Edition.objects.select_related("author", "reviewer", "revision").as_of(page, day)
    if edition is None:
        raise Http404(_("This page did not exist on that day."))
    return render(request, "wiki/page.html", edition_context(page, edition) | {"day": day})


def page_context(request: HttpRequest, page: KnowledgePage) -> dict[str, Any]:
    """Everything the live page shows; a constant number of queries whatever the length of the page."""
    return {
        "page": page,
        "edition": Edition.objects.select_related("author", "reviewer").current(page),
        "citations": citations_of(page),
        "guards": guards_of(page, request.user, timezone.now()),
        "tags": sorted(tag.name for tag in page.tags.all()),
        "related": public_pages(page.related.values_list("pk", flat=True)),
        "backlinks": backlinks(page),
        "being_checked": being_checked(page.pk),
        "translations": translations(page),
        "talk": talk_of(page),
        "panels": panels_of(page),
        "photos": list(Photo.objects.of_page(page.pk)),
    }


def edition_context(page: KnowledgePage, edition: Edition) -> dict[str, Any]:
    """An edition shown in the place of the page; acts belong to the live page and are left out."""
    then = edition.revision.as_object()
    return {"page": then, "live_page": page, "edition": edition, "past": True}


def backlinks(page: KnowledgePage) -> list[Any]:
    """Public pages that link to this one, by Wagtail's reference index."""
    found = ReferenceIndex.get_references_to(page).values_list("object_id", flat=True)[: MOST_LINKS * 4]
    own = {str(page.pk)}
    return public_pages(int(pk) for pk in set(found) - own if str(pk).isdecimal())[:MOST_LINKS]


def translations(page: KnowledgePage) -> list[Any]:
    ids = set(page.translations.values_list("pk", flat=True))
    if page.translation_of_id:
        ids.add(page.translation_of_id)
    return public_pages(ids - {page.pk}) if ids else []
