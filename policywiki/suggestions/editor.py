"""Between a page's content and what the plain form holds. Pure, but that it asks which pages may be cited.

A form's state is a dict of strings: {"title", "summary", "tags", "last_checked", "body": [row], "sources": [row]};
a row is {"id", "type", "remove", + the block's own fields}, rich text in the small line markup. It is what
autosave keeps and what a form that failed shows again. A text that was written in the editor brings its HTML as
well ("html"): its words count for nothing, but its paragraphs keep their keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from policywiki.core.blocks import normalise
from policywiki.core.markup import from_plain, to_plain
from policywiki.core.richtext import canonical

from .sources import LookedUp

Row = dict[str, Any]
FormState = dict[str, Any]
CITES = ("page", "edition", "anchor")
RICH = {"section": "text", "callout": "text"}
PLAIN: dict[str, tuple[str, ...]] = {
    "section": ("heading", "level"),
    "callout": ("tone",),
    "citation": ("quote", "label", "url", *CITES),
    "figure": ("alt", "caption"),
    "source": ("label", "url"),
    "table": ("table_caption",),
}
CELL_MARK = "|"


def form_state(content: Mapping[str, Any], *, fields: Iterable[str]) -> FormState:
    """What the form shows for this content. Lists of blocks become rows, tags one line."""
    state: FormState = {}
    for name in fields:
        value = content.get(name)
        if name in ("body", "sources"):
            state[name] = [row_of(block) for block in value or []]
        elif name == "tags":
            state[name] = "、".join(value or [])
        else:
            state[name] = value or ""
    return state


def row_of(block: Mapping[str, Any]) -> Row:
    """One block as a row of the form."""
    value = block["value"]
    row: Row = {"id": block["id"], "type": block["type"], "remove": False}
    for key in PLAIN.get(block["type"], ()):
        row[key] = str(value.get(key) or "")
    if rich := RICH.get(block["type"]):
        row[rich] = to_plain(value.get(rich) or "")
    if block["type"] == "table":
        row["cells"] = "\n".join(_line_of(cells) for cells in value.get("data") or [])
    return row


def content_of_state(
    state: FormState, *, base: Mapping[str, Any], looked_up: LookedUp | None = None
) -> dict[str, Any]:
    """The content that this form means: `base` with what the form changed, normalised.

    Whatever the form cannot show (an image, a cited page, cell alignment) is kept from the base block.
    Raises ValidationError when a block of the base is neither in the form nor marked as removed: a save
    never loses what its author did not remove.
    """
    content = dict(base)
    for name, value in state.items():
        if name in ("body", "sources"):
            content[name] = _blocks(value, base.get(name) or [], looked_up or LookedUp())
        elif name == "tags":
            content[name] = tags_of(value)
        elif name == "last_checked":
            content[name] = value or None
        else:
            content[name] = " ".join(str(value).split()) if name == "title" else str(value).strip()
    return content


def tags_of(line: str) -> list[str]:
    """ "出行、 停车, bikes" -> sorted list without repeats; Chinese and Latin commas separate."""
    for comma in ("，", "、", ";", "；"):
        line = line.replace(comma, ",")
    return sorted({tag.strip()[:60] for tag in line.split(",") if tag.strip()})


def _blocks(rows: list[Row], base: list[dict[str, Any]], looked_up: LookedUp) -> list[dict[str, Any]]:
    issued = {block["id"]: block for block in base}
    refuse_losses(rows, issued)
    result = []
    for row in rows:
        before = issued.get(row.get("id") or "")
        if not row.get("remove") and not (before is None and _empty(row)):
            result.append(_block(row, before, looked_up))
    return normalise(result)


def refuse_losses(rows: list[Row], issued: Mapping[str, Any]) -> None:
    """Raise ValidationError if a part of the page did not arrive and was not marked as removed."""
    arrived = {row.get("id") for row in rows}
    missing = [block_id for block_id in issued if block_id not in arrived]
    if missing:
        raise ValidationError(
            _(
                "%(number)d part(s) of the page did not arrive with your form, so nothing was saved. Your text is below."
            )
            % {"number": len(missing)},
            code="lost",
        )


def _block(row: Row, before: dict[str, Any] | None, looked_up: LookedUp) -> dict[str, Any]:
    """Only ids that the server issued are believed; a new block gets its id in normalise()."""
    kind = before["type"] if before else row["type"]
    old = dict(before["value"]) if before else _fresh(kind)
    value = old | {key: _clean(row[key]) for key in PLAIN.get(kind, ()) if key in row}
    if kind == "citation":
        value |= _cited(row, old, looked_up)
    if (rich := RICH.get(kind)) and rich in row:
        value[rich] = from_plain(
            _clean(row[rich]), base=canonical(row.get("html") or "") or old.get(rich) or ""
        )
    if kind == "table" and "cells" in row:
        value["data"] = _cells(row["cells"], old.get("data") or [])
    return {"type": kind, "value": value, **({"id": before["id"]} if before else {})}


def _cited(row: Row, old: Mapping[str, Any], looked_up: LookedUp) -> dict[str, Any]:
    """The page that a citation names: one that readers can open, or what it named before; else none."""
    asked = {key: str(row.get(key) or "") for key in CITES}
    before = {key: old.get(key) for key in CITES}
    if not all(key in row for key in CITES) or asked == {key: str(before[key] or "") for key in CITES}:
        return before
    if not asked["page"] or looked_up.source_of(asked["page"], asked["edition"]) is None:
        return {"page": None, "edition": None, "anchor": ""}
    return asked


def _fresh(kind: str) -> dict[str, Any]:
    if kind == "table":
        return {"data": [], "first_row_is_table_header": True, "table_header_choice": "row"}
    if kind == "section":
        return {"heading": "", "level": "2", "text": ""}
    if kind == "citation":
        return {"quote": "", "label": "", "url": "", "page": None, "anchor": "", "edition": None}
    return {"callout": {"tone": "note", "text": ""}, "source": {"label": "", "url": ""}}.get(kind, {})


def _clean(text: Any) -> str:
    return str(text).replace("\r\n", "\n").replace("\r", "\n")


def _empty(row: Row) -> bool:
    own = (*PLAIN.get(row.get("type", ""), ()), RICH.get(row.get("type", ""), ""), "cells")
    return not any(str(row.get(key, "")).strip() for key in own if key not in ("level", "tone"))


def _line_of(cells: Iterable[Any]) -> str:
    return f" {CELL_MARK} ".join(
        str(cell if cell is not None else "").replace("\\", "\\\\").replace("|", "\\|").replace("\n", "\\n")
        for cell in cells
    )


def _cells(text: str, old: list[list[Any]]) -> list[list[Any]]:
    """Rows of the table from lines of cells; a line that was not touched keeps its cells as they were."""
    untouched = {_line_of(row): row for row in old}
    lines = [line for line in _clean(text).split("\n") if line.strip() or line in untouched]
    rows = [list(untouched[line]) if line in untouched else _split(line) for line in lines]
    width = max((len(row) for row in rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def _split(line: str) -> list[str]:
    cells, current, escaped = [], "", False
    for sign in line:
        if escaped:
            current += "\n" if sign == "n" else sign
            escaped = False
        elif sign == "\\":
            escaped = True
        elif sign == CELL_MARK:
            cells.append(current.strip())
            current = ""
        else:
            current += sign
    return [*cells, current.strip()]
