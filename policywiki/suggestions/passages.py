"""Plain text as passages that can be merged: words, each with the white space before it. Pure.

Cut and put together again a text is the same, character by character.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from .tokens import WORD
from .words import PARAGRAPH, Word, by_paragraph

_WORDS = re.compile(
    r"(\s*)("  # the white space before it, the word
    r"https?://[^\s<>()\[\]{}\"'，。；、）]+"  # an address is one word
    r"|(?<=\])\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)"  # so is, in Markdown, where a link leads
    rf"|{WORD})",
    re.DOTALL,
)


@dataclass(frozen=True)
class TextPassage:
    """A line or a paragraph. `text` neither begins nor ends with white space: `sep` stands before it, with
    the line breaks, and `tail` after it on its last line."""

    sep: str
    text: str
    tail: str = ""

    key = None

    @cached_property
    def content(self) -> tuple[str, ...]:
        """What it says, whatever its white space."""
        return tuple(self.text.split())

    @cached_property
    def words(self) -> tuple[Word, ...]:
        return (Word(PARAGRAPH, self.sep, key=self.tail), *words_of(self.text))


def words_of(text: str) -> list[Word]:
    """The words of a text that does not end with white space."""
    return [Word(word, gap) for gap, word in _WORDS.findall(text)]


def text_of(words: Iterable[Word]) -> str:
    return "".join(f"{word.gap}{word.text}" for word in words)


def passages_of(words: Sequence[Word]) -> list[TextPassage]:
    """Merged words as passages again."""
    return [
        TextPassage(str(start.gap), text_of(rest).strip(), start.key)
        for start, *rest in by_paragraph(words)
        if rest
    ]


def cut_into(parts: Iterable[str]) -> tuple[list[TextPassage], str]:
    """Passages of the parts of a text, each a paragraph or white space, and the white space after the last."""
    passages: list[TextPassage] = []
    sep = ""
    for part in parts:
        body = part.strip()
        if not body:
            sep += part
            continue
        start = part.index(body[0])
        after = part[start + len(body) :]
        tail = after[: len(after) - len(after.lstrip(" \t"))]
        passages.append(TextPassage(sep + part[:start], body, tail))
        sep = after[len(tail) :]
    return passages, sep


def cut_lines(text: str) -> tuple[list[TextPassage], str]:
    """Each line of a text as a passage, and the white space at its end."""
    return cut_into(text.splitlines(keepends=True))


def put_together(passages: Iterable[TextPassage], end: str = "", *, first: Container[str] = ("",)) -> str:
    """The text again. Who stands first and who does not may have changed: no two stick together.

    `first`: what may stand before the first passage.
    """
    text = ""
    for passage in passages:
        sep = passage.sep
        if text and "\n" not in sep:
            sep = "\n\n"
        elif not text and sep not in first:
            sep = sep.lstrip("\r\n")
        text += sep + passage.text + passage.tail
    return text + end
