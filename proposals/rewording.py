"""One sentence of a proposal put in other words: its text part by part, as the four-step form holds it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext as _

from policywiki.core.markup import from_plain
from policywiki.core.passages import Passage
from policywiki.core.richtext import to_text
from policywiki.discussion.quotable import Quotable, sentences

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
    """`words` as the form holds them, with the signs of its markup; `shown` without; `key` finds it again."""

    key: str
    words: str
    shown: str


@dataclass(frozen=True)
class Part:
    name: str
    heading: str
    text: str

    @property
    def sentences(self) -> list[Sentence]:
        found = (_SIGN.sub("", one, count=1) if _SIGN.match(one) else one for one in sentences(self.text))
        return [
            Sentence(key_of(self.name, words), words, self.shown(words)) for words in dict.fromkeys(found)
        ]

    def shown(self, words: str) -> str:
        return to_text(from_plain(words)) if self.name == "problem" else words


def key_of(part: str, words: str) -> str:
    return f"{part}:{sha256(words.encode()).hexdigest()[:16]}"


def parts_of(state: State) -> list[Part]:
    """Problem, measures, who is affected, effect, summary; parts without words are left out."""
    return [part for part in _parts(state) if part.text.strip()]


def picked(parts: list[Part], key: str) -> tuple[Part, str] | None:
    """(the part, the words) of the sentence with this key, if it is still there."""
    return next(
        ((part, one.words) for part in parts for one in part.sentences if one.key == key),
        None,
    )


def copied(parts: list[Part], words: str) -> tuple[Part, str]:
    """The same for words copied from the text, whose white space may differ. Raises NotInTheText."""
    text = Quotable([Passage(part.name, part.heading, part.text) for part in parts])
    quote, passage = text.quote(words)
    return next(part for part in parts if part.name == passage.anchor), quote.exact


def reworded(state: State, part: str, old: str, new: str) -> State:
    """The state of the form with these words of this part replaced, where they stand first."""
    name, _dash, number = part.partition("-")
    changed = {**state}
    if name == "measure":
        rows = [dict(row) for row in state["measures"]]
        row = rows[int(number) - 1]
        row["what"] = _replaced(row["what"], old, new)
        changed["measures"] = rows
    else:
        field = WHOLE_FIELDS[name]
        changed[field] = _replaced(state[field], old, new)
    return changed


def _replaced(text: str, old: str, new: str) -> str:
    """Words that go take the space before them along."""
    return text.replace(old, new, 1) if new or f" {old}" not in text else text.replace(f" {old}", "", 1)


def _parts(state: State) -> Iterator[Part]:
    yield Part("problem", _("The problem"), state["problem"])
    for number, row in enumerate(state["measures"], start=1):
        yield Part(f"measure-{number}", _("Measure %(n)s") % {"n": number}, row["what"])
    yield Part("affected", _("Who is affected"), state["affected"])
    yield Part("effect", _("What it should bring"), state["expected_effect"])
    yield Part("summary", _("Summary"), state["summary"])
