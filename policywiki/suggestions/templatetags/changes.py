"""{% load changes %}: the words of a comparison, for components/diff_rows.html."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from policywiki.suggestions import credits, looks, showing, wording
from policywiki.suggestions.differences import Diff, Note, Row
from policywiki.suggestions.models import Suggestion, SuggestionVersion

register = template.Library()


@register.simple_tag
def since_last_look(suggestion: Suggestion, version: SuggestionVersion, reviewer: Any) -> looks.Since | None:
    """{% since_last_look suggestion version request.user as since %}: what a moderator has not seen yet."""
    return looks.since_last_look(suggestion, version, reviewer)


@register.simple_tag
def being_checked_at(being_checked: Any, place: str) -> int:
    """{% being_checked_at being_checked part.id as n %}: open suggestions to this part; 0 where nothing is known."""
    return being_checked.places.get(place, 0) if being_checked else 0


@register.inclusion_tag("components/changes.html", takes_context=True)
def changes(
    context: Mapping[str, Any], diff: Diff, as_page: showing.AsPage | None = None, admin: bool = False
) -> dict[str, Any]:
    """{% changes diff as_page=as_page %}: the sentence, and the changes in the view that the reader chose."""
    request = context.get("request")
    view, views = showing.views(request, as_page)
    shown = as_page.html(request) if as_page is not None and view == showing.PAGE else ""
    return {"diff": diff, "view": view, "views": views, "shown": shown, "admin": admin}


@register.filter
def changes_as_text(diff: Diff) -> str:
    """The changes for a mail."""
    return showing.as_text(diff)


@register.simple_tag
def credited_beside(editions: Iterable[Any]) -> dict[int, credits.Beside]:
    """{% credited_beside editions as beside %}: once for a list of versions."""
    return credits.credited_beside(editions)


@register.filter
def beside_of(beside: Mapping[int, credits.Beside], edition: Any) -> credits.Beside | None:
    """{{ beside|beside_of:edition }}: also (people), settled_by."""
    return beside.get(edition.pk)


@register.filter
def change_sentence(counts: Mapping[str, int]) -> str:
    """Diff.counts as one sentence."""
    return wording.change_sentence(counts)


@register.filter
def row_word(row: Row) -> str:
    """What happened to a row."""
    return wording.row_word(row)


@register.filter
def row_place(row: Row) -> str:
    """Where the row is: the heading of its part, else its field; a keyword says it itself."""
    if row.unit == "item":
        return ""
    return row.label or wording.field_label(row.field)


@register.filter
def related_title(text: str, row: Row) -> str:
    """The words of an entry of a row."""
    return showing.related_title(text, row)


@register.filter
def note_sentence(note: Note) -> str:
    """A change that words do not show."""
    return wording.note_sentence(note)
