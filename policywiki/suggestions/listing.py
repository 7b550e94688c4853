"""The open suggestions to a page, from what the last test kept on them: no list merges anything."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from .models import Suggestion, SuggestionVersion
from .readable import own_heading
from .wording import field_label

FIELDS = ("title", "summary", "tags", "language", "last_checked", "related")
"""Names that stand among the touched places beside ids of blocks."""


def open_to_page(page_id: int, *, section: str = "") -> list[Suggestion]:
    """What is being checked for this page, oldest first; `section` is a block id or the name of a field."""
    found = (
        Suggestion.objects.to_page(page_id).not_held().select_related("author").defer("base", "draft", "gist")
    )
    return [one for one in found if not section or section in one.touched]


@dataclass(frozen=True)
class BeingChecked:
    """How many open suggestions a page has, and each of its places (block id or field)."""

    total: int
    places: Counter[str]


def being_checked(page_id: int, *, without: Any = None) -> BeingChecked:
    """For reading and writing, there without one's own: one query, nothing merged."""
    found = Suggestion.objects.to_page(page_id).not_held()
    if without is not None:
        found = found.exclude(author=without)
    touched = list(found.values_list("touched", flat=True))
    return BeingChecked(len(touched), Counter(place for places in touched for place in places))


def with_places(suggestions: list[Suggestion], page: Page) -> list[Suggestion]:
    """Each with `places` (what it touches, in words) and `summary`; one query for all."""
    names = headings_of(page)
    last: dict[int, Any] = {}
    sent = SuggestionVersion.objects.filter(suggestion__in=suggestions).order_by("number")
    for version in sent.defer("content", "base"):
        last[version.suggestion_id] = version
    for one in suggestions:
        if one.hidden_at is not None:
            one.title = page.title  # for showing: a suggested title is a part of the text
        one.places = _in_words(one.touched, names)  # type: ignore[attr-defined]
        one.summary = last[one.pk].summary if one.pk in last and one.hidden_at is None else ""  # type: ignore[attr-defined]
    return suggestions


def headings_of(page: Any) -> dict[str, str]:
    """Block id -> its heading, of every block of the page."""
    found: dict[str, str] = {}
    for name, kind in page.content_fields.items():
        if kind == "blocks":
            found |= {block["id"]: own_heading(block) for block in getattr(page, name).raw_data}
    return found


def _in_words(touched: list[str], names: dict[str, str]) -> list[str]:
    """Headings and names of fields; a part without a heading, or one that is new, has no name of its own."""
    known = [names.get(place) or (field_label(place) if place in FIELDS else "") for place in touched]
    return [word for word in dict.fromkeys(known) if word]
