"""Words for what merge and diff say in codes: the sentence above a diff, both sides of an overlap."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policywiki.core.html import clean, trusted

from .conflicts import BOTH_MOVED, DELETED_AND_CHANGED, Conflict

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
        }
        for conflict in conflicts
    ]


def _shown(conflict: Conflict, side: str) -> Any:
    found = conflict.side(side)
    return trusted(clean(found.html)) if found.present else None


def _reason(code: str) -> str:
    if code == DELETED_AND_CHANGED:
        return _("One removed it, the other changed it.")
    if code == BOTH_MOVED:
        return _("Both moved it, to different places.")
    return _("Both changed the same paragraph.")
