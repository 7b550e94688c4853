"""Words taken out of a text, and a bracketed note put in their place. Pure; never changes anything else.

Works on plain text, on our HTML (words may run across tags, entities and links) and on any JSON made of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from typing import Any, Final
from urllib.parse import unquote

PLACEHOLDERS: Final = {"zh": "[个人信息已隐去]", "en": "[personal data removed]"}
SHORTEST: Final = 3  # characters; shorter words would take half the page with them

_FOLD: Final = str.maketrans("０１２３４５６７８９（）＠", "0123456789()@")
_GAPS = r"[\s\-‐‑–—.·]*"
_UNIT: Final = re.compile(r"<[^>]*>|&(?:#\d+|#x[0-9a-fA-F]+|\w+);|.", re.DOTALL)
_HTML: Final = re.compile(r"\s*<(?:p|h\d|ul|ol|li|a|b|i|strong|em)\b")
_ADDRESS: Final = re.compile(r"(?:https?|mailto|tel):\S*\Z", re.IGNORECASE)


def placeholder(language: str) -> str:
    """What stands in the place of hidden words in a text of this language."""
    return PLACEHOLDERS["zh" if language.startswith("zh") else "en"]


def hide(value: Any, words: Iterable[str], note: str) -> Any:
    """The same value without these words, in every string in it; `note` stands where they stood.

    Hiding twice is hiding once. Keys of dicts, numbers, ids and block keys stay as they are.
    """
    pattern = pattern_of(words)
    return value if pattern is None else _hidden(value, pattern, note)


def count(value: Any, words: Iterable[str]) -> int:
    """How many times these words stand in the strings of this value."""
    pattern = pattern_of(words)
    return 0 if pattern is None else sum(_times(text, pattern) for text in strings(value))


def strings(value: Any) -> list[str]:
    """Every string in this JSON value, in order."""
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for part in parts for text in strings(part)]


def plain(text: str) -> str:
    """What a reader sees of this string: HTML without its tags, paragraphs as lines."""
    if not _HTML.match(text):
        return text
    lines = re.sub(r"</(?:p|h\d|li)>|<br\s*/?>", "\n", text)
    return unescape(re.sub(r"<[^>]*>", "", lines)).strip()


def pattern_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """Finds these words however they are spaced, in any case, digits full-width or not. None for no words."""
    ways = [_way(one) for one in sorted({word.strip() for word in words}, key=len, reverse=True)]
    ways = [way for way in ways if way]
    return re.compile("|".join(ways), re.IGNORECASE) if ways else None


def _way(words: str) -> str:
    bare = re.sub(r"[\s\-‐‑–—.·]", "", words.translate(_FOLD))
    if len(bare) < SHORTEST:
        return ""
    digits = sum(char.isdigit() for char in bare)
    body = _GAPS.join(_either(char) for char in bare)
    # A number is not a part of a longer number.
    return rf"(?<!\d){body}(?!\d)" if digits == len(bare) else body


def _either(char: str) -> str:
    if char.isdigit() and char.isascii():
        return f"[{char}{chr(0xFF10 + int(char))}]"
    pairs = {"(": "[(（]", ")": "[)）]", "@": "[@＠]"}
    return pairs.get(char, re.escape(char))


def _hidden(value: Any, pattern: re.Pattern[str], note: str) -> Any:
    if isinstance(value, str):
        return _in_string(value, pattern, note)
    if isinstance(value, dict):
        return {key: part if key == "id" else _hidden(part, pattern, note) for key, part in value.items()}
    if isinstance(value, list):
        return [_hidden(part, pattern, note) for part in value]
    return value


def _in_string(text: str, pattern: re.Pattern[str], note: str) -> str:
    if _HTML.match(text):
        return _in_html(text, pattern, note)
    if _ADDRESS.match(text) and pattern.search(unquote(text)):
        return ""  # half an address leads nowhere
    return pattern.sub(note, text)


def _times(text: str, pattern: re.Pattern[str]) -> int:
    if not _HTML.match(text):
        return len(pattern.findall(unquote(text) if _ADDRESS.match(text) else text))
    units = _UNIT.findall(text)
    seen = "".join(_seen(unit) for unit in units)
    links = sum(unit.startswith("<a") and bool(pattern.search(unquote(unescape(unit)))) for unit in units)
    return len(pattern.findall(seen)) + links


def _in_html(html: str, pattern: re.Pattern[str], note: str) -> str:
    units = _without_links(_UNIT.findall(html), pattern)
    seen: list[str] = []
    place: list[int] = []  # of each visible character: which unit it is
    for index, unit in enumerate(units):
        shown = _seen(unit)
        seen.append(shown)
        place.extend([index] * len(shown))
    gone: dict[int, str] = {}
    for match in pattern.finditer("".join(seen)):
        for index in place[match.start() : match.end()]:
            # A tag between the words stays, and so does the end of a paragraph.
            gone.setdefault(index, "")
        gone[place[match.start()]] = note
    return "".join(gone.get(index, unit) for index, unit in enumerate(units))


def _seen(unit: str) -> str:
    if unit.startswith("<"):
        return "\n" if unit.startswith(("</p", "</h", "</li", "<br")) else ""
    return unescape(unit) if unit.startswith("&") else unit


def _without_links(units: list[str], pattern: re.Pattern[str]) -> list[str]:
    """Links whose address holds the words lose their tags; links never lie in one another."""
    result, open_link = [], False
    for unit in units:
        if unit.startswith("<a ") and pattern.search(unquote(unescape(unit))):
            open_link = True
        elif unit == "</a>" and open_link:
            open_link = False
        else:
            result.append(unit)
    return result
