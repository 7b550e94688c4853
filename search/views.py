"""GET /search/?q=&kind=&language=&stage=&tag=&page= as a page, and with format=json for machines.

/search/similar/ with title and problem: published proposals like them, for the form that writes one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from policywiki.core import limits
from proposals.alike import Alike, alike_to
from proposals.calls import sentence as call_sentence
from proposals.drafts import SESSION_KEY
from proposals.models import CallPage
from proposals.stages import Stage
from search.asking import ask
from search.kinds import NAMES
from search.queries import MAX_LENGTH, Filters, Hit, Passage, QueryTooLong, Results, search


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """The search page. An empty query shows how to search; one too long is answered with 400."""
    text = request.GET.get("q", "").replace("\0", "").strip()
    filters = Filters(**{name: request.GET.get(name, "") for name, _value in Filters().items()})
    as_json = request.GET.get("format") == "json"
    try:
        found = search(text, filters, page=_page_number(request), request=request)
    except QueryTooLong:
        error = _("This is longer than %(number)d characters. Please search for fewer words.") % {
            "number": MAX_LENGTH
        }
        return _refuse(request, text, error, as_json=as_json)
    if as_json:
        return JsonResponse(_json(request, text, found), json_dumps_params={"ensure_ascii": False})
    return render(request, "search/results.html", _context(text, found))


@require_http_methods(["GET", "HEAD", "POST"])
def similar(request: HttpRequest) -> HttpResponse:
    """Published proposals like a title and problem that somebody is writing. Keeps nothing of them.

    As a piece of a page for htmx, else as a page, with format=json for machines. `draft` names the draft in
    the addresses to join one. Beyond its limit nothing more is said (204).
    """
    try:
        limits.spend(request, "similar")
    except limits.TooOften:
        return HttpResponse(status=204)
    given = request.POST if request.method == "POST" else request.GET
    title, text = (given.get(name, "").replace("\0", "") for name in ("title", "problem"))
    found = alike_to(title=title, text=text, viewer=request.user)
    if request.GET.get("format") == "json":
        rows = [_alike_json(request, one) for one in [*found["alike"], *found["more_alike"]]]
        return JsonResponse({"similar": rows}, json_dumps_params={"ensure_ascii": False})
    draft = request.GET.get("draft", "")
    htmx = bool(getattr(request, "htmx", False))
    context = found | {
        "draft_key": draft if draft.isdecimal() or draft == SESSION_KEY else "",
        "speaks": htmx,
    }
    template = "proposals/alike.html" if htmx else "search/similar.html"
    return render(request, template, context)


def _alike_json(request: HttpRequest, one: Alike) -> dict[str, Any]:
    return {
        "code": one.record.code,
        "title": one.record.page.title,
        "url": request.build_absolute_uri(one.record.get_absolute_url()),
        "language": one.record.page.language,
        "stage": one.record.stage,
        "shared_sentences": [strip_tags(sentence) for sentence in one.shared],
    }


def _page_number(request: HttpRequest) -> int:
    number = request.GET.get("page", "1")
    return int(number) if number.isdecimal() and len(number) < 7 else 1


def _refuse(request: HttpRequest, text: str, error: str, *, as_json: bool) -> HttpResponse:
    if as_json:
        return JsonResponse({"error": error}, status=400, json_dumps_params={"ensure_ascii": False})
    context = {"query": text, "results": Results(ask(""), Filters()), "error": error}
    return render(request, "search/results.html", context, status=400)


def _context(text: str, found: Results) -> dict[str, Any]:
    return {
        "query": text,
        "results": found,
        "rows": [
            {"hit": hit, "kind": _label("kind", hit.card.kind), "stage": _stage(hit)} for hit in found.hits
        ],
        "facets": _facets(text, found),
        "chosen": any(value for _name, value in found.filters.items()),
        "all_url": _address(text),
        "previous_url": _address(text, found.filters, found.page - 1) if found.page > 1 else "",
        "next_url": _address(text, found.filters, found.page + 1) if found.page < found.pages else "",
        "json_url": _address(text, found.filters, found.page, "json"),
    }


def _facets(text: str, found: Results) -> list[dict[str, Any]]:
    """One group of links a filter: each adds its value, or takes it back where it is chosen."""
    titles = {"kind": _("What"), "language": _("Language"), "stage": _("Stage"), "tag": _("Topic")}
    groups = []
    for name, chosen in found.filters.items():
        counts = found.facets.get(name, [])
        choices = [
            {
                "label": _label(name, value),
                "lang": value if name == "language" else "",
                "count": count,
                "chosen": value == chosen,
                "url": _address(text, replace(found.filters, **{name: "" if value == chosen else value})),
            }
            for value, count in counts
        ]
        if len(choices) > 1 or chosen:
            groups.append({"name": name, "title": titles[name], "choices": choices})
    return groups


def _label(name: str, value: str) -> str:
    if name == "kind":
        return str(NAMES.get(value, value))
    if name == "stage":
        return str(Stage(value).label) if value in Stage.values else value
    if name == "language":
        try:
            return str(get_language_info(value.lower())["name_local"])
        except KeyError:
            return value
    return value


def _stage(hit: Hit) -> str:
    """Where a proposal stands, until when a call is open."""
    if isinstance(hit.page, CallPage):
        return call_sentence(hit.page, now=timezone.now())
    return _label("stage", hit.card.stage) if hit.card.stage else ""


def _address(text: str, filters: Filters | None = None, page: int = 1, form: str = "") -> str:
    """The address of these results."""
    query = ({"q": text} if text else {}) | {
        name: value for name, value in (filters.items() if filters else []) if value
    }
    if page > 1:
        query["page"] = str(page)
    if form:
        query["format"] = form
    return f"{reverse('search:results')}?{urlencode(query)}"


def _json(request: HttpRequest, text: str, found: Results) -> dict[str, Any]:
    """The documented shape (docs/search-api.md); every address is absolute."""
    context = _context(text, found)
    return {
        "query": text,
        "filters": dict(found.filters.items()),
        "total": found.total,
        "page": found.page,
        "pages": found.pages,
        "all_words_found": not found.partly,
        "hits": [_hit_json(request, hit) for hit in found.hits],
        "facets": {
            name: [{"value": value, "label": _label(name, value), "count": count} for value, count in counts]
            for name, counts in found.facets.items()
        },
        "previous": _absolute_json(request, context["previous_url"]),
        "next": _absolute_json(request, context["next_url"]),
    }


def _absolute_json(request: HttpRequest, url: str) -> str | None:
    return request.build_absolute_uri(f"{url}&format=json") if url else None


def _hit_json(request: HttpRequest, hit: Hit) -> dict[str, Any]:
    card = hit.card
    return {
        "kind": card.kind,
        "title": strip_tags(hit.title),
        "url": request.build_absolute_uri(hit.url),
        "page_url": request.build_absolute_uri(hit.page_url),
        "language": card.language,
        "stage": card.stage or None,
        "district": card.district or None,
        "tags": list(card.tags),
        "date": card.date or None,
        "passages": [_passage_json(request, passage) for passage in hit.passages],
    }


def _passage_json(request: HttpRequest, passage: Passage) -> dict[str, Any]:
    return {
        "label": passage.label or None,
        "heading": strip_tags(passage.heading),
        "anchor": passage.anchor,
        "url": request.build_absolute_uri(passage.url),
        "text": passage.text,
        "html": str(passage.html),
    }
