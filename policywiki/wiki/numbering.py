"""Which paragraphs of a body begin an article, and which number each has. Pure.

What counts as an article, over the paragraphs of all sections in reading order:

1. A paragraph that begins with 第N条 (or 第N条之M) followed by white space, or that is nothing else.
2. A paragraph that begins with 第N条 without that space, or 第N条 inside a paragraph after a full stop (。)
   with white space on at least one side - only where it continues the sequence (N is one more than the
   article before, or M is) and the next article of rule 1 does not have that number itself: then it was
   only quoted.

Numbers may be written in Han, ASCII or full-width digits.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Block = Mapping[str, Any]
Number = tuple[int, int]  # (12, 0) is 第十二条, (12, 1) is 第十二条之一

_NUMBER = "[一二三四五六七八九十百千零〇两0-9０-９]{1,9}"
_ARTICLE = rf"第({_NUMBER})(\s?)条(?:之({_NUMBER}))?"
_LEADING = re.compile(rf"\s*{_ARTICLE}(\s|$)?")
_INSIDE = re.compile(rf"(?<=。)(\s*)({_ARTICLE})(\s*)")
_PARAGRAPH = re.compile(r"<(p|h3|h4)((?: [^>]*)?)>(.*?)</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
BREAK = re.compile(r"<br ?/?>|</li>|</p>|</h[34]>")
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}


@dataclass
class Paragraph:
    """One paragraph or inner heading of a rich text, or a block's heading, while the body is being read."""

    block: str
    tag: str
    text: str
    key: str = ""
    span: tuple[int, int] = (0, 0)
    level: int = 0
    found: list["Candidate"] = field(default_factory=list)
    anchor: str = ""


@dataclass
class Candidate:
    """A place that may begin an article; `offset` in the paragraph's plain text."""

    label: str
    number: Number
    offset: int
    certain: bool
    anchor: str = ""


def number_of(text: str) -> int:
    """The value of 十二, 一千二百五十九, 12 or １２; raises ValueError for anything else."""
    if not text:
        raise ValueError("no number")
    if text[0].isdecimal():
        return int(text)
    total = digit = 0
    for char in text:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        elif char in _DIGITS:
            digit = digit * 10 + _DIGITS[char]
        else:
            raise ValueError(text)
    return total + digit


def paragraphs_of(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    for index, block in enumerate(blocks):
        block_id = str(block.get("id") or index)
        value = block["value"]
        if block["type"] == "section":
            level = int(value.get("level") or 2)
            yield Paragraph(block_id, "heading", (value.get("heading") or "").strip(), level=level)
            yield from _rich_paragraphs(block_id, value.get("text") or "", level)
        else:
            yield Paragraph(block_id, "other", _text_of_block(block))


def _rich_paragraphs(block_id: str, source: str, level: int) -> Iterator[Paragraph]:
    """The paragraphs and inner headings of one rich text; lists come as one piece each, without articles."""
    end = 0
    for match in _PARAGRAPH.finditer(source):
        if lists := _plain(source[end : match.start()]).strip():
            yield Paragraph(block_id, "list", lists)
        end = match.end()
        tag, attributes, inner = match.groups()
        key = re.search(r'data-block-key="([^"]*)"', attributes)
        item = Paragraph(block_id, tag, _plain(inner), key[1] if key else "", match.span())
        if tag == "p":
            item.found = list(_candidates(item.text))
        else:
            item.level = min(max(level + 1, int(tag[1])), 6)
        yield item
    if lists := _plain(source[end:]).strip():
        yield Paragraph(block_id, "list", lists)


def _plain(source: str) -> str:
    return html.unescape(_TAG.sub("", BREAK.sub("\n", source)))


def _text_of_block(block: Block) -> str:
    """The words of a table, figure, citation or callout, one line for each part."""
    value = block["value"]
    if block["type"] == "callout":
        return _plain(value.get("text") or "").strip()
    names = {"table": ("table_caption",), "figure": ("alt", "caption"), "citation": ("quote", "label")}
    parts = [str(value.get(name) or "") for name in names.get(block["type"], ())]
    if block["type"] == "table":
        parts += [" ".join(str(cell or "") for cell in row) for row in value.get("data") or []]
    return "\n".join(part for part in parts if part.strip())


def _candidates(text: str) -> Iterator[Candidate]:
    if "条" not in text:
        return
    if match := _LEADING.match(text):
        number, gap, branch, space = match.groups()
        certain = space is not None and not gap
        yield from _candidate(match[0].strip(), (number, branch), 0, certain)
    for match in _INSIDE.finditer(text):
        before, label, number, _gap, branch, after = match.groups()
        if before or after:
            yield from _candidate(label, (number, branch), match.start(2), certain=False)


def _candidate(label: str, parts: tuple[str, str | None], offset: int, certain: bool) -> Iterator[Candidate]:
    """The candidate, or nothing where the characters make no number (1十): people may write anything."""
    try:
        number = number_of(parts[0]), number_of(parts[1]) if parts[1] else 0
    except ValueError:
        return
    yield Candidate(label, number, offset, certain)


def _follows(number: Number, previous: Number) -> bool:
    return number == (previous[0] + 1, 0) or number == (previous[0], previous[1] + 1)


def number_articles(paragraphs: Iterable[Paragraph]) -> None:
    """Keep of every paragraph's candidates those that are articles, and give each its anchor."""
    everything = [(item, found) for item in paragraphs for found in item.found]
    coming: list[Number] = [(0, 0)] * len(everything)
    ahead: Number = (0, 0)
    for index in range(len(everything) - 1, -1, -1):
        coming[index] = ahead
        if everything[index][1].certain:
            ahead = everything[index][1].number
    previous: Number = (0, 0)
    seen: dict[str, int] = {}
    for index, (item, found) in enumerate(everything):
        if not found.certain and not (_follows(found.number, previous) and coming[index] != found.number):
            item.found = [other for other in item.found if other is not found]
            continue
        previous = found.number
        found.anchor = _anchor(found.number, seen)


def _anchor(number: Number, seen: dict[str, int]) -> str:
    name = f"article-{number[0]}_{number[1]}" if number[1] else f"article-{number[0]}"
    seen[name] = seen.get(name, 0) + 1
    return name if seen[name] == 1 else f"{name}-{seen[name]}"


def number_headings(paragraphs: Iterable[Paragraph]) -> None:
    count = 0
    for item in paragraphs:
        if item.level and item.text:
            count += 1
            item.anchor = f"section-{count}"
