"""Telling a writer, before anybody else reads it, that their text holds personal data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from policywiki.core import personal, redaction

from .showing import KINDS

CONFIRM = "personal_ok"


@dataclass(frozen=True)
class Warned:
    """`words` with what they look like; `asks` until the author has ticked that they may stay."""

    words: str
    label: Any

    @classmethod
    def of(cls, found: Iterable[personal.Found]) -> list[Warned]:
        return [cls(one.words, KINDS[one.kind]) for one in found]


def warnings(content: Any, base: Any = None) -> list[Warned]:
    """What is new in `content` (any JSON or text) and looks like personal data."""
    return Warned.of(personal.new_in(_text(content), _text(base)))


def must_ask(warned: list[Warned], answers: Any) -> bool:
    """Ask once: the form has a box, and whoever ticks it has decided."""
    return bool(warned) and not answers.get(CONFIRM)


def _text(value: Any) -> str:
    return "\n".join(map(redaction.plain, redaction.strings(value)))
