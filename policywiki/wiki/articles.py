"""Find the articles (第N条) and headings of a page's body and give them anchors. Pure; nothing is stored.

Anchors are computed each time a page is shown, from its body alone: headings `section-1`, `section-2` ...
in reading order, articles `article-12`, 第十二条之一 `article-12_1`, a number met again `article-12-2`.

What counts as an article: see numbering.py.
"""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from policywiki.core.passages import Passage
from policywiki.wiki.numbering import (
    BREAK,
    Block,
    Candidate,
    Number,
    Paragraph,
    number_articles,
    number_headings,
    paragraphs_of,
)

_PIECE = re.compile(r"<[^>]*>|&[#\w]+;|.", re.DOTALL)


@dataclass(frozen=True)
class Article:
    """One article; `label` as written; `offset` counts in the plain text of the paragraph `key`."""

    anchor: str
    label: str
    number: Number
    block: str
    key: str
    offset: int
    section: str
    text: str = ""


@dataclass(frozen=True)
class Heading:
    """One entry of the contents; `path` are the headings above it and itself, outermost first."""

    anchor: str
    text: str
    level: int
    path: tuple[str, ...]
    articles: tuple[Article, ...] = ()


@dataclass
class Reading:
    """A body as it is read.

    `contents`, `articles`, `passages` in reading order; `anchors` block id -> anchor of its heading;
    `html` block id of a section -> its rich text with `id` attributes.
    """

    contents: list[Heading] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)
    anchors: dict[str, str] = field(default_factory=dict)
    html: dict[str, str] = field(default_factory=dict)
    passages: list[Passage] = field(default_factory=list)


def articles(blocks: Sequence[Block]) -> list[Article]:
    """All articles of a page's body (raw StreamField blocks with canonical rich text), in reading order."""
    return read(blocks).articles


def contents(blocks: Sequence[Block]) -> list[Heading]:
    """All headings of a page's body in reading order, each with its own articles."""
    return read(blocks).contents


def passages(blocks: Sequence[Block]) -> list[Passage]:
    """What search indexes: one passage per article, and one per run of text that is in no article."""
    return read(blocks).passages


def read(blocks: Sequence[Block]) -> Reading:
    """Read a whole body once: contents, articles, anchored HTML and passages."""
    paragraphs = list(paragraphs_of(blocks))
    number_articles(paragraphs)
    number_headings(paragraphs)
    reading = Reading(html=_anchored(blocks, paragraphs))
    reading.anchors = {
        item.block: item.anchor for item in paragraphs if item.tag == "heading" and item.anchor
    }
    _Walk(reading).over(paragraphs)
    return reading


def _anchored(blocks: Sequence[Block], paragraphs: Iterable[Paragraph]) -> dict[str, str]:
    """The rich text of every section by block id, with ids where an article or inner heading begins."""
    result: dict[str, str] = {}
    sources = {
        str(block.get("id") or index): block["value"].get("text") or ""
        for index, block in enumerate(blocks)
        if block["type"] == "section"
    }
    parts: dict[str, list[str]] = {block_id: [] for block_id in sources}
    ends = dict.fromkeys(sources, 0)
    for item in paragraphs:
        if item.span == (0, 0) or not (item.found or item.anchor):
            continue
        start, end = item.span
        parts[item.block] += [
            sources[item.block][ends[item.block] : start],
            _with_ids(item, sources[item.block][start:end]),
        ]
        ends[item.block] = end
    for block_id, source in sources.items():
        result[block_id] = "".join(parts[block_id]) + source[ends[block_id] :]
    return result


def _with_ids(item: Paragraph, source: str) -> str:
    for found in (one for one in item.found if one.offset):
        at = _position(source, found.offset)
        source = f'{source[:at]}<span id="{found.anchor}"></span>{source[at:]}'
    leading = item.anchor or next((found.anchor for found in item.found if not found.offset), "")
    return f'<{item.tag} id="{leading}"{source[len(item.tag) + 1 :]}' if leading else source


def _position(source: str, offset: int) -> int:
    """Where in `source` (HTML) the plain text's character number `offset` begins."""
    count = 0
    for match in _PIECE.finditer(source):
        piece = match[0]
        length = 1 if not piece.startswith("<") else int(bool(BREAK.fullmatch(piece)))
        if not piece.startswith("<") and count == offset:
            return match.start()
        count += len(html.unescape(piece)) if piece.startswith("&") else length
    return len(source)


class _Walk:
    """Goes over a body's paragraphs in order and fills a Reading with headings, articles and passages."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.path: list[tuple[int, str]] = []
        self.anchor = self.section = ""
        self.lines: list[str] = []
        self.open: tuple[Paragraph, Candidate] | None = None
        self.own: list[Article] = []

    def over(self, paragraphs: Iterable[Paragraph]) -> None:
        for item in paragraphs:
            if item.level and item.text:
                self.heading(item)
            else:
                self.text(item)
        self.close()
        self.close_heading()

    def heading(self, item: Paragraph) -> None:
        self.close()
        self.close_heading()
        self.path = [entry for entry in self.path if entry[0] < item.level] + [(item.level, item.text)]
        self.anchor = self.section = item.anchor
        path = tuple(text for _level, text in self.path)
        self.reading.contents.append(Heading(item.anchor, item.text, item.level, path))

    def text(self, item: Paragraph) -> None:
        at = 0
        for found in item.found:
            self.add(item.text[at : found.offset])
            self.close()
            self.open, self.anchor, at = (item, found), found.anchor, found.offset
        self.add(item.text[at:])

    def add(self, text: str) -> None:
        if text := text.strip():
            self.lines.append(text)

    def close(self) -> None:
        """End the passage that is being gathered, and the article that it may be."""
        text = "\n".join(self.lines)
        if self.open:
            item, found = self.open
            article = Article(
                found.anchor,
                found.label,
                found.number,
                item.block,
                item.key,
                found.offset,
                self.section,
                text,
            )
            self.own.append(article)
            self.reading.articles.append(article)
        if text or self.open:
            heading = " › ".join(name for _level, name in self.path)
            self.reading.passages.append(Passage(anchor=self.anchor, heading=heading, text=text))
        self.lines, self.open = [], None

    def close_heading(self) -> None:
        if self.reading.contents and self.own and self.section:
            last = self.reading.contents[-1]
            self.reading.contents[-1] = Heading(
                last.anchor, last.text, last.level, last.path, tuple(self.own)
            )
        self.own = []
