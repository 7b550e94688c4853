"""The evidence of a proposal being written, as rows of the form: citing a page, and no longer."""

from __future__ import annotations

from policywiki.wiki.sources import recognised, source_of

from .drafting import State, empty_row

NO_PAGE = {"page": "", "edition": "", "anchor": ""}


def with_page(state: State, page_id: str, *, most: int) -> State:
    """One more row that cites this page as it is now; unchanged where there is no such page or no room."""
    source = source_of(page_id, "")
    rows = [row for row in state["evidence"] if any(row[name].strip() for name in row if name != "id")]
    if source is None or len(rows) >= most:
        return state
    cites = {"page": str(source.page.pk), "edition": str(source.edition.number)}
    return {**state, "evidence": [*rows, empty_row("evidence") | cites]}


def without_page(state: State, number: int) -> State:
    """The row keeps its words and cites no page any more."""
    rows = [row | NO_PAGE if place == number else row for place, row in enumerate(state["evidence"])]
    return {**state, "evidence": rows}


def with_recognised(state: State) -> State:
    """Addresses of this site that were written as web addresses become citations of that page."""
    return {**state, "evidence": [_recognised(row) for row in state["evidence"]]}


def _recognised(row: dict[str, str]) -> dict[str, str]:
    cites = recognised(row["url"].strip()) if row.get("url", "").strip() and not row.get("page") else None
    return row | cites | {"url": ""} if cites is not None else row
