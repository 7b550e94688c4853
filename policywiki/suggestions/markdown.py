"""Markdown cut into passages: a paragraph, a heading, a point of a list, a row of a table, a whole fence or
formula. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .passages import TextPassage, cut_into

_FENCE = re.compile(r"[ \t>]*(```+|~~~+|\$\$)")
_BEGINS = re.compile(
    r"[ \t]*(?:"
    r"\#{1,6}(?=\s|\#|$)"  # a heading
    r"|[-*+][ \t]|\d{1,9}[.)][ \t]"  # a point of a list
    r"|[>|]"  # a line of a quotation, a row of a table
    r"|(?:!!!|\?\?\?\+?|===)[ \t]"  # a box or a tab of mkdocs
    r"|\{[:.%].*\}\s*$"  # attributes of kramdown
    r"|<!--|</?(?:div|table|tr|td|details|summary|ul|ol|li|p|h[1-6])\b"
    r")"
)
_ALONE = re.compile(r"[ \t]*(?:\#{1,6}(?:\s|\#|$)|(?:!!!|\?\?\?\+?|===)[ \t]|\{[:.%].*\}\s*$|[-*_ \t]+$)")
_ROW = re.compile(r"[^\n|]*\|")


def cut(text: str) -> tuple[list[TextPassage], str]:
    """The passages of a text, and the white space after the last one."""
    return cut_into(_parts(text.splitlines(keepends=True)))


def _parts(lines: Sequence[str]) -> Iterator[str]:
    part: list[str] = []
    fence = ""
    for line in lines:
        if fence:
            part.append(line)
            if _closes(line, fence):
                yield "".join(part)
                part, fence = [], ""
            continue
        fence = _opens(line)
        if part and (fence or _parted(part[-1], line)):
            yield "".join(part)
            part = []
        part.append(line)
    yield "".join(part)


def _parted(before: str, line: str) -> bool:
    """Whether something new begins with this line."""
    if not before.strip() or not line.strip():
        return True
    return bool(_BEGINS.match(line) or _ROW.match(line) or _ROW.match(before) or _ALONE.match(before))


def _opens(line: str) -> str:
    """What closes the fence that this line opens; "" if it opens none."""
    found = _FENCE.match(line)
    if not found:
        return ""
    if found[1] == "$$":
        return "$$" if line.count("$$") == 1 else ""
    return found[1]


def _closes(line: str, fence: str) -> bool:
    if fence == "$$":
        return "$$" in line
    left = line.strip(" \t>\r\n")
    return left.startswith(fence) and not left.strip(fence[0])
