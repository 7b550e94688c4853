"""Compare texts, tables and parts of a page; each writes its rows on a sheet. Pure."""

from __future__ import annotations

import json
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from policywiki.core.runs import LISTS, Run

from .alignment import Item, Step, align, in_reading_order
from .diff_words import compare
from .differences import DEL, INS, SAME, Note, Place, Segment, Sheet
from .paragraphs import rich
from .readable import HEADINGS, heading_of, is_grid, own_heading, shortened, text_of
from .tokens import Token, run_tokens, words

Block = dict[str, Any]

_CODES = {"level": "level_changed", "image": "image_changed", "tone": "value_changed"}
"""Parts of a block that are no text although they may be strings, and what their change counts as."""


@dataclass(frozen=True)
class Line:
    """A paragraph or a line of plain text."""

    key: str | None
    unit: str
    depth: int
    content: Hashable
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def tokens(self) -> list[Token]:
        return run_tokens(self.runs)


def lines_of(text: str) -> list[Line]:
    """The paragraphs of rich text, or the lines of plain text."""
    paragraphs = rich(text)
    if paragraphs is not None:
        return [Line(one.key, one.tag, one.depth, one.content, one.runs) for one in paragraphs]
    return [Line(None, "line", 0, line, (Run(line),)) for line in (text.split("\n") if text else ())]


def diff_text(sheet: Sheet, place: Place, old: str, new: str) -> None:
    """Compare two texts paragraph by paragraph, plain text line by line."""
    olds, news = lines_of(old), lines_of(new)
    if len(olds) == len(news) == 1 and not olds[0].key and not news[0].key:
        pairs = {0: 0}  # a title is a title, however little is left of it
    else:
        pairs = align(*([Item(x.key, x.content, x.text) for x in lines] for lines in (olds, news)))
    for step in in_reading_order(len(olds), len(news), pairs):
        a = olds[step.old] if step.old is not None else None
        b = news[step.new] if step.new is not None else None
        after = news[step.new - 1].text if step.new else ""
        _diff_line(sheet, place, a, b, moved=(Note("moved", "", "", shortened(after)),) if step.moved else ())


def _diff_line(
    sheet: Sheet, place: Place, old: Line | None, new: Line | None, *, moved: tuple[Note, ...]
) -> None:
    line = new or old
    if line is None:
        return
    if old is not None and new is not None and old.content == new.content and not moved:
        sheet.fold(place, [new.text])
        return
    wording = compare(old.tokens if old else (), new.tokens if new else ())
    notes = wording.notes
    kind = "added" if old is None else "removed" if new is None else "changed"
    if old is not None and new is not None:
        notes += (*_form_notes(old, new), *moved)
        sheet.counts["reworded"] += wording.reworded
        if old.content == new.content:
            kind = "moved"
        sheet.counts["moved"] += bool(moved)
    else:
        sheet.counts[kind] += 1
    sheet.write(
        place,
        kind,
        unit="li" if line.unit in LISTS else line.unit,
        segments=wording.segments,
        notes=notes,
        paragraph_key=line.key,
        moved=bool(moved),
        whole=wording.whole,
    )


def _form_notes(old: Line, new: Line) -> tuple[Note, ...]:
    if "line" in (old.unit, new.unit) or (old.unit, old.depth) == (new.unit, new.depth):
        return ()
    return (Note("format_changed", new.text, old.unit, new.unit),)


def diff_rows(sheet: Sheet, place: Place, old: Sequence[Any], new: Sequence[Any]) -> None:
    """Compare the rows of two tables, cell by cell."""
    olds, news = ([[cell or "" for cell in row] for row in rows] for rows in (old, new))
    items = [[Item(None, tuple(row), " ".join(row)) for row in rows] for rows in (olds, news)]
    for step in in_reading_order(len(olds), len(news), align(*items)):
        if step.old is None or step.new is None:
            kind, op = ("added", INS) if step.old is None else ("removed", DEL)
            cells = news[step.new] if step.new is not None else olds[step.old or 0]
            sheet.counts[f"row_{kind}"] += 1
            sheet.write(place, kind, unit="row", segments=(Segment(op, " | ".join(cells)),))
        else:
            _diff_cells(sheet, place, olds[step.old], news[step.new], step)


def _diff_cells(sheet: Sheet, place: Place, old: list[str], new: list[str], step: Step) -> None:
    if old == new and not step.moved:
        sheet.fold(place, [" | ".join(new)])
        return
    sheet.counts["row_moved"] += step.moved
    segments: list[Segment] = []
    for column in range(max(len(old), len(new))):
        a, b = (row[column] if column < len(row) else "" for row in (old, new))
        sheet.counts["cell_changed"] += a != b
        if column:
            segments.append(Segment(SAME, " | "))
        segments += compare(*([Token(word) for word in words(cell)] for cell in (a, b))).segments
    kind = "moved" if old == new else "changed"
    row_path = replace(place, path=(*place.path, str(step.new)))
    sheet.write(row_path, kind, unit="row", segments=tuple(segments), moved=step.moved)


