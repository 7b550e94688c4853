"""Words for what merge and diff say in codes: the sentence above a diff, both sides of an overlap."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Revision

from policywiki.core.html import clean, trusted

from .conflicts import BOTH_MOVED, DELETED_AND_CHANGED, Conflict
from .readable import HEADINGS, html_of, own_heading
from .settling import Place

FIELD_NAMES = {
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("Summary"),
    "body": gettext_lazy("Text"),
    "sources": gettext_lazy("Sources"),
    "tags": gettext_lazy("Topics"),
}


def overlaps(conflicts: Iterable[Conflict]) -> list[dict[str, Any]]:
    """Each overlap with its place and both texts, ready for a page."""
    return [
        {
            "place": conflict.heading or FIELD_NAMES.get(conflict.field, conflict.field),
            "why": _reason(conflict.reason),
            "before": _shown(conflict, "base"),
            "live": _shown(conflict, "ours"),
            "suggested": _shown(conflict, "theirs"),
            "words": conflict.overlaps,
        }
        for conflict in conflicts
    ]


def side_of(place: Place, which: str) -> Any:
    """One side of a disputed place as safe HTML, or None where it is not there."""
    value = place.choice(which)
    if value is None or value == "":
        return None
    if not place.is_block:
        return trusted(clean(html_of(value)))
    heading = f"<p><b>{escape(own_heading(value))}</b></p>" if own_heading(value) else ""
    parts = {name: part for name, part in value["value"].items() if name not in HEADINGS}
    text = parts.get("text")
    return trusted(clean(heading + (text if isinstance(text, str) else html_of(parts))))


def changed_by(overlaps: list[dict[str, Any]]) -> dict[str, Any]:
    """Disputed place -> the edition that changed it, its author loaded (`overlaps`: see actions.retest)."""
    numbers = {item["place"]: item.get("revision") for item in overlaps}
    found = Revision.objects.select_related("edition__author").in_bulk([n for n in numbers.values() if n])
    return {place: found[number].edition for place, number in numbers.items() if number in found}


def _shown(conflict: Conflict, side: str) -> Any:
    found = conflict.side(side)
    return trusted(clean(found.html)) if found.present else None


def _reason(code: str) -> str:
    if code == DELETED_AND_CHANGED:
        return _("One removed it, the other changed it.")
    if code == BOTH_MOVED:
        return _("Both moved it, to different places.")
    return _("Both changed the same paragraph.")
