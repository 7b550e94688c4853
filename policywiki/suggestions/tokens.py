"""What a reader sees as one word: Han by character, Latin by word, numbers whole. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from policywiki.core.runs import Run

HAN = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
)
_MARKS = "\u0300-\u036f\u180b-\u180d\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef"
_LETTER = rf"(?:[^\W\d_{HAN}][{_MARKS}]*)"
WORD = (
    rf"\d+(?:[.,:]\d+)*[%％‰]?"  # 1,200.50 and 18:00 and 5% are one number
    rf"|{_LETTER}(?:[{_MARKS}]|{_LETTER}|\d)*(?:['’]{_LETTER}+)*"
    rf"|[{HAN}][{_MARKS}]*"
    rf"|\s+"
    rf"|.[{_MARKS}]*"
)
"""Pattern of one word or one stretch of space, for re.DOTALL."""
_WORD = re.compile(WORD, re.DOTALL)
_FORMATS = {
    (bold, italic): " ".join(["bold"] * bold + ["italic"] * italic) for bold in (0, 1) for italic in (0, 1)
}


class Token(NamedTuple):
    """One word as a reader sees it.

    `format` is "", "bold", "italic" or "bold italic"; `target` of a link is a URL or "page:12", "" for none.
    """

    text: str
    format: str = ""
    target: str = ""


def words(text: str) -> list[str]:
    """Cut a text into words; joined again they are the text."""
    return _WORD.findall(text)


def bag(text: str) -> Counter[str]:
    """How often each word occurs, space left out."""
    return Counter(word for word in words(text) if not word.isspace())


def likeness(a: Counter[str], b: Counter[str]) -> float:
    """Dice's coefficient of two bags of words, 0 to 1; two empty bags are alike."""
    size = a.total() + b.total()
    if not size:
        return 1.0
    if len(b) < len(a):
        a, b = b, a
    return 2 * sum(min(count, b[word]) for word, count in a.items() if word in b) / size


def run_tokens(runs: Iterable[Run]) -> list[Token]:
    """The words of a paragraph, each with its formats and its link target; a line break is "\n"."""
    return [
        Token(word, _FORMATS[run.bold, run.italic], run.target) for run in runs for word in words(run.text)
    ]


def likeness_of(a: Iterable[str], b: Iterable[str]) -> float:
    """`likeness` of two lists of words."""
    return likeness(Counter(a), Counter(b))
