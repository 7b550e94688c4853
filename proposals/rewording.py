"""One sentence of a proposal put in other words: its text part by part, as the four-step form holds it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import NamedTuple

from django.utils.translation import gettext as _

from policywiki.core.markup import from_plain
from policywiki.core.passages import Passage
from policywiki.core.richtext import to_text
from policywiki.discussion.quotable import MOST_SENTENCES, NotInTheText, Quotable, sentences_at

from .drafting import State

WHOLE_FIELDS = {
    "problem": "problem",
    "summary": "summary",
    "affected": "affected",
    "effect": "expected_effect",
}
"""Part of the proposal's page -> field of the form."""
_SIGN = re.compile(r"(?:[-*]|\d{1,3}\.|####?) +")


@dataclass(frozen=True)
class Sentence:
    """`words` as the form holds them, with the signs of its markup, from `start`; `shown` without; `key` finds it again."""

    key: str
    start: int
    words: str
    shown: str


@dataclass(frozen=True)
class Part:
    name: str
    heading: str
    text: str

    @property
    def sentences(self) -> list[Sentence]:
        """Each where it stands: of two that say the same either can be picked."""
        return [self._sentence(*found) for found in islice(sentences_at(self.text), MOST_SENTENCES)]

    def _sentence(self, start: int, line: str) -> Sentence:
        sign = _SIGN.match(line)
        words = line[sign.end() :] if sign is not None else line
        start += len(line) - len(words)
        return Sentence(key_of(self.name, start, words), start, words, self.shown(words))

    def shown(self, words: str) -> str:
        return to_text(from_plain(words)) if self.name == "problem" else words

    def place_of(self, words: str, start: int | None) -> int | None:
        """Where these words stand: there still, or elsewhere by now if in one place only. None where that is not sure."""
        if start is not None and words and self.text.startswith(words, start):
            return start
        return self.text.index(words) if words and self.text.count(words) == 1 else None


class Spot(NamedTuple):
    """Some words of a part, and where they begin in its text."""

    part: Part
    start: int
    words: str


def key_of(part: str, start: int, words: str) -> str:
    return f"{part}:{start}:{sha256(words.encode()).hexdigest()[:16]}"


def parts_of(state: State) -> list[Part]:
    """Problem, measures, who is affected, effect, summary; parts without words are left out."""
    return [part for part in _parts(state) if part.text.strip()]


def picked(parts: list[Part], key: str) -> Spot | None:
    """The sentence with this key, if it is still there."""
    return next(
        (Spot(part, one.start, one.words) for part in parts for one in part.sentences if one.key == key),
        None,
    )


def copied(parts: list[Part], words: str) -> Spot:
    """The same for words copied from the text, whose white space may differ. Raises NotInTheText."""
    text = Quotable([Passage(part.name, part.heading, part.text) for part in parts])
    quote, passage = text.quote(words)
    if len(text.places(words)) > 1:
        raise NotInTheText(_("These words stand in several places. Copy a few more words."))
    part = next(part for part in parts if part.name == passage.anchor)
    start = part.place_of(quote.exact, None)
    if start is None:  # they run from one part into the next
        raise NotInTheText(_("These words do not stand in the text. Copy them as they are."))
    return Spot(part, start, quote.exact)


def reworded(state: State, spot: Spot, new: str) -> State:
    """The state of the form with the words of this place replaced, and nothing else."""
    name, _dash, number = spot.part.name.partition("-")
    changed = {**state}
    if name == "measure":
        rows = [dict(row) for row in state["measures"]]
        row = rows[int(number) - 1]
        row["what"] = _replaced(spot, new)
        changed["measures"] = rows
    else:
        changed[WHOLE_FIELDS[name]] = _replaced(spot, new)
    return changed


def _replaced(spot: Spot, new: str) -> str:
    """Words that go take the space before them along."""
    text = spot.part.text
    before, after = text[: spot.start], text[spot.start + len(spot.words) :]
    return before + new + after if new else before.removesuffix(" ") + after


def _parts(state: State) -> Iterator[Part]:
    yield Part("problem", _("The problem"), state["problem"])
    for number, row in enumerate(state["measures"], start=1):
        yield Part(f"measure-{number}", _("Measure %(n)s") % {"n": number}, row["what"])
    yield Part("affected", _("Who is affected"), state["affected"])
    yield Part("effect", _("What it should bring"), state["expected_effect"])
    yield Part("summary", _("Summary"), state["summary"])
