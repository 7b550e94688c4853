"""Whether a change is typographic only: the words are the same, in the same order, and lead where they led. Pure.

The rule, in one place (`is_typographic`). Typographic is a change of
- spaces, line breaks, and where one paragraph ends and the next begins;
- commas, full stops, colons, semicolons, quotation marks, brackets, dots and dashes between words;
- full and half width, capital and small letters;
- bold and italic, a heading's level, a list in place of a paragraph;
- topics, which are no part of the text.
Everything else says something else: a word, a number (with its sign, its point and its unit), a question mark, the
target of a link, a picture, a row, an order, a district, a language.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import groupby

from .differences import Diff, Row, Segment
from .tokens import words

LIGHT_COUNTS = frozenset({"reworded", "added", "removed", "format_changed", "level_changed"})
TOPICS = "tags"
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-")
_LIGHT = frozenset(",.;:\"'()[]{}…·、。・•«»‹›“”‘’„‚「」『』【】〈〉《》〔〕-")


def is_typographic(changes: Diff) -> bool:
    """True where nobody who agreed with the old text could mind the new one (the rule is above)."""
    rows = [row for row in changes.rows if row.field != TOPICS]
    if any(row.moved for row in rows) or not _counts(changes) <= LIGHT_COUNTS:
        return False
    # Unchanged words in between are a border: what goes here and comes there has moved.
    stretches = (
        list(run)
        for (kind, *_place), run in groupby(rows, key=lambda row: (row.kind == "folded", *_place_of(row)))
        if not kind
    )
    return all(_said(run, old=True) == _said(run, old=False) for run in stretches)


def spoken(text: str) -> tuple[str, ...]:
    """The words of a text without its typography: what is compared."""
    folded = unicodedata.normalize("NFKC", text.translate(_DASHES)).translate(_DASHES)
    found = [word for word in words(folded) if not word.isspace()]
    return tuple(
        word.casefold()
        for at, word in enumerate(found)
        if word not in _LIGHT or _is_sign(word, found[at + 1 : at + 2])
    )


def _counts(changes: Diff) -> set[str]:
    """What the comparison counted, but for topics, which it counts as entries of a set."""
    topics = {f"item_{row.kind}" for row in changes.rows if row.field == TOPICS}
    return set(changes.counts) - topics


def _place_of(row: Row) -> tuple[str, str | None, tuple[str, ...]]:
    return row.field, row.block_id, row.path


def _said(rows: Iterable[Row], *, old: bool) -> tuple[str, ...]:
    return tuple(word for row in rows for word in spoken(_text(row.old if old else row.new)))


def _text(segments: Iterable[Segment]) -> str:
    return "".join(segment.text for segment in segments)


def _is_sign(word: str, after: list[str]) -> bool:
    """A dash or a point right before a number belongs to it: -5, .5, 5-10."""
    return word in "-." and bool(after) and after[0][0].isdigit()
