"""The small line markup for plain fields: rich text as a citizen can type it on a phone, and back.

Blocks are lines: "### " and "#### " are headings, "- " and "1. " items of lists (two spaces deeper for
each level; an indented line goes on with the item above), all else paragraphs with an empty line between
them, in which a new line is a line break. In a line, `**` switches bold on and off, `*` italic,
`[words](address)` is a link, `[words](page:12)` one to a page; a backslash takes the meaning from the sign
after it. A switch without its partner on the line is an asterisk, and a link that may not be is the text
that was typed.

Everything that canonical HTML can say has exactly one spelling here, so nothing is lost on the way:
`from_plain(to_plain(x), base=x) == x`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import Final

from policywiki.core import links, prose, richtext
from policywiki.core.prose import BREAK, Block, Run

_HEADING_SIGN: Final = {"h3": "### ", "h4": "#### "}
_HEADING_TAG: Final = {"###": "h3", "####": "h4"}

_HEADING: Final = re.compile(r"(####?) +([^ ].*)")
_BULLET: Final = re.compile(r"[-*] +([^ ].*)")
_NUMBER: Final = re.compile(r"([0-9]{1,3})\. +([^ ].*)")
_SIGNS: Final = re.compile(r"[\\*\[\]]")
_ADDRESS_SIGNS: Final = re.compile(r"[\\()]")
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_SPAN: Final = re.compile(
    r"""\\(?P<escaped>[!-/:-@\[-`{-~])
      | (?P<stars>\*+)
      | \[(?P<words>(?:\\.|[^\\\[\]])+)\]\((?P<address>(?:\\.|[^\\()\s])+)\)
      | (?P<text>[^\\*\[]+|.)""",
    re.VERBOSE | re.DOTALL,
)
_BLANK: Final = " \t\f\r"


def to_plain(html: str) -> str:
    """The line markup of canonical HTML."""
    lines: list[str] = []
    numbers: list[int] = []  # of the items last written, by depth; 0 in a list without numbers
    for block in prose.parse(html):
        if block.tag in prose.LISTS:
            if lines and not numbers:
                lines.append("")
            sign, indent, further = _item_sign(block, numbers), "  " * block.depth, "  "
        else:
            if lines:
                lines.append("")
            numbers.clear()
            sign, indent, further = _HEADING_SIGN.get(block.tag, ""), "", ""
        first, *rest = _lines(block.runs)
        lines.append(indent + sign + first)
        lines += [indent + further + line for line in rest]
    return "\n".join(lines)


def from_plain(text: str, *, base: str = "") -> str:
    """The canonical HTML of a text in line markup.

    `base` is the canonical HTML that the author started from: a paragraph that is still there keeps its
    key, one that was changed keeps that of its likeliest counterpart. Raw HTML in `text` is text.
    """
    reader = _LineReader()
    for line in prose.visible(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n"):
        reader.line(line)
    return richtext.with_keys(prose.tidy(reader.blocks), base=base)


def _item_sign(block: Block, numbers: list[int]) -> str:
    del numbers[block.depth + 1 :]
    if len(numbers) <= block.depth:
        numbers.append(0)
    numbers[block.depth] = numbers[block.depth] + 1 if block.tag == "ol" else 0
    return f"{numbers[block.depth]}. " if block.tag == "ol" else "- "


def _lines(runs: tuple[Run, ...]) -> list[str]:
    return [_without_sign(_line(line)) for line in _split_at_breaks(runs)]


def _split_at_breaks(runs: tuple[Run, ...]) -> list[list[Run]]:
    lines: list[list[Run]] = [[]]
    for run in runs:
        if run == BREAK:
            lines.append([])
        else:
            lines[-1].append(run)
    return lines


def _without_sign(line: str) -> str:
    """`line` with a backslash where it would be taken for a heading or an item."""
    if re.match(r"####? |- ", line):
        return "\\" + line
    return re.sub(r"^([0-9]{1,3})(?=\. )", r"\1\\", line)


def _line(runs: list[Run]) -> str:
    """One line. A link in one format has its switches outside, one in several is complete in itself."""
    out: list[str] = []
    now = (False, False)
    for target, group in groupby(runs, attrgetter("target")):
        linked = list(group)
        mixed = bool(target) and len(linked) > 1
        wanted = (False, False) if mixed else (linked[0].bold, linked[0].italic)
        out.append(_switch(now, wanted) + ("[" if target else ""))
        now = wanted
        for run in linked:
            out.append(_switch(now, (run.bold, run.italic)) + _SIGNS.sub(r"\\\g<0>", run.text))
            now = (run.bold, run.italic)
        if mixed:
            out.append(_switch(now, (False, False)))
            now = (False, False)
        if target:
            out.append("](" + _ADDRESS_SIGNS.sub(r"\\\g<0>", target) + ")")
    return "".join(out) + _switch(now, (False, False))


def _switch(now: tuple[bool, bool], wanted: tuple[bool, bool]) -> str:
    return "**" * (now[0] != wanted[0]) + "*" * (now[1] != wanted[1])


class _LineReader:
    """Collects the blocks of a text line by line."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.goes_on = False  # whether the next plain line belongs to the last block
        self.indents: list[int] = []  # of the levels of the list that is open

    def line(self, raw: str) -> None:
        line = raw.strip(_BLANK)
        indent = len(raw.expandtabs(2)) - len(raw.expandtabs(2).lstrip(_BLANK))
        if not line:
            self.goes_on = False
        elif heading := _HEADING.fullmatch(line):
            self._add(_HEADING_TAG[heading[1]], heading[2])
            self.goes_on = False
        elif bullet := _BULLET.fullmatch(line):
            self._add_item("ul", bullet[1], indent)
        elif (number := _NUMBER.fullmatch(line)) and (self.indents or int(number[1]) == 1):
            self._add_item("ol", number[2], indent)
        elif self.goes_on and (indent or not self.indents):
            last = self.blocks[-1]
            self.blocks[-1] = replace(last, runs=(*last.runs, BREAK, *_runs(line)))
        else:
            self._add("p", line)

    def _add(self, tag: str, line: str, depth: int = 0) -> None:
        if tag not in prose.LISTS:
            self.indents.clear()
        self.blocks.append(Block(tag, tuple(_runs(line)), "", depth))
        self.goes_on = True

    def _add_item(self, tag: str, line: str, indent: int) -> None:
        while self.indents and self.indents[-1] > indent:
            self.indents.pop()
        if not self.indents or indent >= self.indents[-1] + 2:
            self.indents.append(indent)
        self._add(tag, line, len(self.indents) - 1)


@dataclass(slots=True)
class _Piece:
    """A stretch of a line: text, or asterisks that may be switches."""

    text: str
    target: str = ""
    bold: bool = False  # switches bold
    italic: bool = False


def _runs(line: str) -> Iterator[Run]:
    pieces = _pieces(line)
    _unpair(pieces)
    bold = italic = False
    for piece in pieces:
        bold, italic = bold != piece.bold, italic != piece.italic
        if piece.text:
            yield Run(piece.text, bold, italic, piece.target)


def _pieces(line: str, target: str = "") -> list[_Piece]:
    pieces: list[_Piece] = []
    place = 0
    while match := _SPAN.match(line, place):
        place = match.end()
        if match["stars"]:
            pieces.append(_stars(line, match, target))
        elif match["address"] and (leads_to := links.target(_ESCAPED.sub(r"\1", match["address"]))):
            pieces += _pieces(match["words"], leads_to)
        elif match["address"]:
            pieces.append(_Piece("["))
            place = match.start() + 1
        else:
            pieces.append(_Piece(match["escaped"] or match["text"], target))
    return pieces


def _stars(line: str, match: re.Match[str], target: str) -> _Piece:
    """Asterisks with a space (in a line of its own right: or its edge) on both sides are only that."""
    edge = "]" if target else " "
    before = line[match.start() - 1] if match.start() else edge
    after = line[match.end()] if match.end() < len(line) else edge
    count = len(match["stars"])
    if count > 3 or (before == " " and after == " "):
        return _Piece(match["stars"], target)
    return _Piece("", target, bold=count >= 2, italic=count != 2)


def _unpair(pieces: list[_Piece]) -> None:
    """Of an odd number of switches the last one is an asterisk (or two)."""
    for name, stars in (("bold", "**"), ("italic", "*")):
        switches = [piece for piece in pieces if getattr(piece, name)]
        if len(switches) % 2:
            setattr(switches[-1], name, False)
            switches[-1].text += stars
