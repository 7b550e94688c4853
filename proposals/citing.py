"""Pages of this site as evidence: which of them one may cite."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from policywiki.wiki.sources import citable, edition_cited


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
