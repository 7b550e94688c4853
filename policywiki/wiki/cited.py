"""Pages of this site that a text cites: which version of them, and whether they still stand so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from policywiki.core.content import FieldKind
from policywiki.editions.models import Edition
from policywiki.suggestions.diff import diff
from policywiki.suggestions.differences import Diff

from .articles import Reading, read
from .citing import Place, place_in, same_place_in
from .models import Citation, KnowledgePage, Standing
from .sources import body_of, citable, edition_cited

NAME_LENGTH = 255
_TEXT: dict[str, FieldKind] = {"body": "text"}


@dataclass(frozen=True)
class Cited:
    """The text that is cited, and the same text now: None where it is gone."""

    edition: Edition | None
    now: Edition | None
    place: Place | None
    place_now: Place | None
    quote: str = ""

    @property
    def standing(self) -> str:
        if self.place is None or self.place_now is None:
            return Standing.GONE
        same = self.place.words == self.place_now.words
        return Standing.AS_CITED if same else Standing.CHANGED

    @property
    def quote_stands(self) -> bool | None:
        if not self.quote.strip() or self.place_now is None:
            return None
        return _bare(self.quote) in _bare(self.place_now.text)

    @property
    def difference(self) -> Diff:
        """Paragraph by paragraph; an empty text where the source is gone."""
        old, new = (place.text if place is not None else "" for place in (self.place, self.place_now))
        return diff({"body": old}, {"body": new}, dict(_TEXT))


@dataclass
class Shelf:
    """Pages and versions that were read already: a text may cite one law a hundred times.

    `since`: when that text was published.
    """

    since: datetime
    pages: dict[int, KnowledgePage | None] = field(default_factory=dict)
    live: dict[int, tuple[Edition | None, Reading] | None] = field(default_factory=dict)
    editions: dict[tuple[int, int | None], Edition | None] = field(default_factory=dict)
    readings: dict[int, Reading] = field(default_factory=dict)

    def page(self, pk: int) -> KnowledgePage | None:
        if pk not in self.pages:
            self.pages[pk] = KnowledgePage.objects.filter(pk=pk).first()
        return self.pages[pk]

    def now(self, page: KnowledgePage) -> tuple[Edition | None, Reading] | None:
        """What readers see of it, and its version; None where they can see nothing."""
        if page.pk not in self.live:
            there = citable().filter(pk=page.pk).exists()
            current = Edition.objects.current(page) if there else None
            self.live[page.pk] = (current, read(page.body.raw_data)) if there else None
        return self.live[page.pk]

    def edition(self, page: KnowledgePage, number: int | None) -> Edition | None:
        if (page.pk, number) not in self.editions:
            self.editions[page.pk, number] = edition_cited(page, number, since=self.since)
        return self.editions[page.pk, number]

    def reading(self, edition: Edition) -> Reading:
        if edition.pk not in self.readings:
            self.readings[edition.pk] = read(body_of(edition))
        return self.readings[edition.pk]


def cited(
    value: Mapping[str, Any], *, since: datetime, kept: Citation | None = None, shelf: Shelf | None = None
) -> Cited | None:
    """What this citation block means; None where it names no page of knowledge.

    One that names no version means the one it was bound to when it was first published (`kept`), else the one
    that was live when the citing text was published (`since`).
    """
    shelf = shelf or Shelf(since)
    page = shelf.page(value.get("page") or 0)
    if page is None:
        return None
    edition = _bound(value, kept) or shelf.edition(page, value.get("edition"))
    anchor, quote = str(value.get("anchor") or ""), str(value.get("quote") or "")
    if edition is None:
        return Cited(None, None, None, None, quote)
    then = shelf.reading(edition)
    place = place_in(then, anchor)
    if (live := shelf.now(page)) is None:
        return Cited(edition, None, place, None, quote)
    now, text = live
    return Cited(edition, now, place, same_place_in(then, text, anchor), quote)


def rows_of(
    blocks: Iterable[Mapping[str, Any]], *, since: datetime, before: Iterable[Citation]
) -> list[dict[str, Any]]:
    """The fields of a Citation for each of these blocks that cites a page of knowledge."""
    known, shelf = {row.block: row for row in before}, Shelf(since)
    found = (
        (block, cited(block["value"], since=since, kept=known.get(block["id"]), shelf=shelf))
        for block in blocks
        if block["type"] == "citation"
    )
    return [_row(block, one) for block, one in found if one is not None]


def _bound(value: Mapping[str, Any], kept: Citation | None) -> Edition | None:
    """A change elsewhere in the citing text must not renew what it cites: nobody has read it anew."""
    if kept is None or value.get("edition"):
        return None
    same = (kept.source, kept.anchor) == (value.get("page"), value.get("anchor") or "")
    return kept.edition if same else None


def _row(block: Mapping[str, Any], found: Cited) -> dict[str, Any]:
    place, now = found.place, found.place_now
    return {
        "block": block["id"],
        "source": block["value"]["page"],
        "anchor": block["value"].get("anchor") or "",
        "place": place.name[:NAME_LENGTH] if place is not None else "",
        "anchor_now": now.anchor if now is not None else "",
        "place_now": now.name[:NAME_LENGTH] if now is not None else "",
        "edition": found.edition,
        "standing": found.standing,
        "quote_stands": found.quote_stands,
    }


def _bare(text: str) -> str:
    """Words alone: line breaks, spaces and the kind of quotation marks say nothing about a quotation."""
    return re.sub(r"[\s“”„「」『』\"'‘’]", "", text)
