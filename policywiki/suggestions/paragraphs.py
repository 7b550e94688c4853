"""Canonical rich text as a flat list of paragraphs (core.prose), and back. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from policywiki.core import keys, prose
from policywiki.core.runs import LISTS
from policywiki.core.runs import Block as Paragraph

__all__ = ["Paragraph", "join", "rich", "with_unique_keys"]

# Paragraphs and headings stand at the top only; a list stays with what is before it.
_CUT = re.compile(r"(?=<(?:p|h3|h4)\b)")


def rich(value: object) -> list[Paragraph] | None:
    """The paragraphs of canonical rich text with a key each, or None if `value` is anything else ("" too)."""
    if not isinstance(value, str) or not value.startswith("<"):
        return None
    paragraphs: list[Paragraph] = []
    for stretch in _CUT.split(value):
        found = _stretch(stretch)
        if found is None:
            return None
        paragraphs.extend(found)
    return paragraphs


def join(paragraphs: Iterable[Paragraph]) -> str:
    """Canonical rich text of paragraphs. Points whose parent is gone move one level out, all together."""
    result: list[Paragraph] = []
    above: list[int] = []  # the depths, as they were, of the points that are open
    for paragraph in paragraphs:
        while above and (paragraph.tag not in LISTS or above[-1] >= paragraph.depth):
            above.pop()
        depth = len(above)
        if paragraph.tag in LISTS:
            above.append(paragraph.depth)
        result.append(paragraph if paragraph.depth == depth else replace(paragraph, depth=depth))
    return prose.serialise(result)


def with_unique_keys(paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
    """The same paragraphs; a key that is already taken is renewed, from the text and the keys alone."""
    result = list(paragraphs)
    every = {paragraph.key for paragraph in result}
    taken: set[str] = set()
    for index, paragraph in enumerate(result):
        if paragraph.key in taken:
            key = keys.fresh(paragraph.text, every)
            every.add(key)
            result[index] = replace(paragraph, key=key)
        taken.add(paragraph.key)
    return result


@lru_cache(maxsize=2048)  # the three versions of a merge share most of their paragraphs
def _stretch(html: str) -> tuple[Paragraph, ...] | None:
    paragraphs = prose.parse(html)
    if all(paragraph.key for paragraph in paragraphs) and prose.serialise(paragraphs) == html:
        return tuple(paragraphs)
    return None
