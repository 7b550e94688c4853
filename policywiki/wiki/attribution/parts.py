"""The readable parts of a page's content: what attribution reads and its page shows. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from policywiki.suggestions.readable import own_heading, text_of

from .sentences import Sentence, sentences

# Where a citation leads and how a table is headed is no text of anybody.
CHOSEN: Final = frozenset({"page", "anchor", "url", "table_header_choice", "first_row_is_table_header"})


@dataclass(frozen=True, slots=True)
class Part:
    """A field or a block: `kind` is the block's type or "text", `lines` its paragraphs (rows of a table)."""

    field: str
    block: str
    kind: str
    heading: str
    lines: tuple[str, ...]


def parts(content: Mapping[str, Any], fields: Mapping[str, str]) -> Iterator[Part]:
    """In reading order; what is not written but chosen (topics, dates) is nobody's text."""
    for name, kind in fields.items():
        value = content.get(name)
        if not value:
            continue
        if kind == "text":
            yield Part(name, "", "text", "", _lines(value))
        elif kind == "blocks":
            for block in value:
                yield _part(name, block)


def _part(field: str, block: Mapping[str, Any]) -> Part:
    heading = own_heading(block) if block["type"] == "section" else ""
    value = block["value"]
    if isinstance(value, Mapping):
        left_out = CHOSEN | {"heading"} if heading else CHOSEN
        value = {name: part for name, part in value.items() if name not in left_out}
    return Part(field, str(block["id"]), str(block["type"]), heading, _lines(value))


def _lines(value: Any) -> tuple[str, ...]:
    return tuple(text_of(value).splitlines())


def all_sentences(content: Mapping[str, Any], fields: Mapping[str, str]) -> Iterator[Sentence]:
    """Every sentence of a content, headings included."""
    for part in parts(content, fields):
        for line in (part.heading, *part.lines):
            yield from sentences(line)
