"""The conversation on a suggestion: who takes part, where it is read, what can be quoted. Wiki opens it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from policywiki.core.passages import Passage
from policywiki.core.verdicts import YES, Verdict, no

from .listing import places_of
from .models import OPEN, Suggestion
from .permissions import may_read_text
from .readable import heading_of, text_of
from .wording import field_label


def may_talk(user: Any, number: int) -> Verdict:
    """Whoever can read its text, while it is open: its conversation quotes it."""
    suggestion = Suggestion.objects.select_related("page").filter(pk=number, kind="change").first()
    if suggestion is None or not may_read_text(user, suggestion):
        return no(hidden=True)
    if suggestion.state not in OPEN:
        return no(_("This suggestion has been decided; its conversation is closed."), when=True)
    return YES


def page_of(number: int) -> Page | None:
    suggestion = Suggestion.objects.select_related("page").filter(pk=number).first()
    return suggestion.page if suggestion is not None else None


def address(number: int) -> str:
    return Suggestion(pk=number).get_absolute_url()


def passages(suggestion: Suggestion) -> dict[str, str]:
    """The parts that it touches, by id: what a comment can be about."""
    if suggestion.page is None:
        return {}
    names = places_of(suggestion.page.specific)
    found = {place: names.get(place) or field_label(place) for place in suggestion.touched}
    return {place: name for place, name in found.items() if name != place}


def words(number: int) -> list[Passage]:
    """The text that it suggests, a passage for each field and each block of its latest version."""
    suggestion = Suggestion.objects.select_related("page").filter(pk=number).first()
    version = suggestion.latest if suggestion is not None else None
    if suggestion is None or version is None or suggestion.page is None:
        return []
    found: list[Passage] = []
    for name, kind in suggestion.page.specific.content_fields.items():
        value = version.content.get(name)
        if kind == "text" and value:
            found.append(Passage("", field_label(name), str(value)))
        elif kind == "blocks":
            found += [Passage("", heading_of(block), text_of(block.get("value"))) for block in value or []]
    return [passage for passage in found if passage.text.strip()]
