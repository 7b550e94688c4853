"""A page's content as its template shows it: parts in reading order, contents with anchors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from policywiki.core.html import trusted
from policywiki.wiki.models import KnowledgePage

from .articles import Heading, Reading, read

SEAM = "<!--seam-->"
_ANCHOR = re.compile(r' id="([^"]+)"')
PREVIEW_TEMPLATE = "wiki/preview.html"


def shown(page: KnowledgePage) -> dict[str, Any]:
    """parts (block, anchor, all anchors in it, html of a section), contents, for this page object, saved or not."""
    raw = list(page.body.raw_data)
    reading = read(raw)
    html = _expanded(reading)
    parts = [
        {
            "block": block,
            "id": block.id,
            "type": block.block_type,
            "anchor": reading.anchors.get(block.id, ""),
            "anchors": [reading.anchors.get(block.id, ""), *_ANCHOR.findall(reading.html.get(block.id, ""))],
            "html": html.get(block.id, ""),
        }
        for block in page.body
    ]
    return {"parts": parts, "contents": contents_tree(reading.contents)}


def talk_url(page: Page) -> str:
    """Where the discussion of a page is read: not below its text, which stays light."""
    return reverse("discussion:talk", args=[page.pk])


def preview(content: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """What a reader would see if this content were published (suggestions.registry.Target.preview)."""
    page = KnowledgePage(title=str(content.get("title") or ""), summary=str(content.get("summary") or ""))
    page.body = page._meta.get_field("body").to_python(list(content.get("body") or []))
    return PREVIEW_TEMPLATE, {"previewed": page}


def contents_tree(headings: Iterable[Heading]) -> list[dict[str, Any]]:
    """Headings as nested entries {"anchor", "title", "children"}, the deeper under the last shallower."""
    roots: list[dict[str, Any]] = []
    path: list[tuple[int, dict[str, Any]]] = []
    for heading in headings:
        entry = {"anchor": heading.anchor, "title": heading.text, "children": []}
        path = [step for step in path if step[0] < heading.level]
        (path[-1][1]["children"] if path else roots).append(entry)
        path.append((heading.level, entry))
    return roots


def _expanded(reading: Reading) -> dict[str, Any]:
    """Page links become addresses, all of them with one look at the database."""
    joined = SEAM.join(reading.html.values())
    if 'linktype="' in joined:
        joined = expand_db_html(joined)
    # The rich text passed the door on its way in; the anchors are our own.
    return dict(zip(reading.html, map(trusted, joined.split(SEAM)), strict=True)) if reading.html else {}


def public_pages(ids: Iterable[int]) -> list[Page]:
    """Those of these pages that anybody may read, by title."""
    return list(Page.objects.live().public().filter(pk__in=set(ids)).order_by("title").specific(defer=True))
