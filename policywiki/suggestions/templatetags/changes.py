"""{% load changes %}: the words of a comparison, for components/diff_rows.html."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from wagtail.models import Page

from policywiki.suggestions import wording
from policywiki.suggestions.differences import Note, Row

register = template.Library()


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
