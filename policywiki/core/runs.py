"""The text of a page as data: blocks, each a run of formatted text, and their canonical form."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Final, NamedTuple

from policywiki.core import links

LISTS: Final = frozenset({"ul", "ol"})
HEADINGS: Final = frozenset({"h3", "h4"})
DEEPEST: Final = 4  # nested lists, as Draft.js
KEY: Final = re.compile(r"[a-z0-9]{5}")

SPACES: Final = re.compile(r"[ \t\n\f\r]+")  # what HTML collapses: never the full-width space, never nbsp
_LINE_SEPARATORS = re.compile("[\v\f\u0085\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
    # joiners mean something inside emoji and in the scripts from Arabic to Mongolian, nowhere else
    "|(?<![\u0620-\u180d\u180f-\u1fff\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]"
)


class Run(NamedTuple):
    """A stretch of text in one format; a line break is "\\n", always in a plain run."""

    text: str
    bold: bool = False
    italic: bool = False
    target: str = ""  # "", an address, or "page:12"


BREAK: Final = Run("\n")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading or one item of a list (tag "ul" or "ol", depth from 0)."""

    tag: str
    runs: tuple[Run, ...]
    key: str = ""
    depth: int = 0

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def content(self) -> tuple[str, int, tuple[Run, ...]]:
        """All but the key: two blocks of the same content are the same paragraph."""
        return (self.tag, self.depth, self.runs)


def visible(text: str) -> str:
    """Text without control, zero-width and direction-changing characters. Idempotent."""
    return _INVISIBLE.sub("", _LINE_SEPARATORS.sub(" ", text))


def tidy(blocks: Iterable[Block]) -> list[Block]:
    """Canonical blocks: runs merged, white space collapsed, empty blocks gone, depths without gaps."""
    result: list[Block] = []
    for block in blocks:
        for index, runs in enumerate(_paragraphs(block.tag, _tidy_runs(_one_line_if_heading(block)))):
            key = block.key if index == 0 and KEY.fullmatch(block.key) else ""
            deepest = min(result[-1].depth + 1, DEEPEST) if result and result[-1].tag in LISTS else 0
            depth = min(block.depth, deepest) if block.tag in LISTS else 0
            result.append(Block(block.tag, runs, key, depth))
    return result


def _one_line_if_heading(block: Block) -> Iterator[Run]:
    for run in block.runs:
        yield Run(" ") if run == BREAK and block.tag in HEADINGS else run


def _tidy_runs(runs: Iterable[Run]) -> list[Run]:
    lines: list[Run] = []
    for run in _merged(runs):
        if run == BREAK:
            _drop_trailing_space(lines)
            lines.append(BREAK)
            continue
        text = SPACES.sub(" ", visible(run.text))
        if not lines or lines[-1].text.endswith((" ", "\n")):
            text = text.lstrip(" ")
        if text:
            lines.append(run._replace(text=text))
    _drop_trailing_space(lines)
    return _merged(_without_empty_links(lines))


def _drop_trailing_space(lines: list[Run]) -> None:
    if lines and lines[-1].text.endswith(" "):
        last = lines.pop()
        if last.text != " ":
            lines.append(last._replace(text=last.text[:-1]))


def _without_empty_links(runs: Iterable[Run]) -> Iterator[Run]:
    for target, group in groupby(runs, attrgetter("target")):
        linked = list(group)
        if target and not ("".join(run.text for run in linked).strip() and links.target(target)):
            linked = [run._replace(target="") for run in linked]
        yield from linked


def _merged(runs: Iterable[Run]) -> list[Run]:
    """Neighbours of one format as one run; line breaks stay by themselves."""
    result: list[Run] = []
    for run in runs:
        if result and BREAK not in (run, result[-1]) and run[1:] == result[-1][1:]:
            result[-1] = run._replace(text=result[-1].text + run.text)
        elif run.text:
            result.append(run)
    return result


def _paragraphs(tag: str, runs: list[Run]) -> Iterator[tuple[Run, ...]]:
    """The runs of one block, line breaks trimmed. An empty line in a paragraph begins the next paragraph."""
    block: list[Run] = []
    breaks = 0
    for run in [*runs, BREAK, BREAK]:
        if run == BREAK:
            breaks += 1
            if breaks == 2 and tag == "p":
                yield from _unless_blank(block)
                block = []
            continue
        if block and breaks:
            block.append(BREAK)
        block.append(run)
        breaks = 0
    yield from _unless_blank(block)


def _unless_blank(runs: list[Run]) -> Iterator[tuple[Run, ...]]:
    if any(run.text.strip() for run in runs):
        yield tuple(runs)
