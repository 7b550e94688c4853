"""Three-way merge of a table by column, row and cell. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from .alignment import Item
from .conflicts import BOTH_CHANGED, BOTH_MOVED, DELETED_AND_CHANGED, Where
from .identity import Identity, identify
from .merge_rich import merge_plain
from .readable import is_grid
from .sequences import merge_keyed, merge_order
from .words import by_value

Row = tuple[str | None, ...]
Rows = list[Row]


def mergeable(*tables: Any) -> bool:
    """True if rows can be merged: rows of one length within each table, no joined or styled cells.

    Joined and styled cells name rows by number, and a merge would point them at other rows.
    """
    for table in tables:
        if not isinstance(table, dict) or not is_grid(table.get("data")):
            return False
        if table.get("mergeCells") or table.get("cell"):
            return False
        if len({len(row) for row in table["data"]}) != 1:
            return False
    return True


def merge_rows(
    where: Where, base: Sequence[Any], ours: Sequence[Any], theirs: Sequence[Any]
) -> list[list[str | None]]:
    """Merge the rows of `mergeable` tables: columns and rows by equality, else by likeness; cells by word."""
    versions = [[tuple(row) for row in rows] for rows in (base, ours, theirs)]
    if len({len(rows[0]) for rows in versions}) == 1:
        known = list(range(len(versions[0][0])))
        return _merge_rows(where, known, versions)
    columns = [list(zip(*rows, strict=True)) for rows in versions]
    names = identify(*([_item(column) for column in side] for side in columns))
    if _says_more_where_the_other_took_out(names, columns):
        where.disputed(BOTH_CHANGED, *([list(row) for row in rows] for rows in versions))
        return [list(row) for row in versions[1]]
    order = merge_order(*names).keys
    known = [order.index(name) for name in order if all(name in side for side in names)]
    return _merge_rows(
        where, known, [_over(rows, side, order) for rows, side in zip(versions, names, strict=True)]
    )


def _says_more_where_the_other_took_out(
    names: tuple[list[Identity], list[Identity], list[Identity]], columns: list[list[Row]]
) -> bool:
    """Whether one side removed a column into which the other wrote."""
    base, ours, theirs = (dict(zip(*side, strict=True)) for side in zip(names, columns, strict=True))
    return any(
        Counter(other[name]) - Counter(base[name])
        for side, other in ((ours, theirs), (theirs, ours))
        for name in base
        if name not in side and name in other
    )


def _merge_rows(where: Where, known: list[int], versions: list[Rows]) -> list[list[str | None]]:
    """`known` are the columns that all versions have: by them a row is known, and known to be changed."""
    items = [[_item([row[column] for column in known]) for row in rows] for rows in versions]
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

    def same(one: Row, other: Row) -> bool:
        return all(one[column] == other[column] for column in known)

    merged = merge_keyed(in_base, in_ours, in_theirs, same=same, settle=settle)
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
        before = base[column] if base is not None else None
        decided = by_value((before,), (our,), (their,))
        here = where.into(str(column))
        cells.append(decided[0] if decided else merge_plain(here, before or "", our or "", their or ""))
    return cells


def _item(cells: Sequence[str | None]) -> Item:
    return Item(None, tuple(cells), " ".join(cell or "" for cell in cells))


def _over(rows: Rows, names: list[Identity], order: list[Identity]) -> Rows:
    """Rows over the merged columns; a column that this version has not is None there."""
    places = [names.index(name) if name in names else None for name in order]
    return [tuple(None if place is None else row[place] for place in places) for row in rows]


def _as_json(row: Row | None) -> list[str | None] | None:
    return None if row is None else list(row)
