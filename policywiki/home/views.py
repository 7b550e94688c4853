"""The front page, how one likes to read, and what the site is."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from policywiki.core.wording import deadline_text, number_text
from policywiki.editions.models import Edition
from policywiki.wiki.models import KnowledgePage
from proposals.models import ProposalRecord
from proposals.stages import ENDED_EARLY, OPEN, Stage

from .models import HomePage

SHOWN = 5
YEAR = 365 * 24 * 3600
CHOICES = {"theme": ("", "light", "dark"), "text_size": ("", "large")}


def front(request: HttpRequest, page: HomePage) -> HttpResponse:
    """What the city is writing now; a constant number of queries."""
    english = (get_language() or "").startswith("en")
    records = ProposalRecord.objects.visible(request.user).with_page()
    context = {
        "page": page,
        "lede": page.lede_en if english else page.lede_zh,
        "newest": [_proposal(record) for record in records.order_by("-published_at", "-number")[:SHOWN]],
        "due": [_due(record) for record in records.filter(stage=Stage.CITY).due_soon()[:SHOWN]],
        "corrected": _corrected(),
    }
    return render(request, "home/home.html", context)


def _proposal(record: ProposalRecord) -> dict[str, Any]:
    support = _("%(count)s support it") % {"count": number_text(record.support_count)}
    return {
        "title": record.page.title,
        "url": record.get_absolute_url(),
        "text": record.page.summary,
        "language": record.page.language,
        "state": _look(record.stage),
        "state_label": record.get_stage_display(),
        "facts": [support],
        "at": record.published_at,
    }


def _look(stage: str) -> str:
    """How the dot beside the stage looks: going on, ended without support or taken back, or done."""
    if stage in OPEN:
        return "now"
    return "closed" if stage in ENDED_EARLY else "done"


def _due(record: ProposalRecord) -> dict[str, Any]:
    item = _proposal(record)
    if record.due_at:
        due = deadline_text(record.due_at, now=timezone.now())
        item["facts"] = [_("Answer due %(when)s") % {"when": due}]
    return item


def _corrected() -> list[dict[str, Any]]:
    """Pages by their last publication, newest first, with what was changed."""
    newest = KnowledgePage.objects.live().public().order_by("-last_published_at", "-pk")[:SHOWN]
    pages = {page.pk: page for page in newest}
    shown = Edition.objects.filter(revision__in=[page.live_revision_id for page in pages.values()])
    last = {edition.page_id: edition for edition in shown}
    return [
        {
            "title": page.title,
            "url": page.url,
            "text": last[pk].summary if pk in last else page.summary,
            "language": page.language,
            "at": page.last_published_at,
        }
        for pk, page in pages.items()
    ]


@require_http_methods(["GET", "POST"])
def display(request: HttpRequest) -> HttpResponse:
    """Light or dark, ordinary or large text: kept in a cookie on this device, never on the server."""
    back = request.POST.get("next") or request.GET.get("next") or "/"
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    if request.method == "GET":
        return render(request, "home/display.html", {"back": back})
    response = HttpResponseRedirect(back)
    for name, allowed in CHOICES.items():
        value = request.POST.get(name)
        if value in allowed and value is not None:
            response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return response


@require_GET
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "home/about.html")


@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "home/accessibility.html")
