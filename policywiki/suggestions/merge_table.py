"""Three-way merge of a table by row and cell. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .alignment import Item
from .conflicts import BOTH_CHANGED, BOTH_MOVED, DELETED_AND_CHANGED, Where
from .merge_text import Identity, by_value, identify
from .readable import is_grid
from .sequences import merge_keyed

Row = tuple[str | None, ...]


def mergeable(*tables: Any) -> bool:
    """True if rows can be merged: same number of columns throughout, no joined or styled cells.

    Joined and styled cells name rows by number, and a merge would point them at other rows.
    """
    widths: set[int] = set()
    for table in tables:
        if not isinstance(table, dict) or not is_grid(table.get("data")):
            return False
        if table.get("mergeCells") or table.get("cell"):
            return False
        widths |= {len(row) for row in table["data"]}
    return len(widths) <= 1


def merge_rows(
    where: Where, base: Sequence[Any], ours: Sequence[Any], theirs: Sequence[Any]
) -> list[list[str | None]]:
    """Merge the rows of `mergeable` tables: rows by equality, else by likeness; cells by value."""
    versions = [[tuple(row) for row in rows] for rows in (base, ours, theirs)]
    items = [[Item(None, row, " ".join(cell or "" for cell in row)) for row in rows] for rows in versions]
    in_base, in_ours, in_theirs = (
        dict(zip(names, rows, strict=True)) for names, rows in zip(identify(*items), versions, strict=True)
    )
    later: list[tuple[Identity, Row | None, Row, Row]] = []

    def settle(name: Identity, base: Row | None, ours: Row | None, theirs: Row | None) -> Row:
        if ours is None or theirs is None:
            where.disputed(DELETED_AND_CHANGED, *(_as_json(row) for row in (base, ours, theirs)))
            return ours or theirs or ()
        later.append((name, base, ours, theirs))
        return ours

    merged = merge_keyed(in_base, in_ours, in_theirs, same=lambda a, b: a == b, settle=settle)
    for name in sorted(merged.apart):
        where.disputed(BOTH_MOVED, *(_as_json(rows[name]) for rows in (in_base, in_ours, in_theirs)))
    number = {name: index for index, (name, _row) in enumerate(merged.items)}
    rows = [list(row) for _name, row in merged.items]
    for name, base_row, our_row, their_row in later:
        at = number[name]
        rows[at] = _merge_cells(where.into(str(at)), base_row, our_row, their_row)
    return rows


def _merge_cells(where: Where, base: Row | None, ours: Row, theirs: Row) -> list[str | None]:
    cells: list[str | None] = []
    for column, (our, their) in enumerate(zip(ours, theirs, strict=True)):
        before = base[column] if base is not None else our
        cell = by_value((before,), (our,), (their,))
        if cell is None:
            where.into(str(column)).disputed(BOTH_CHANGED, before, our, their)
        cells.append(our if cell is None else cell[0])
    return cells


def _as_json(row: Row | None) -> list[str | None] | None:
    return None if row is None else list(row)
