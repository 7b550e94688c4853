"""Pages of knowledge as sources: which one may cite, found by words or by their address, at which version."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Page

from policywiki.editions.models import Edition

from .citing import Place, place_at, places, same_place
from .models import KnowledgePage

MOST_FOUND = 8
WORDS_SHOWN = 24
_READING = re.compile(r"/(?:[a-z]{2}(?:-[a-z]+)?/)?pages/(?P<slug>[^/]+)/?")
_VERSION = re.compile(r"/(?:[a-z]{2}(?:-[a-z]+)?/)?history/(?P<page>[0-9]{1,9})/(?P<number>[0-9]{1,6})/?")


@dataclass(frozen=True)
class Source:
    """A page that is cited, at its version."""

    page: Page
    edition: Edition
    latest: Edition

    def choices(self) -> list[tuple[str, str]]:
        """Anchors and names of what one can cite of it, the whole page first."""
        offered = [
            (place.anchor, f"{place.name} {_first_words(place.words)}".strip())
            for place in citable_places(self.page, self.edition)
        ]
        return [("", _("The whole page")), *offered]


def citable() -> Any:
    """The pages one may cite: knowledge that anybody can read."""
    return KnowledgePage.objects.live().public()


def source_of(page: Any, edition: Any) -> Source | None:
    """What these two numbers, as typed or stored, mean; None where they name no page that is there."""
    if not _is_number(page):
        return None
    found = citable().filter(pk=int(page)).first()
    if found is None:
        return None
    latest = Edition.objects.select_related("revision").current(found)
    number = int(edition) if _is_number(edition) else 0
    read = (
        latest if latest is None or number in (0, latest.number) else edition_cited(found, number, since=None)
    )
    return Source(found, read, latest) if read is not None and latest is not None else None


def renewed(page: Any, edition: Any, anchor: str) -> dict[str, str] | None:
    """page, edition and anchor of what these cite, as it is now; None where it is there no more."""
    source = source_of(page, edition)
    if source is None:
        return None
    place = same_place(body_of(source.edition), source.page.body.raw_data, anchor)
    if place is None:
        return None
    return {"page": str(source.page.pk), "edition": str(source.latest.number), "anchor": place.anchor}


def edition_cited(page: Page, number: int | None, *, since: Any) -> Edition | None:
    """The version that is named, else the one that was live when the citing text was published, else the first."""
    of_page = Edition.objects.filter(page_id=page.pk).select_related("revision").order_by("number")
    if number is not None:
        return of_page.filter(number=number).first()
    return of_page.filter(published_at__lte=since).last() or of_page.first()


def citable_places(page: Page, edition: Edition | None) -> list[Place]:
    """What the form offers of a page: its sections and articles in this version."""
    return places(body_of(edition) if edition is not None else page.body.raw_data)


def find(words: str) -> list[Page]:
    """A few pages for these words: by title first, then by what stands in them."""
    words = words.replace("\0", "").strip()[:100]
    if not words:
        return []
    titled = list(citable().filter(title__icontains=words).order_by("title")[:MOST_FOUND])
    known = {page.pk for page in titled}
    others = [page for page in by_text(words) if page.pk not in known]
    return [*titled, *others][:MOST_FOUND]


def by_text(words: str) -> list[Page]:
    """What the search knows of pages with these words."""
    return list(citable().search(words)[:MOST_FOUND])


def recognised(url: str) -> dict[str, str] | None:
    """page, edition, anchor of an address of this site, as the form keeps them; None for any other address.

    An address of a page means the version that is live, ?at=2024-05-01 the one of that day.
    """
    parts = urlsplit(url.removeprefix(settings.SITE_BASE_URL))
    if parts.netloc:
        return None
    found = _page_and_edition(parts.path, parts.query)
    if found is None or not citable().filter(pk=found[0].pk).exists():
        return None
    page, edition = found
    anchor = unquote(parts.fragment)
    if anchor and place_at(body_of(edition), anchor) is None:
        anchor = ""
    return {"page": str(page.pk), "edition": str(edition.number), "anchor": anchor}


def body_of(edition: Edition) -> Any:
    """The raw body of a page of knowledge in this version; empty for any other page."""
    then = edition.revision.as_object()
    return then.body.raw_data if isinstance(then, KnowledgePage) else []


def _page_and_edition(path: str, query: str) -> tuple[Page, Edition] | None:
    if match := _VERSION.fullmatch(path):
        edition = Edition.objects.filter(page_id=int(match["page"]), number=int(match["number"])).first()
        return (edition.page, edition) if edition is not None else None
    match = _READING.fullmatch(path)
    page = KnowledgePage.objects.filter(slug=unquote(match["slug"])).first() if match else None
    if page is None:
        return None
    day = re.fullmatch(r"(?:.*&)?at=(\d{4}-\d\d-\d\d)(?:&.*)?", query)
    edition = _as_of(page, day[1]) if day else None
    edition = edition or Edition.objects.current(page)
    return (page, edition) if edition is not None else None


def _as_of(page: Page, day: str) -> Edition | None:
    try:
        return Edition.objects.as_of(page, date.fromisoformat(day))
    except ValueError:
        return None


def _first_words(text: str) -> str:
    return text if len(text) <= WORDS_SHOWN else f"{text[:WORDS_SHOWN]}…"


def _is_number(value: Any) -> bool:
    return str(value or "").isdecimal() and len(str(value)) < 19
