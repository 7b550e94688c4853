"""The evidence of a proposal being written, as rows of the form: finding a page and citing it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from policywiki.editions.models import Edition

from .citing import citable, citable_places, edition_cited, recognised
from .drafting import State, empty_row

MOST_FOUND = 8
WORDS_SHOWN = 24
NO_PAGE = {"page": "", "edition": "", "anchor": ""}


@dataclass(frozen=True)
class Source:
    """The page that a row cites, at its version."""

    page: Page
    edition: Edition

    def choices(self) -> list[tuple[str, str]]:
        """Anchors and names of what one can cite of it, the whole page first."""
        offered = [
            (place.anchor, f"{place.name} {_first_words(place.words)}".strip())
            for place in citable_places(self.page, self.edition)
        ]
        return [("", _("The whole page")), *offered]


def source_of(page: Any, edition: Any) -> Source | None:
    """What a row's two numbers mean; None where it cites no page that is there."""
    if not _is_number(page):
        return None
    found = citable().filter(pk=int(page)).first()
    if found is None:
        return None
    number = int(edition) if _is_number(edition) else None
    read = edition_cited(found, number, since=None) if number else Edition.objects.current(found)
    return Source(found, read) if read is not None else None


def find(words: str) -> list[Page]:
    """A few pages for these words: by title first, then by what stands in them."""
    words = words.strip()[:100]
    if not words:
        return []
    titled = list(citable().filter(title__icontains=words).order_by("title")[:MOST_FOUND])
    known = {page.pk for page in titled}
    others = [page for page in by_text(words) if page.pk not in known]
    return [*titled, *others][:MOST_FOUND]


def by_text(words: str) -> list[Page]:
    """What the search knows of pages with these words."""
    return list(citable().search(words)[:MOST_FOUND])


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


def _first_words(text: str) -> str:
    return text if len(text) <= WORDS_SHOWN else f"{text[:WORDS_SHOWN]}…"


def _is_number(value: Any) -> bool:
    return str(value or "").isdecimal() and len(str(value)) < 19
