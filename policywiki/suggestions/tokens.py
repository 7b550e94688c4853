"""What a reader sees as one word: Han by character, Latin by word, numbers whole. Pure."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from html import unescape

HAN = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
)
_MARKS = "\u0300-\u036f\u180b-\u180d\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef"
_LETTER = rf"(?:[^\W\d_{HAN}][{_MARKS}]*)"
_WORD = re.compile(
    rf"\d+(?:[.,:]\d+)*[%％‰]?"  # 1,200.50 and 18:00 and 5% are one number
    rf"|{_LETTER}(?:[{_MARKS}]|{_LETTER}|\d)*(?:['’]{_LETTER}+)*"
    rf"|[{HAN}][{_MARKS}]*"
    rf"|\s+"
    rf"|.[{_MARKS}]*",
    re.DOTALL,
)
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+="[^"]*")*)\s*/?>')
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_FORMATS = {"b": "bold", "i": "italic"}


@dataclass(frozen=True)
class Token:
    """One word as a reader sees it. `link` is a URL or "page:12"; `formats` of "bold", "italic"."""

    text: str
    formats: frozenset[str] = frozenset()
    link: str | None = None


def words(text: str) -> list[str]:
    """Cut a text into words; joined again they are the text."""
    return _WORD.findall(text)


def bag(text: str) -> Counter[str]:
    """How often each word occurs, space left out."""
    return Counter(word for word in words(text) if not word.isspace())


def likeness(a: Counter[str], b: Counter[str]) -> float:
    """Dice's coefficient of two bags of words, 0 to 1; two empty bags are alike."""
    size = a.total() + b.total()
    if not size:
        return 1.0
    if len(b) < len(a):
        a, b = b, a
    return 2 * sum(min(count, b[word]) for word, count in a.items() if word in b) / size


def inline_tokens(html: str) -> list[Token]:
    """The words inside a paragraph of canonical rich text, each with its formats and its link target."""
    tokens: list[Token] = []
    formats: list[str] = []
    link: str | None = None
    at = 0

    def take(upto: int) -> None:
        text = unescape(html[at:upto])
        tokens.extend(Token(word, frozenset(formats), link) for word in words(text))

    for tag in _TAG.finditer(html):
        take(tag.start())
        at = tag.end()
        closing, name, attributes = tag[1], tag[2], tag[3]
        if name == "br":
            tokens.append(Token("\n", frozenset(formats), link))
        elif name == "a":
            link = None if closing else _target(attributes)
        elif name in _FORMATS:
            _toggle(formats, _FORMATS[name], on=not closing)
    take(len(html))
    return tokens


def plain(html: str) -> str:
    """The words of a paragraph without its tags."""
    return "".join(token.text for token in inline_tokens(html))


def _toggle(formats: list[str], name: str, *, on: bool) -> None:
    if on:
        formats.append(name)
    elif name in formats:
        formats.remove(name)


def _target(attributes: str) -> str:
    found = {name: unescape(value) for name, value in _ATTRIBUTE.findall(attributes)}
    if found.get("linktype") == "page":
        return f"page:{found.get('id', '')}"
    return found.get("href", "")
