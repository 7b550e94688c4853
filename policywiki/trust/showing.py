"""What moderators and authors see of hidden words: each with the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from policywiki.core import personal, redaction

from .hiding import Item, stores
from .models import HiddenPart

_CODE = re.compile(r"[a-z_]+|[0-9a-f-]{32,36}")
AROUND = 30  # characters
MOST = 40
KINDS = {
    personal.Kind.PHONE: _("telephone number"),
    personal.Kind.IDENTITY: _("identity card number"),
    personal.Kind.ADDRESS: _("home address"),
    personal.Kind.EMAIL: _("e-mail address"),
}


@dataclass(frozen=True)
class Seen:
    """Words in their place."""

    before: str
    words: str
    after: str
    label: Any = ""


def lines(item: Item) -> list[str]:
    """What a reader sees of the item's texts, without markup, ids and codes."""
    shown = (redaction.plain(text) for text in redaction.strings(item.texts))
    return [text for text in shown if len(text) > 1 and not _CODE.fullmatch(text)]


def offered(item: Item) -> list[Seen]:
    """What looks like personal data in this item, each words once."""
    result: dict[str, Seen] = {}
    for text in map(redaction.plain, redaction.strings(item.texts)):
        for found in personal.find(text):
            result.setdefault(found.words, _seen(text, found.start, found.end, KINDS[found.kind]))
    return list(result.values())[:MOST]


def touched(item: Item, words: list[str]) -> list[tuple[Any, int]]:
    """How often these words stand in each store of the item's page, without changing anything."""
    totals = []
    for store in stores():
        times = sum(redaction.count(store.read(row), words) for row in store.of(item.scope))
        if times and store.label:
            totals.append((store.label, times))
    return totals


def originals(part: HiddenPart) -> list[Seen]:
    """The hidden words where they stood, for moderators; each place once."""
    pattern = redaction.pattern_of(part.words)
    if pattern is None:
        return []
    result: dict[tuple[str, str, str], Seen] = {}
    for text in part.texts.all():
        for string in map(redaction.plain, redaction.strings(text.original)):
            for match in pattern.finditer(string):
                seen = _seen(string, match.start(), match.end())
                result.setdefault((seen.before, seen.words, seen.after), seen)
    return list(result.values())[:MOST]


def _seen(text: str, start: int, end: int, label: Any = "") -> Seen:
    before = text[max(0, start - AROUND) : start]
    return Seen(
        ("…" if start > AROUND else "") + before,
        text[start:end],
        text[end : end + AROUND] + ("…" if len(text) > end + AROUND else ""),
        label,
    )
