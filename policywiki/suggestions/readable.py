"""What a person reads of a stored value, without markup, ids and codes. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from .paragraphs import rich

HEADINGS = ("heading", "table_caption", "caption", "label", "what")
"""The parts of a block's value that can name it."""
LABEL = 60

CODES = frozenset(
    {"id", "type", "tone", "level", "image", "edition", "mergeCells", "cell", "url", "page", "anchor"}
)
"""Parts of a block's value that are no prose: never merged word by word."""
_UNREAD = CODES - {"url", "page", "anchor"}


def text_of(value: Any) -> str:
    """The readable text of a field, a block, its value or a part of it; one line per paragraph or row."""
    return "\n".join(line for line in _lines(value) if line)


def html_of(value: Any) -> str:
    """The same as HTML for the door: rich text as it is, everything else escaped, a p per line."""
    if isinstance(value, str) and rich(value) is not None:
        return value
    return "".join(f"<p>{escape(line)}</p>" for line in text_of(value).splitlines())


def heading_of(block: Any) -> str:
    """What a part is called on a page: its heading, caption or label, else the start of its text."""
    return shortened(own_heading(block) or text_of(block).partition("\n")[0])


def shortened(text: str) -> str:
    """No longer than a label; what is cut off is shown by an ellipsis."""
    return text if len(text) <= LABEL else text[: LABEL - 1] + "…"


def own_heading(block: Any) -> str:
    """The heading, caption or label of a part, "" if it has none."""
    value = block.get("value") if isinstance(block, dict) else None
    if isinstance(value, dict):
        for name in HEADINGS:
            if isinstance(value.get(name), str) and value[name]:
                return str(value[name])
    return ""


def _lines(value: Any) -> Iterator[str]:
    paragraphs = rich(value)
    if paragraphs is not None:
        yield from (paragraph.text for paragraph in paragraphs)
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _lines([] if name in _UNREAD else part)
    elif is_grid(value):
        yield from (" | ".join(cell or "" for cell in row) for row in value)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _lines(part)
    elif value is not None:
        yield "" if isinstance(value, bool) else str(value)


def is_grid(value: Any) -> bool:
    """True for the data of a table: rows of text cells (an empty cell may be None)."""
    return isinstance(value, list) and all(
        isinstance(row, list) and all(cell is None or isinstance(cell, str) for cell in row) for row in value
    )
