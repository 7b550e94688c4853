"""The open suggestions to a page, from what the last test kept on them: no list merges anything."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from .models import Suggestion, SuggestionVersion
from .readable import own_heading
from .wording import field_label


def open_to_page(page_id: int, *, section: str = "") -> list[Suggestion]:
    """What may land on this page yet, oldest first; `section` is a block id or the name of a field."""
    found = (
        Suggestion.objects.open_to(page_id).not_held().select_related("author").defer("base", "draft", "gist")
    )
    return [one for one in found if not section or section in one.touched]


@dataclass(frozen=True)
class BeingChecked:
    """How many open suggestions a page has, and each of its places (block id or field)."""

    total: int
    places: Counter[str]


def being_checked(page_id: int, *, without: Any = None) -> BeingChecked:
    """For reading and writing, there without one's own: one query, nothing merged."""
    found = Suggestion.objects.open_to(page_id).not_held()
    if without is not None:
        found = found.exclude(author=without)
    touched = list(found.values_list("touched", flat=True))
    return BeingChecked(len(touched), Counter(place for places in touched for place in places))


def with_places(suggestions: list[Suggestion], page: Page) -> list[Suggestion]:
    """Each with `places` (what it touches, in words) and `summary`; one query for all."""
    names = places_of(page)
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


def places_of(page: Any) -> dict[str, str]:
    """What each place of the page is called: a block by its id, with its heading; a plain field by its name."""
    found: dict[str, str] = {}
    for name, kind in page.content_fields.items():
        if kind == "blocks":
            blocks = getattr(page, name).raw_data
            found |= {block["id"]: own_heading(block) or field_label(name) for block in blocks}
        else:
            found[name] = field_label(name)
    return found


def _in_words(touched: list[str], names: dict[str, str]) -> list[str]:
    """Headings and names of fields; a part that is new has no name of its own."""
    known = [names.get(place, "") for place in touched]
    return [word for word in dict.fromkeys(known) if word]
