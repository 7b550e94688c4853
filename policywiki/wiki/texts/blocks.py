"""Make the body of a page from a ParsedText: raw StreamField blocks with canonical rich text.

Block ids and paragraph keys are computed, not drawn: two versions of one law share the id of a section
whose heading is the same (its number aside, so 第三章 法律责任 is also 第七章 法律责任) and the key of a
paragraph whose words are the same, and a second import of one file gives the same bytes. Merge and diff
align by them.
"""

import hashlib
import html
import re
import uuid
from collections.abc import Iterable
from typing import Any

from policywiki.wiki.texts.parsing import ParsedText, Section

NAMESPACE = uuid.UUID("6f1c1d9e-6a35-5b5c-9d0a-0f2f6a1d7c11")
INFO = "info"

_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
_KEY_LENGTH = 5
_NUMBERING = re.compile(
    r"第[一二三四五六七八九十百千零〇两0-9０-９]+[编章节分]+\s*|[一二三四五六七八九十]+、"
)
_LINK = re.compile(r"\[([^\[\]]+)\]\((https?://[^\s()]+)\)")


def to_blocks(text: ParsedText) -> list[dict[str, Any]]:
    """The page's `body`: the information lines as a section without a heading, then the text's sections."""
    names: dict[str, int] = {}
    blocks = []
    if text.info:
        blocks.append(_section(Section("", "2", text.info), _id(text.identity, [INFO], names)))
    path: list[tuple[str, str]] = []
    for section in text.sections:
        path = [entry for entry in path if entry[0] < section.level] + [
            (section.level, _bare(section.heading))
        ]
        blocks.append(_section(section, _id(text.identity, [name for _level, name in path], names)))
    return blocks


def rich_text(paragraphs: Iterable[str]) -> str:
    """Canonical rich text of plain paragraphs; http links in Markdown become links, all else is escaped."""
    seen: set[str] = set()
    return "".join(f'<p data-block-key="{_key(text, seen)}">{_inline(text)}</p>' for text in paragraphs)


def _section(section: Section, block_id: str) -> dict[str, Any]:
    value = {"heading": section.heading, "level": section.level, "text": rich_text(section.paragraphs)}
    return {"type": "section", "id": block_id, "value": value}


def _bare(heading: str) -> str:
    """The heading without its number and white space; headings that are only a number keep it."""
    return "".join(_NUMBERING.sub("", heading, count=1).split()) or "".join(heading.split())


def _id(identity: str, path: list[str], names: dict[str, int]) -> str:
    """A UUID from the page's identity and the headings down to this section; the n-th of one name counts."""
    name = "\n".join([identity, *path])
    names[name] = names.get(name, 0) + 1
    return str(uuid.uuid5(NAMESPACE, f"{name}\n{names[name]}"))


def _key(text: str, seen: set[str]) -> str:
    """Five characters from the paragraph's words, unique in `seen`: the n-th equal one gets the n-th key."""
    attempt = 0
    while True:
        digest = hashlib.blake2b(text.encode() + b"\0" * attempt, digest_size=8).digest()
        key = _base36(int.from_bytes(digest, "big"))
        if key not in seen:
            seen.add(key)
            return key
        attempt += 1


def _base36(number: int) -> str:
    chars = []
    for _ in range(_KEY_LENGTH):
        number, rest = divmod(number, 36)
        chars.append(_ALPHABET[rest])
    return "".join(chars)


def _inline(text: str) -> str:
    parts, end = [], 0
    for match in _LINK.finditer(text):
        label, address = html.escape(match[1], quote=False), html.escape(match[2])
        parts += [html.escape(text[end : match.start()], quote=False), f'<a href="{address}">{label}</a>']
        end = match.end()
    return "".join(parts) + html.escape(text[end:], quote=False)
