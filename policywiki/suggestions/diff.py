"""Compare two versions of a page's content for a reader. Pure: JSON in, rows and counts out, no Django.

Words, Han by character; links, images, formats and cells spelled out; moves as moves; unchanged runs folded.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .diff_parts import diff_blocks, diff_text, write_value
from .differences import COUNTS, DEL, INS, Diff, Note, Place, Row, Segment, Sheet

__all__ = ["COUNTS", "Diff", "Note", "Row", "Segment", "diff"]


def diff(a: Mapping[str, Any], b: Mapping[str, Any], fields: Mapping[str, str]) -> Diff:
    """What changed from content `a` to content `b`, field by field in the order of `fields` (name -> kind).

    A field that is missing is empty, so that diff({}, b, fields) shows a new page.
    """
    sheet = Sheet()
    for name, kind in fields.items():
        _diff_field(sheet, Place(name), kind, a.get(name), b.get(name))
    return sheet.finish()


def _diff_field(sheet: Sheet, place: Place, kind: str, old: Any, new: Any) -> None:
    if kind == "blocks":
        diff_blocks(sheet, place, old or [], new or [])
    elif kind == "set":
        _diff_set(sheet, place, old or [], new or [])
    elif kind == "text":
        diff_text(sheet, place, old or "", new or "")
    elif old != new:
        write_value(sheet, place, old, new)


def _diff_set(sheet: Sheet, place: Place, old: list[Any], new: list[Any]) -> None:
    changes = [("removed", DEL, item) for item in old if item not in new]
    changes += [("added", INS, item) for item in new if item not in old]
    for kind, op, item in changes:
        sheet.counts[f"item_{kind}"] += 1
        sheet.write(place, kind, unit="item", segments=(Segment(op, str(item)),))
