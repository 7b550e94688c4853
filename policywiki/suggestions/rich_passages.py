"""Rich text as passages that can be merged: words with their formats and link targets, and back. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from policywiki.core.prose import tidy
from policywiki.core.runs import LISTS, Run

from .paragraphs import Paragraph
from .tokens import words as words_in
from .words import PARAGRAPH, Marks, Word, by_paragraph


@dataclass(frozen=True)
class RichPassage:
    """A paragraph, a heading or a point of a list."""

    paragraph: Paragraph

    @property
    def key(self) -> str:
        return self.paragraph.key

    @property
    def content(self) -> Hashable:
        return self.paragraph.content

    @cached_property
    def text(self) -> str:
        return self.paragraph.text

    @cached_property
    def words(self) -> tuple[Word, ...]:
        one = self.paragraph
        return (Word(PARAGRAPH, (), (one.tag, one.depth), one.key), *words_of(one.runs))


def words_of(runs: Sequence[Run]) -> list[Word]:
    """The words of canonical runs; the space before a word keeps its own format."""
    found: list[Word] = []
    gap: tuple[tuple[str, Marks], ...] = ()
    for run in runs:
        for text in words_in(run.text):
            if text.isspace():
                gap += ((text, run[1:]),)
            else:
                found.append(Word(text, gap, run[1:]))
                gap = ()
    return found


def passages_of(words: Sequence[Word]) -> list[RichPassage]:
    """Merged words as canonical paragraphs again."""
    return [RichPassage(one) for start, *rest in by_paragraph(words) for one in _paragraphs(start, rest)]


def _paragraphs(start: Word, words: Sequence[Word]) -> list[Paragraph]:
    runs: list[Run] = []
    for word in words:
        runs += [Run(text, *marks) for text, marks in word.gap]  # type: ignore[str-unpack]
        runs.append(Run(word.text, *word.marks))  # type: ignore[arg-type]
    tag, depth = start.marks
    tidied = tidy([Paragraph(str(tag), tuple(runs), start.key)])
    return [replace(one, depth=depth if tag in LISTS else 0) for one in tidied]  # type: ignore[arg-type]