def diff_blocks(sheet: Sheet, place: Place, old: Sequence[Block], new: Sequence[Block]) -> None:
    """Compare the parts of a page: by id, else by equal content, else by likeness."""
    pairs = align(_items(old), _items(new))
    pairs = {j: i for j, i in pairs.items() if old[i].get("type") == new[j].get("type")}
    for step in in_reading_order(len(old), len(new), pairs):
        if step.old is None or step.new is None:
            _diff_one_sided(sheet, place, old, new, step)
            continue
        a, b = old[step.old], new[step.new]
        here = _inside(place, b)
        if step.moved:
            before = heading_of(old[step.old - 1]) if step.old else ""
            after = heading_of(new[step.new - 1]) if step.new else ""
            sheet.counts["part_moved"] += 1
            heading = (Segment(SAME, here.label),)
            notes = (Note("moved", here.label, before, after),)
            sheet.write(here, "moved", unit="part", segments=heading, notes=notes, moved=True)
        if a.get("value") == b.get("value"):
            sheet.fold(here, text_of(b).split("\n"))
        else:
            diff_value(sheet, here, a.get("value"), b.get("value"))


def _diff_one_sided(
    sheet: Sheet, place: Place, old: Sequence[Block], new: Sequence[Block], step: Step
) -> None:
    """A part that came or went: its heading once, then all it says; counted as one part and its links."""
    came = step.new is not None
    block = new[step.new] if step.new is not None else old[step.old or 0]
    here = _inside(place, block)
    kind, op = ("added", INS) if came else ("removed", DEL)
    value = block.get("value")
    heading = own_heading(block)
    inner = Sheet(one_sided=True)
    diff_value(inner, here, None if came else value, value if came else None)
    sheet.counts[f"part_{kind}"] += 1
    sheet.write(here, kind, unit="part", segments=(Segment(op, heading),) if heading else ())
    sheet.rows += [row for row in inner.rows if row.segments != (Segment(op, heading),)]
    for code in ("link_added", "link_removed"):
        sheet.counts[code] += inner.counts[code]


def diff_value(sheet: Sheet, place: Place, old: Any, new: Any) -> None:
    """Compare two values of a part, going down as far as their shape allows; None is not there."""
    if old == new:
        sheet.fold(place, text_of(new).split("\n"))
    elif _both(dict, old, new):
        a, b = old or {}, new or {}
        for name in [*b, *(name for name in a if name not in b)]:
            _diff_part(sheet, place, name, a.get(name), b.get(name))
    elif _both(str, old, new):
        diff_text(sheet, place, old or "", new or "")
    elif _both(list, old, new) and all(
        isinstance(x, dict) and "type" in x for x in [*(old or ()), *(new or ())]
    ):
        diff_blocks(sheet, place, old or [], new or [])
    elif not sheet.one_sided:
        write_value(sheet, place, old, new)


def _diff_part(sheet: Sheet, place: Place, name: str, old: Any, new: Any) -> None:
    here = replace(place, path=(*place.path, name))
    if name == "data" and all(part is None or is_grid(part) for part in (old, new)):
        diff_rows(sheet, here, old or [], new or [])
    elif name in _CODES:
        if old != new and not sheet.one_sided:
            _note(sheet, here, _CODES[name], old, new)
    elif name == "url":
        if old != new and (old or new):
            _note(
                sheet,
                here,
                "link_changed" if old and new else "link_added" if new else "link_removed",
                old,
                new,
            )
    elif name in HEADINGS and (old or "") != (new or ""):
        diff_heading(sheet, here, old or "", new or "")
    else:
        diff_value(sheet, here, old, new)


def diff_heading(sheet: Sheet, place: Place, old: str, new: str) -> None:
    """A line that stays itself even if every word changes."""
    wording = compare(*([Token(word) for word in words(text)] for text in (old, new)))
    sheet.counts["reworded"] += wording.reworded
    sheet.write(place, "changed", unit="heading", segments=wording.segments, whole=wording.whole)


def _note(sheet: Sheet, place: Place, code: str, old: Any, new: Any) -> None:
    sheet.write(place, "changed", unit="value", notes=(Note(code, place.label, _plain(old), _plain(new)),))


def write_value(sheet: Sheet, place: Place, old: Any, new: Any) -> None:
    """A value that is shown whole, old and new."""
    parts = ((DEL, _plain(old)), (INS, _plain(new)))
    sheet.counts["value_changed"] += 1
    segments = tuple(Segment(op, text) for op, text in parts if text)
    sheet.write(place, "changed", unit="value", segments=segments, whole=True)


def _items(blocks: Sequence[Block]) -> list[Item]:
    return [
        Item(
            block.get("id"),
            json.dumps([block.get("type"), block.get("value")], sort_keys=True),
            text_of(block),
        )
        for block in blocks
    ]


def _inside(place: Place, block: Block) -> Place:
    if place.block_id is not None:
        return replace(place, path=(*place.path, str(block.get("id"))))
    return replace(place, block_id=block.get("id"), block_type=block.get("type"), label=heading_of(block))


def _both(kind: type, old: Any, new: Any) -> bool:
    return all(side is None or isinstance(side, kind) for side in (old, new))


def _plain(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False)
