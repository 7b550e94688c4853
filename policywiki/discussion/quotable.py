"""The text that one can quote: of a page, of a subject on it, of a comment. Reads passages; writes nothing."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from policywiki.core.passages import Passage

from .anchoring import Quote, Searched, quote_at
from .models.quotations import LONGEST_QUOTE
from .registry import subject_of

BREAK = "\n\n"
_SENTENCE = re.compile(r"[^。！？；\n]+?(?:[。！？；]+[”’」』）]*|[.!?]+[\"”’)]*(?=\s)|(?=\n)|$)")
MOST_SENTENCES = 60


class NotInTheText(ValidationError):
    """The words one quotes do not stand there."""


@dataclass(frozen=True)
class Quotable:
    """Passages as one text."""

    passages: Sequence[Passage]

    @cached_property
    def searched(self) -> Searched:
        return Searched(BREAK.join(passage.text for passage in self.passages))

    @cached_property
    def _starts(self) -> list[int]:
        lengths = (len(passage.text) + len(BREAK) for passage in self.passages)
        return list(accumulate(lengths, initial=0))[:-1]

    def passage_at(self, place: int) -> Passage:
        """The passage that this character of the text stands in."""
        return self.passages[max(bisect_right(self._starts, place) - 1, 0)]

    def places(self, words: str) -> list[re.Match[str]]:
        """Everywhere these words stand; white space may differ."""
        pattern = re.compile(r"\s*".join(re.escape(word) for word in words.split()))
        return list(pattern.finditer(self.searched.text)) if words.strip() else []

    def quote(self, words: str, anchor: str = "") -> tuple[Quote, Passage]:
        """These words as they stand, in the passage `anchor` if they are there; white space may differ.

        Raises NotInTheText.
        """
        places = self.places(words)
        if not places:
            raise NotInTheText(_("These words do not stand in the text. Copy them as they are."))
        match = next((m for m in places if self.passage_at(m.start()).anchor == anchor), places[0])
        if len(match[0]) > LONGEST_QUOTE:
            raise NotInTheText(_("That is very long. Quote the sentence that matters."))
        return quote_at(self.searched.text, *match.span()), self.passage_at(match.start())


def text_of(page: Page, subject: str = "") -> Quotable:
    """What can be quoted of this page (the specific one), or of a subject on it; nothing where there is no text."""
    if subject:
        found = subject_of(subject)
        return Quotable(found[0].passages(found[1]) if found is not None else [])
    return Quotable(page.search_passages() if hasattr(page, "search_passages") else [])


def comment_text(text: str) -> Quotable:
    return Quotable([Passage("", "", text)])


def sentences(text: str) -> list[str]:
    """The sentences one may pick, in order, each once."""
    return list(dict.fromkeys(words for _start, words in sentences_at(text)))[:MOST_SENTENCES]


def sentences_at(text: str) -> Iterator[tuple[int, str]]:
    """Every sentence that is neither too short nor too long to be quoted, with the place where it begins."""
    for match in _SENTENCE.finditer(text):
        words = match[0].strip()
        if 1 < len(words) <= LONGEST_QUOTE:
            yield match.start() + match[0].index(words), words
