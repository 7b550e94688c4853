"""The white space between merged words: it belongs to the two words that it stands between. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .words import Clash, Gap, Marks, Piece, Word, Words, by_value


class Placed(NamedTuple):
    """A word of the result, and where it stands in each version (None: nowhere)."""

    word: Word
    base: int | None = None
    ours: int | None = None
    theirs: int | None = None


class Stretch(NamedTuple):
    """Words that follow one another in all three versions, already merged; the first may get other white space."""

    words: Words
    base: int
    ours: int
    theirs: int

    def first(self) -> Placed:
        return Placed(self.words[0], *self[1:])

    def last(self) -> Placed:
        return Placed(self.words[-1], *(place + len(self.words) - 1 for place in self[1:]))


class Found(NamedTuple):
    """White space as a version has it, between words that look like that."""

    gap: Gap
    before: Marks
    after: Marks


def with_gaps(found: Sequence[Placed | Stretch | Clash], versions: Sequence[Words]) -> Iterator[Piece]:
    """The words, each with the white space that goes before it now."""
    last: Placed | Clash | None = None
    for one in found:
        if isinstance(one, Clash):
            yield one
            last = one
        elif isinstance(one, Stretch):
            yield _with_gap(versions, last, one.first())
            yield from one.words[1:]
            last = one.last()
        else:
            yield _with_gap(versions, last, one)
            last = one


def _with_gap(versions: Sequence[Words], last: Placed | Clash | None, one: Placed) -> Word:
    gap = _between(versions, last, one) if isinstance(last, Placed) else _three(_own(versions, one)).gap
    return one.word._replace(gap=gap)


def _between(versions: Sequence[Words], last: Placed, one: Placed) -> Gap:
    beside = [
        Found(words[here].gap, words[here - 1].marks, words[here].marks)
        if here is not None and here - 1 == before
        else None
        for words, before, here in zip(versions, last[1:], one[1:], strict=True)
    ]
    if any(beside):
        return _alike(_three(beside), last.word.marks, one.word.marks)
    after = [
        words[place + 1].gap
        for words, place in zip(versions, last[1:], strict=True)
        if place is not None and place + 1 < len(words)
    ]
    return max([found.gap for found in _own(versions, one) if found] + after, key=_width)


def _own(versions: Sequence[Words], one: Placed) -> list[Found | None]:
    return [
        None if place is None else Found(words[place].gap, (), ())
        for words, place in zip(versions, one[1:], strict=True)
    ]


def _three(found: Sequence[Found | None]) -> Found:
    """By value as far as there are three; else the wider one, so that no two words ever stick together."""
    base, ours, theirs = found
    if base and ours and theirs:
        decided = by_value((base.gap,), (ours.gap,), (theirs.gap,))
        if decided is not None:
            return ours if decided[0] == ours.gap else theirs
    there = [one for one in (ours, theirs) if one] or [one for one in (base,) if one]
    return max(there, key=lambda one: _width(one.gap))


def _alike(found: Found, before: Marks, after: Marks) -> Gap:
    """White space that looked like the words around it looks like them still."""
    if isinstance(found.gap, str) or (found.before, found.after) == (before, after):
        return found.gap
    return tuple(
        (text, marks) if text == "\n" else (text, _look(marks, found, before, after))
        for text, marks in found.gap
    )


def _look(marks: Marks, found: Found, before: Marks, after: Marks) -> Marks:
    looks = list(marks)
    for index, mark in enumerate(marks):
        if mark == found.before[index] == found.after[index]:
            looks[index] = before[index] if before[index] == after[index] else type(mark)()
    return tuple(looks)


def _width(gap: Gap) -> tuple[int, str]:
    return len(gap), str(gap)
