"""Rich text as data: a flat run of blocks, each a run of formatted text, and the one way to write it as HTML.

The canonical form is whatever `serialise(parse(html))` gives: there is exactly one spelling for one
meaning, so that merge and diff compare values and not the habits of editors. Every tag and attribute in the
output is a literal of this module or has matched a pattern of it.
"""

import html as entities
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from typing import Final

from policywiki.core import links
from policywiki.core.runs import BREAK, LISTS, SPACES, Block, Run, tidy, visible

__all__ = ["BREAK", "LISTS", "UNDERSTOOD", "Block", "Run", "inline", "parse", "serialise", "tidy", "visible"]

# What other editors send, and what it means here.
_BLOCK_OF = {"p": "p", "h1": "h3", "h2": "h3", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
_BLOCK_OF |= dict.fromkeys(("div", "section", "article", "blockquote", "pre", "dt", "dd"), "p")
_BOLD = frozenset({"b", "strong"})
_ITALIC = frozenset({"i", "em"})
UNDERSTOOD: Final = frozenset(_BLOCK_OF) | _BOLD | _ITALIC | LISTS | {"li", "a", "br"}

_TOKEN = re.compile(
    r"""<(?P<end>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9]*)(?P<attrs>(?:\s+[^\s"'<>/=]+="[^"]*")*)\s*/?>|[^<]+|<"""
)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)="([^"]*)\"""")


def parse(html: str) -> list[Block]:
    """The blocks of an HTML text, in canonical form. Unknown tags are dropped, their text stays."""
    reader = _Reader()
    for match in _TOKEN.finditer(html):
        if match["tag"] is None:
            reader.text(entities.unescape(match[0]) if "&" in match[0] else match[0])
        elif match["end"]:
            reader.end(match["tag"].lower())
        else:
            attrs = {
                name.lower(): entities.unescape(value) for name, value in _ATTRIBUTE.findall(match["attrs"])
            }
            reader.start(match["tag"].lower(), attrs)
    return tidy(reader.finish())


def serialise(blocks: Iterable[Block]) -> str:
    """The HTML of canonical blocks."""
    out: list[str] = []
    open_lists: list[str] = []  # the kinds of list open now; each has its last item still open
    for block in blocks:
        depth = block.depth if block.tag in LISTS else -1
        while len(open_lists) > depth + 1:
            out.append(f"</li></{open_lists.pop()}>")
        out.append(_opening(block, open_lists))
        out.extend(_inline(block.runs))
        if block.tag not in LISTS:
            out.append(f"</{block.tag}>")
    out.extend(f"</li></{kind}>" for kind in reversed(open_lists))
    return "".join(out)


def inline(block: Block) -> str:
    """The HTML inside one block, without nested items."""
    return "".join(_inline(block.runs))


def _opening(block: Block, open_lists: list[str]) -> str:
    key = f' data-block-key="{block.key}"' if block.key else ""
    if block.tag not in LISTS:
        return f"<{block.tag}{key}>"
    item = f"<li{key}>"
    if len(open_lists) <= block.depth:
        open_lists.append(block.tag)
        return f"<{block.tag}>{item}"
    if open_lists[-1] == block.tag:
        return f"</li>{item}"
    before, open_lists[-1] = open_lists[-1], block.tag
    return f"</li></{before}><{block.tag}>{item}"


def _inline(runs: tuple[Run, ...]) -> Iterator[str]:
    for target, linked in groupby(runs, attrgetter("target")):
        yield _link(target)
        for bold, heavy in groupby(linked, attrgetter("bold")):
            yield "<b>" if bold else ""
            for run in heavy:
                text = entities.escape(run.text, quote=False).replace("\n", "<br/>")
                yield f"<i>{text}</i>" if run.italic else text
            yield "</b>" if bold else ""
        yield "</a>" if target else ""


def _link(target: str) -> str:
    if not target:
        return ""
    page_id = links.page_id(target)
    if page_id is not None:
        return f'<a linktype="page" id="{page_id}">'
    return f'<a href="{entities.escape(target)}">'


class _Reader:
    """Turns a stream of tags and text into raw blocks."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.runs: list[Run] | None = None  # of the block that is open
        self.lists: list[str] = []
        self.bold = self.italic = 0
        self.targets: list[str] = []

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        if tag in LISTS:
            self._close()
            self.lists.append(tag)
        elif tag == "li":
            self._open_item(attrs)
        elif tag in _BLOCK_OF and not self.lists:
            self._open(_BLOCK_OF[tag], attrs)
        elif tag in _BLOCK_OF or tag == "br":
            self._add(BREAK)
        else:
            self._format(tag, attrs)

    def end(self, tag: str) -> None:
        if tag in LISTS:
            self._close()
            del self.lists[-1:]
        elif tag == "li" or (tag in _BLOCK_OF and not self.lists):
            self._close()
        elif tag in _BLOCK_OF:
            self._add(BREAK)
        elif tag in _BOLD:
            self.bold = max(self.bold - 1, 0)
        elif tag in _ITALIC:
            self.italic = max(self.italic - 1, 0)
        elif tag == "a":
            del self.targets[-1:]

    def text(self, text: str) -> None:
        target = self.targets[-1] if self.targets else ""
        self._add(Run(SPACES.sub(" ", text), bool(self.bold), bool(self.italic), target))

    def finish(self) -> list[Block]:
        self._close()
        return self.blocks

    def _format(self, tag: str, attrs: dict[str, str]) -> None:
        if tag in _BOLD:
            self.bold += 1
        elif tag in _ITALIC:
            self.italic += 1
        elif tag == "a":
            to_page = attrs.get("linktype") == "page"
            self.targets.append(
                links.page(attrs.get("id", "")) if to_page else links.address(attrs.get("href", ""))
            )

    def _add(self, run: Run) -> None:
        if self.runs is None:
            if run.text in ("", " ", "\n"):
                return
            self.runs = self._open_item({}) if self.lists else self._open("p", {})
        self.runs.append(run)

    def _open_item(self, attrs: dict[str, str]) -> list[Run]:
        return self._open(self.lists[-1] if self.lists else "ul", attrs, max(len(self.lists) - 1, 0))

    def _open(self, tag: str, attrs: dict[str, str], depth: int = 0) -> list[Run]:
        self._close()
        self.blocks.append(Block(tag, (), attrs.get("data-block-key", ""), depth))
        self.runs = []
        return self.runs

    def _close(self) -> None:
        if self.runs is not None:
            self.blocks[-1] = replace(self.blocks[-1], runs=tuple(self.runs))
        self.runs = None
