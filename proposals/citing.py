"""Pages of this site as evidence: which text is cited, and whether it still stands so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Page

from policywiki.core.content import FieldKind
from policywiki.editions.models import Edition
from policywiki.suggestions.diff import diff
from policywiki.suggestions.differences import Diff
from policywiki.wiki.citing import Place, place_at, places, same_place
from policywiki.wiki.models import KnowledgePage

from .models import Standing

SHORTEST_NAME, LONGEST_NAME = 1, 255
_READING = re.compile(r"/(?:[a-z]{2}(?:-[a-z]+)?/)?pages/(?P<slug>[^/]+)/?")
_VERSION = re.compile(r"/(?:[a-z]{2}(?:-[a-z]+)?/)?history/(?P<page>[0-9]{1,9})/(?P<number>[0-9]{1,6})/?")
_TEXT: dict[str, FieldKind] = {"body": "text"}


@dataclass(frozen=True)
class Cited:
    """The text that a piece of evidence cites, and the same text now: None where it is gone."""

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


def citable() -> Any:
    """The pages one may cite: knowledge that anybody can read."""
    return KnowledgePage.objects.live().public()


def cited(value: Mapping[str, Any], *, since: Any) -> Cited | None:
    """What this citation block means; None where it names no page of knowledge.

    `since`: when the citing text was published, for citations that name no version.
    """
    page = KnowledgePage.objects.filter(pk=value.get("page") or 0).first()
    if page is None:
        return None
    edition = edition_cited(page, value.get("edition"), since=since)
    anchor, quote = str(value.get("anchor") or ""), str(value.get("quote") or "")
    if edition is None:
        return Cited(None, None, None, None, quote)
    then = _body(edition)
    place = place_at(then, anchor)
    if not citable().filter(pk=page.pk).exists():
        return Cited(edition, None, place, None, quote)
    now = Edition.objects.select_related("revision").current(page)
    return Cited(edition, now, place, same_place(then, page.body.raw_data, anchor), quote)


def edition_cited(page: Page, number: int | None, *, since: Any) -> Edition | None:
    """The version that is named, else the one that was live when the citing text was published, else the first."""
    of_page = Edition.objects.filter(page_id=page.pk).select_related("revision").order_by("number")
    if number is not None:
        return of_page.filter(number=number).first()
    return of_page.filter(published_at__lte=since).last() or of_page.first()


def citable_places(page: Page, edition: Edition | None) -> list[Place]:
    """What the form offers of a page: its sections and articles in this version."""
    return places(_body(edition) if edition is not None else page.body.raw_data)


def refuse_unciteable(evidence: Any) -> list[str]:
    """What is wrong with the pages that this evidence names, each as a sentence for its author."""
    problems = []
    for block in evidence or []:
        value = block["value"]
        if value.get("page") is None:
            continue
        page = citable().filter(pk=value["page"]).first()
        if page is None:
            problems.append(_("A page that you cite is not there for readers. Take it out or cite another."))
            continue
        edition = edition_cited(page, value.get("edition"), since=None) if value.get("edition") else None
        if value.get("edition") and edition is None:
            problems.append(_("“%(page)s” has no version %(number)s.") % _names(page, value))
    return problems


def _names(page: Page, value: Mapping[str, Any]) -> dict[str, Any]:
    return {"page": page.title, "number": value["edition"]}


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
    if anchor and place_at(_body(edition), anchor) is None:
        anchor = ""
    return {"page": str(page.pk), "edition": str(edition.number), "anchor": anchor}


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


def _body(edition: Edition) -> Any:
    then = edition.revision.as_object()
    return then.body.raw_data if isinstance(then, KnowledgePage) else []


def _bare(text: str) -> str:
    """Words alone: line breaks, spaces and the kind of quotation marks say nothing about a quotation."""
    return re.sub(r"[\s“”„「」『』\"'‘’]", "", text)
