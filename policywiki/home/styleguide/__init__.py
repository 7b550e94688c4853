"""Every kind of page with sample words, in development only (/styleguide/): to look at and to test."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from .forms import forms_of
from .knowledge import knowledge
from .proposal import lists, proposal
from .wording import Context, words

OWN_TEMPLATES = {"": "styleguide.html", "home": "home/home.html", "refused": "refused.html"}
SAMPLES = ("knowledge", "proposal", "list", "suggest", "propose", "history", "compare", "mine")
PAGES = ("home", *SAMPLES, "refused")


def styleguide(request: HttpRequest, name: str = "") -> HttpResponse:
    """The list of sample pages, or one of them; sent forms come back as they were."""
    if name and name not in PAGES:
        raise Http404
    return render(request, OWN_TEMPLATES.get(name, f"styleguide/{name}.html"), context())


def context() -> Context:
    """All sample values; each template takes what it needs."""
    now = datetime.now(tz=UTC)
    return {
        "pages": [{"title": page, "url": f"{page}/"} for page in PAGES],
        "now": now - timedelta(hours=2),
        "soon": now + timedelta(days=4),
        "old": now - timedelta(days=500),
        **words(),
        **knowledge(now),
        **proposal(now),
        **lists(now),
        **forms_of(),
    }
