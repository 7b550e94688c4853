"""The links of a page to pages of this site, also to those that nobody has written yet. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from policywiki.core import links, prose

LONGEST = 255
_ADDRESS = re.compile(r"/(?:[a-z]{2}(?:-[a-z]+)?/)?pages/(?P<slug>[^/]+)/?")


class Link(NamedTuple):
    """Where it leads: a page's id, or the last part of its address; and the words that are linked."""

    page_id: int | None
    slug: str
    words: str


def links_in(content: Mapping[str, Any], fields: Mapping[str, str], *, here: str) -> list[Link]:
    """Every link once; `here` is the address of this site, so that a full address of ours counts too."""
    found: dict[tuple[int | None, str], Link] = {}
    for name, kind in fields.items():
        if kind == "blocks":
            for block in content.get(name) or []:
                for target, words in _targets(block["value"]):
                    link = _local(target, words, here)
                    if link is not None:
                        found.setdefault(link[:2], link)
    return list(found.values())


def _targets(value: Any) -> Iterator[tuple[str, str]]:
    """(target, words) of rich text, citations and sources, wherever they stand in a block."""
    if isinstance(value, str):
        yield from _in_rich_text(value)
    elif isinstance(value, Mapping):
        words = str(value.get("label") or "")
        if isinstance(value.get("page"), int):
            yield f"page:{value['page']}", words
        yield str(value.get("url") or ""), words
        for part in value.values():
            yield from _targets(part)
    elif isinstance(value, list):
        for part in value:
            yield from _targets(part)


def _in_rich_text(html: str) -> Iterator[tuple[str, str]]:
    for block in prose.parse(html) if "<a " in html else ():
        for target, runs in groupby(block.runs, key=lambda run: run.target):
            yield target, "".join(run.text for run in runs)


def _local(target: str, words: str, here: str) -> Link | None:
    words = " ".join(words.split())[:LONGEST]
    if (page_id := links.page_id(target)) is not None:
        return Link(page_id, "", words)
    if target.startswith(here):
        target = target[len(here) :]
    if not target.startswith("/"):
        return None
    match = _ADDRESS.fullmatch(urlsplit(target).path)
    if match is None:
        return None
    slug = unquote(match["slug"])[:LONGEST]
    return Link(None, slug, words or slug.replace("-", " "))
