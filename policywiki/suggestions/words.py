"""Words as a three-way merge sees them, and what it makes of them. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

T = TypeVar("T")

PARAGRAPH = "¶"
"""The word with which a paragraph begins; its marks are what kind of paragraph it is."""
ENDS = frozenset("。！？!?；;.…")
_CLOSING = frozenset("”’」』）)]】》\"'*_")


Marks = tuple[Hashable, ...]
Gap = str | tuple[tuple[str, Marks], ...]


class Word(NamedTuple):
    """One word, with what stands before it and how it looks.

    `text` says which word it is. `marks`: formats, link target; two versions that change one of them
    differently clash (of a PARAGRAPH the first is its kind, the second its depth). `gap`: the white space
    before it, as text or in pieces with marks of their own. `key`: what a PARAGRAPH carries unseen: its name, or
    the spaces at its end.
    """

    text: str
    gap: Gap = ""
    marks: Marks = ()
    key: str = ""

    @property
    def space(self) -> str:
        """The white space before it as plain text."""
        return self.gap if isinstance(self.gap, str) else "".join(text for text, _marks in self.gap)

    @property
    def shown(self) -> str:
        """What a reader sees of it: nothing of a PARAGRAPH but its line break."""
        return ("" if "\n" in self.space else "\n") if self.text == PARAGRAPH else self.text


Words = Sequence[Word]


@dataclass(frozen=True)
class Clash:
    """Words that both sides changed differently."""

    base: tuple[Word, ...]
    ours: tuple[Word, ...]
    theirs: tuple[Word, ...]


Piece = Word | Clash


def clashes(pieces: Sequence[Piece]) -> list[Clash]:
    return [piece for piece in pieces if isinstance(piece, Clash)]


def settled(pieces: Sequence[Piece], side: str = "ours") -> list[Word]:
    """The words with every clash decided for "base", "ours" or "theirs"."""
    words: list[Word] = []
    for piece in pieces:
        if isinstance(piece, Clash):
            words += getattr(piece, side)
        else:
            words.append(piece)
    return words


def by_paragraph(words: Sequence[Word]) -> list[list[Word]]:
    """Words cut before every PARAGRAPH; the first must be one."""
    found: list[list[Word]] = []
    for word in words:
        if word.text == PARAGRAPH:
            found.append([])
        found[-1].append(word)
    return found


def by_value(base: T, ours: T, theirs: T) -> T | None:
    """Three-way by value; None if both changed it differently."""
    if theirs in (ours, base):
        return ours
    return theirs if ours == base else None


def ends_sentence(words: Words) -> bool:
    """Whether a sentence ends here, quotes and brackets that close after it left out."""
    texts = [word.text for word in words]
    while texts and texts[-1] in _CLOSING:
        texts.pop()
    return bool(texts) and texts[-1] in ENDS
