"""Pages of this site as evidence: which text is cited, and whether it still stands so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from policywiki.core.content import FieldKind
from policywiki.editions.models import Edition
from policywiki.suggestions.diff import diff
from policywiki.suggestions.differences import Diff
from policywiki.wiki.citing import Place, place_at, same_place
from policywiki.wiki.models import KnowledgePage
from policywiki.wiki.sources import body_of, citable, edition_cited

from .models import Standing

SHORTEST_NAME, LONGEST_NAME = 1, 255
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
    then = body_of(edition)
    place = place_at(then, anchor)
    if not citable().filter(pk=page.pk).exists():
        return Cited(edition, None, place, None, quote)
    now = Edition.objects.select_related("revision").current(page)
    return Cited(edition, now, place, same_place(then, page.body.raw_data, anchor), quote)


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


def _bare(text: str) -> str:
    """Words alone: line breaks, spaces and the kind of quotation marks say nothing about a quotation."""
    return re.sub(r"[\s“”„「」『』\"'‘’]", "", text)
