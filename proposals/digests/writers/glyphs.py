"""What our printed fonts can show, and what stands for the rest: a paper cannot borrow a font."""

import re
import struct
import unicodedata
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn

# Pieces of an emoji that mean nothing alone: joiner, variation selectors, skin tones, tags
_EMOJI_PIECES = re.compile("[\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
# Only symbols and what lies outside the basic plane; other scripts go to the fonts that typst brings itself
_CANDIDATES = re.compile("[\u2190-\u2bff\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """The text with every character our fonts lack named in its place.

    A symbol becomes its Unicode name in brackets; a Han character becomes 〓, the printer's mark for a
    missing sort, with its code, so that a rare name can be filled in by hand and is never silently lost.
    """
    if not _CANDIDATES.search(text):
        return text
    return _CANDIDATES.sub(lambda found: _shown(found[0]), _EMOJI_PIECES.sub("", text))


def _shown(character: str) -> str:
    if ord(character) in covered():
        return character
    if unicodedata.category(character) == "Lo":
        return f"〓〔U+{ord(character):X}〕"
    name = unicodedata.name(character, f"U+{ord(character):X}").lower()
    return f"〔{name}〕"


@cache
def covered() -> frozenset[int]:
    """Code points that both of our fonts have a glyph for."""
    sans, serif = pylopdf_fonts_zh_cn.sans_path(), pylopdf_fonts_zh_cn.serif_path()
    return frozenset(_code_points(sans) & _code_points(serif))


def _code_points(font: Path) -> set[int]:
    """Code points in the font's format 12 character map (OpenType specification, "cmap")."""
    data = font.read_bytes()
    tables = struct.unpack_from(">H", data, 4)[0]
    records = (struct.unpack_from(">4sIII", data, 12 + 16 * at) for at in range(tables))
    start = next(offset for tag, _sum, offset, _length in records if tag == b"cmap")
    found: set[int] = set()
    for at in range(struct.unpack_from(">H", data, start + 2)[0]):
        subtable = start + struct.unpack_from(">HHI", data, start + 4 + 8 * at)[2]
        if struct.unpack_from(">H", data, subtable)[0] != 12:
            continue
        groups = struct.unpack_from(">I", data, subtable + 12)[0]
        for group in range(groups):
            first, last, _glyph = struct.unpack_from(">III", data, subtable + 16 + 12 * group)
            found.update(range(first, last + 1))
    return found
