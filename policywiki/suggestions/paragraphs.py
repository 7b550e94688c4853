"""Canonical rich text as a flat list of paragraphs, and back. Pure.

core.richtext.paragraphs is for reading; merging needs the way back as well, so the list a point stands in is
part of the paragraph here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

_BLOCK_TAG = re.compile(r'<(/?)(p|h3|h4|ul|ol|li)((?:\s+[a-z-]+="[^"]*")*)>')
_KEY = re.compile(r'data-block-key="([^"]*)"')
_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"


@dataclass(frozen=True)
class Unit:
    """One p, h3, h4 or li. `html` is its inline content without nested lists.

    `lists` are the lists a li stands in, outermost first, e.g. ("ul", "ol"). `apart` says that its list
    begins anew although the paragraph before stands in one like it.
    """

    key: str
    tag: str
    html: str
    lists: tuple[str, ...] = ()
    apart: bool = False

    @property
    def form(self) -> tuple[str, tuple[str, ...]]:
        return self.tag, self.lists

    @property
    def content(self) -> tuple[str, tuple[str, ...], str]:
        """What a reader sees; the key is not part of it."""
        return self.tag, self.lists, self.html


def split(html: str) -> list[Unit]:
    """The paragraphs of canonical rich text in reading order. For anything else use `is_rich` first."""
    units: list[Unit] = []
    lists: list[str] = []
    begun: tuple[int, str, str] | None = (
        None  # where the inline content of the open paragraph starts, tag, key
    )
    first = False

    def close(end: int) -> None:
        nonlocal begun, first
        if begun is None:
            return
        start, tag, key = begun
        path = tuple(lists) if tag == "li" else ()
        again = bool(path) and first and bool(units) and units[-1].lists[: len(path)] == path
        units.append(Unit(key, tag, html[start:end], path, again))
        begun, first = None, False

    for match in _BLOCK_TAG.finditer(html):
        closing, tag = bool(match[1]), match[2]
        close(match.start())
        if tag in ("ul", "ol"):
            if not closing:
                lists.append(tag)
                first = True
            elif lists:
                lists.pop()
        elif not closing:
            key = _KEY.search(match[3])
            begun = (match.end(), tag, key[1] if key else "")
    close(len(html))
    return units


def join(units: Iterable[Unit]) -> str:
    """Canonical rich text of paragraphs. A point whose parent is gone moves one level out."""
    out: list[str] = []
    stack: list[str] = []  # open lists; in each one li is open

    def close_to(depth: int) -> None:
        while len(stack) > depth:
            out.append(f"</li></{stack.pop()}>")

    for unit in units:
        if unit.tag != "li":
            close_to(0)
            out.append(f'<{unit.tag} data-block-key="{unit.key}">{unit.html}</{unit.tag}>')
            continue
        shared, opens = _place(stack, unit)
        close_to(shared)
        if opens:
            stack.append(opens)
            out.append(f"<{opens}>")
        else:
            out.append("</li>")
        out.append(f'<li data-block-key="{unit.key}">{unit.html}')
    close_to(0)
    return "".join(out)


def _place(stack: Sequence[str], unit: Unit) -> tuple[int, str | None]:
    """How many open lists a point stays in, and the list it opens, if any."""
    lists = unit.lists or ("ul",)
    shared = 0
    while shared < min(len(stack), len(lists)) and stack[shared] == lists[shared]:
        shared += 1
    if shared == len(lists) and unit.apart:
        shared -= 1
    return shared, None if shared == len(lists) else lists[-1]


def is_rich(value: object) -> bool:
    """True for a non-empty string that `split` and `join` carry without loss."""
    if not isinstance(value, str) or not value.startswith("<"):
        return False
    units = split(value)
    return bool(units) and all(unit.key for unit in units) and join(units) == value


def with_unique_keys(units: Iterable[Unit]) -> list[Unit]:
    """The same paragraphs; a key that is already taken is renewed, from the key and the text alone."""
    taken: set[str] = set()
    result: list[Unit] = []
    for unit in units:
        key, turn = unit.key, 0
        while not key or key in taken:
            turn += 1
            key = _key_from(f"{unit.key}/{unit.html}/{turn}")
        taken.add(key)
        result.append(unit if key == unit.key else replace(unit, key=key))
    return result


def _key_from(seed: str) -> str:
    number = int.from_bytes(blake2b(seed.encode(), digest_size=8).digest(), "big")
    letters = ""
    for _ in range(5):
        number, rest = divmod(number, len(_ALPHABET))
        letters += _ALPHABET[rest]
    return letters
