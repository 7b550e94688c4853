"""What a moderator sees beside a new proposal: published ones like it, and words that point its author to one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext as _

from policywiki.core.richtext import to_text
from policywiki.suggestions.models import Suggestion

from .alike import alike_to
from .merging import heir
from .models import ProposalRecord
from .stages import OPEN

TEMPLATE = "proposals/review_alike.html"


def beside(suggestion: Suggestion, content: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """What everybody can read already and says something like it; nothing once it is published itself."""
    if suggestion.page_id is not None:
        return TEMPLATE, {"similar": [], "more_similar": []}
    found = alike_to(title=str(content.get("title") or ""), text=told(content), viewer=AnonymousUser())
    return TEMPLATE, {"similar": found["alike"], "more_similar": found["more_alike"]}


def told(content: Mapping[str, Any]) -> str:
    """What a proposal says of its problem and what should happen, as one text."""
    problem = [to_text(block["value"]["text"]) for block in content.get("problem") or []]
    measures = [str(block["value"]["what"]) for block in content.get("measures") or []]
    return "\n".join([*problem, str(content.get("summary") or ""), *measures])


def phrase(suggestion: Suggestion, key: str) -> str:
    """Words for the message to the author about the proposal of this number; the way there is in them.

    What was merged leads on; to one that can still be joined the way brings along what the author wrote.
    Empty for no such proposal.
    """
    found = ProposalRecord.objects.visible(AnonymousUser()).with_page()
    record = found.filter(number=int(key)).first() if key.isdecimal() and len(key) < 10 else None
    if record is None:
        return ""
    record = heir(record)
    if record.stage in OPEN:
        way = reverse("proposals:join", args=[suggestion.pk, record.number])
        text = _(
            "“%(title)s” asks for nearly the same, and one proposal with many supporters gets further than "
            "many with few. Here you can join it and bring along what you wrote: %(address)s"
        )
    else:
        way = record.get_absolute_url()
        text = _(
            "“%(title)s” asked for nearly the same and has been dealt with: %(address)s Please say what is "
            "new in yours."
        )
    return text % {"title": record.page.title, "address": settings.SITE_BASE_URL.rstrip("/") + way}
