"""{% load changes %}: the words of a comparison, for components/diff_rows.html."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from wagtail.models import Page

from policywiki.suggestions import looks, wording
from policywiki.suggestions.differences import Note, Row
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
    """The words of an entry: a related page is kept by its number and shown by its title."""
    if row.field != "related" or not text.isdigit():
        return text
    title = Page.objects.live().public().filter(pk=int(text)).values_list("title", flat=True).first()
    return title or text


@register.filter
def note_sentence(note: Note) -> str:
    """A change that words do not show."""
    return wording.note_sentence(note)
