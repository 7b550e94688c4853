"""A comparison as a reader meets it: in one text, side by side, the page as it will be; and in a mail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from . import wording
from .diff import diff
from .differences import DEL, INS, SAME, Diff, Row, Segment
from .models import Suggestion
from .registry import Target, change_of, target_of

TOGETHER, SIDES, PAGE = "together", "sides", "page"
VIEWS = {
    TOGETHER: gettext_lazy("In one text"),
    SIDES: gettext_lazy("Side by side"),
    PAGE: gettext_lazy("As it will be"),
}
MOST = 40
"""Rows that a mail spells out."""
AROUND = 60
"""Characters of unchanged text that a mail leaves on either side of a change."""


@dataclass(frozen=True)
class AsPage:
    """What a reader would see if this content were public."""

    target: Target
    content: Mapping[str, Any]

    @classmethod
    def of(cls, page: Page, content: Mapping[str, Any]) -> AsPage | None:
        """None where nobody has said how this kind of page is shown."""
        try:
            target = change_of(type(page))
        except KeyError:
            return None
        return cls(target, content) if target.preview is not None else None

    def html(self, request: HttpRequest | None) -> SafeString:
        if self.target.preview is None:
            return SafeString("")
        template, context = self.target.preview(self.content)
        return render_to_string(template, context, request)


def views(request: HttpRequest | None, as_page: AsPage | None) -> tuple[str, list[dict[str, Any]]]:
    """The view that the address asks for (?view=sides), and the links to all of them."""
    offered = [name for name in VIEWS if name != PAGE or as_page is not None]
    query = request.GET.copy() if request is not None else None
    asked = query.get("view") if query is not None else None
    here = asked if asked in offered else TOGETHER
    links = []
    for name in offered:
        if query is not None:
            query["view"] = name
        address = f"?{query.urlencode()}#changes" if query is not None else f"?view={name}#changes"
        links.append({"title": VIEWS[name], "url": address, "here": name == here})
    return here, links


def as_text(found: Diff) -> str:
    """The comparison for a mail: the sentence, then each change with the words around it."""
    rows = [row for row in found.rows if row.kind != "folded"]
    lines = [wording.change_sentence(found.counts)]
    for row in rows[:MOST]:
        place = row.label or wording.field_label(row.field)
        lines += ["", f"{place} – {wording.row_word(row)}" if place else wording.row_word(row)]
        lines += _words(row)
        lines += [f"  {wording.note_sentence(note)}" for note in row.notes]
    if len(rows) > MOST:
        lines += ["", _("… and more: see the page.")]
    return "\n".join(lines)


def related_title(text: str, row: Row) -> str:
    """The words of an entry: a related page is kept by its number and shown by its title."""
    if row.field != "related" or not text.isdecimal():
        return text
    title = Page.objects.live().public().filter(pk=int(text)).values_list("title", flat=True).first()
    return title or text


def what_was_suggested(suggestion: Suggestion) -> Diff | None:
    """For a message to its author: what the version sent last changes; None for what is all new."""
    version = suggestion.latest
    if version is None or not version.base:
        return None
    return diff(version.base, version.content, dict(target_of(suggestion).content_fields))


def _words(row: Row) -> Iterator[str]:
    if row.whole:
        for segment in row.segments:
            label = _("Before") if segment.op == DEL else _("After")
            yield f"  {label}: {segment.text.strip()}"
    elif row.segments:
        shown = (_shown(row, segment, at) for at, segment in enumerate(row.segments))
        yield "  " + "".join(shown).strip().replace("\n", "\n  ")


def _shown(row: Row, segment: Segment, at: int) -> str:
    if segment.op == SAME:
        return _shortened(segment.text, first=at == 0, last=at == len(row.segments) - 1)
    mark = _("[removed:") if segment.op == DEL else _("[added:")
    apart = segment.op == DEL and at + 1 < len(row.segments) and row.segments[at + 1].op == INS
    space = " " if apart or segment.text.endswith(" ") else ""
    return f"{mark} {related_title(segment.text.strip(), row)}]{space}"


def _shortened(text: str, *, first: bool, last: bool) -> str:
    before, after = ("" if first else text[:AROUND]), ("" if last else text[-AROUND:])
    return text if len(text) <= len(before) + len(after) or (first and last) else f"{before}…{after}"
