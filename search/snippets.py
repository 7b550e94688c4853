"""The stretch of a text that shows why it was found, with the words marked. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from search.asking import Question
from search.index.matching import Leaf, LongWord, Run
from search.tokens import Token, segment

WIDTH: Final = 96
"""Characters of a snippet; Latin ones count half."""

ELLIPSIS: Final = "…"
_SENTENCE_END: Final = re.compile(r"[。！？；!?;\n]|\.\s")
_SPACE: Final = re.compile(r"\s+")
_LOOK_BACK: Final = 40

Piece = tuple[str, bool]
"""A stretch of text, and whether it is marked."""

Span = tuple[int, int, str]
"""Start, end, and what was asked for there."""


def marked(text: str, question: Question) -> list[Piece]:
    """All of `text`, cut into plain and marked pieces."""
    return cut(text, spans_of(text, question), 0, len(text))


def snippet(text: str, question: Question, *, width: int = WIDTH) -> list[Piece]:
    """The stretch of `text` that has most of what was asked for, cut into plain and marked pieces.

    Put together, the pieces are a piece of the text itself, white space run together, "…" where it goes on.
    """
    flat = _SPACE.sub(" ", text).strip()
    spans = spans_of(flat, question)
    if _is_latin(flat):
        width *= 2
    start = _begin(flat, _best_start(flat, spans, width))
    end = min(len(flat), start + width)
    end = len(flat) if len(flat) - end < width // 8 else _back_to_word(flat, end)
    pieces = cut(flat, [span for span in spans if start <= span[0] and span[1] <= end], start, end)
    before: list[Piece] = [(ELLIPSIS, False)] if start else []
    after: list[Piece] = [(ELLIPSIS, False)] if end < len(flat) else []
    return [*before, *pieces, *after]


def spans_of(text: str, question: Question) -> list[Span]:
    """Where `text` has what was asked for, in order; where it has nothing whole, its smallest words."""
    tokens = segment(text)
    spans = [span for unit in question.units for span in _found(tokens, unit.leaf)]
    if not spans:
        spans = [(t.start, t.end, t.text) for t in tokens if t.text in question.atoms]
    return sorted(spans)


def _found(tokens: Sequence[Token], leaf: Leaf) -> Iterator[Span]:
    if isinstance(leaf, Run):
        yield from _in_a_row(tokens, leaf)
        return
    yield from ((token.start, token.end, token.text) for token in tokens if token.text == leaf.text)
    if isinstance(leaf, LongWord):
        yield from _in_a_row(tokens, leaf.parts)


def _in_a_row(tokens: Sequence[Token], run: Run) -> Iterator[Span]:
    at = {(token.text, token.position): token for token in tokens}
    (first, _zero), *_others = run.words
    for token in tokens:
        if token.text != first:
            continue
        row = [at.get((word, token.position + offset)) for word, offset in run.words]
        if all(row):
            yield token.start, max(one.end for one in row if one), "".join(word for word, _o in run.words)


def cut(text: str, spans: Collection[Span], start: int, end: int) -> list[Piece]:
    """text[start:end] as plain and marked pieces; spans that touch or overlap are one."""
    pieces: list[Piece] = []
    at = start
    for left, right in _joined(spans):
        if left > at:
            pieces.append((text[at:left], False))
        pieces.append((text[left:right], True))
        at = right
    if at < end:
        pieces.append((text[at:end], False))
    return pieces


def _joined(spans: Collection[Span]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for left, right, _word in sorted(spans):
        if joined and left <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(right, joined[-1][1]))
        else:
            joined.append((left, right))
    return joined


def _best_start(text: str, spans: list[Span], width: int) -> int:
    """Where the stretch begins that has the most different words, then the most words."""
    best, best_worth = 0, (0, 0)
    for index, (left, _right, _word) in enumerate(spans):
        inside = [word for start, end, word in spans[index:] if end <= left + width]
        worth = (len(set(inside)), len(inside))
        if worth > best_worth:
            best, best_worth = left, worth
        if len(text) - left < width:
            break
    return best


def _begin(text: str, first: int) -> int:
    """A fair place to begin before the first marked word: its sentence's start, else a little before."""
    earliest = max(0, first - _LOOK_BACK)
    if earliest == 0:
        return 0
    ends = [match.end() for match in _SENTENCE_END.finditer(text, earliest, first)]
    if ends:
        return ends[-1] + text[ends[-1] : ends[-1] + 1].isspace()
    at = max(earliest, first - _LOOK_BACK // 3)
    while _is_latin(text[at - 1 : at + 1]) and at > earliest and text[at - 1].isalnum():
        at -= 1
    return at


def _back_to_word(text: str, end: int) -> int:
    """Not in the middle of a Latin word."""
    at = end
    while at > end - 20 and text[at - 1 : at + 1].isalnum() and _is_latin(text[at - 1 : at + 1]):
        at -= 1
    return at if at > end - 20 else end


def _is_latin(text: str) -> bool:
    return sum(ord(char) < 0x2E80 for char in text) * 2 > len(text)
