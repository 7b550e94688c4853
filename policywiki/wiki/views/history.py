"""Public history: every edition, any two compared, page and edition as JSON. Drafts and pending text: 404."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from policywiki.core.page_content import content_fields, content_of
from policywiki.editions.models import Edition
from policywiki.suggestions.diff import diff
from policywiki.suggestions.models import Protection
from policywiki.suggestions.permissions import may_begin
from policywiki.suggestions.showing import AsPage
from policywiki.wiki.models import KnowledgePage

from .public import about, edition_of, public_page
from .reading import edition_context

PER_PAGE = 50


@require_GET
def history(request: HttpRequest, page_id: int) -> HttpResponse:
    page = public_page(page_id)
    editions = (
        Edition.objects.filter(page_id=page.pk).select_related("author", "reviewer").order_by("-number")
    )
    shown = Paginator(editions, PER_PAGE).get_page(request.GET.get("page"))
    current = Edition.objects.current(page)
    context = {
        "page": page,
        "page_obj": shown,
        "editions": list(shown),
        "newest": current.number if current else 0,
        "can_return": bool(may_begin(request.user, page)),
        "protections": Protection.objects.of(page).select_related("set_by", "lifted_by"),
    }
    return render(request, "wiki/history.html", context)


@require_GET
def edition(request: HttpRequest, page_id: int, number: int) -> HttpResponse:
    page = public_page(page_id)
    found = edition_of(page, number)
    if not isinstance(page, KnowledgePage):
        return redirect(f"{page.url}?at={found.in_force_on or ''}")
    return render(request, "wiki/page.html", edition_context(page, found))


@require_GET
def compare(request: HttpRequest, page_id: int) -> HttpResponse:
    """?a=3&b=5: what changed from one edition to another. Without numbers: the last change."""
    page = public_page(page_id)
    last = Edition.objects.current(page)
    if last is None:
        raise Http404
    new = edition_of(page, _number(request, "b", last.number))
    old = edition_of(page, _number(request, "a", max(1, new.number - 1)))
    if old.number > new.number:
        old, new = new, old
    content = _content(new)
    found = diff(_content(old), content, dict(content_fields(page)))
    as_page = AsPage.of(page, content)
    return render(
        request,
        "wiki/compare.html",
        {"page": page, "old": old, "new": new, "diff": found, "as_page": as_page},
    )


@require_GET
def page_json(request: HttpRequest, page_id: int) -> JsonResponse:
    """The live page: its content, address and current edition."""
    page = public_page(page_id)
    current = Edition.objects.select_related("author", "reviewer").current(page)
    return _json({"page": about(request, page), "edition": _told(current), "content": content_of(page)})


@require_GET
def edition_json(request: HttpRequest, page_id: int, number: int) -> JsonResponse:
    page = public_page(page_id)
    found = edition_of(page, number)
    return _json({"page": about(request, page), "edition": _told(found), "content": _content(found)})


def _number(request: HttpRequest, name: str, default: int) -> int:
    value = request.GET.get(name, "")
    if value and not value.isdecimal():
        raise Http404(_("There is no such version."))
    return int(value) if value else default


def _content(found: Edition) -> dict[str, Any]:
    return content_of(found.revision.as_object())


def _told(found: Edition | None) -> dict[str, Any] | None:
    """An edition by its public facts only; a person by public name, never by address."""
    if found is None:
        return None
    return {
        "number": found.number,
        "author": str(found.author) if found.author else None,
        "reviewed": found.reviewer_id is not None,
        "summary": found.summary,
        "published_at": found.published_at.isoformat(),
        "in_force_on": found.in_force_on.isoformat() if found.in_force_on else None,
        "undated": found.undated,
    }


def _json(data: dict[str, Any]) -> JsonResponse:
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
