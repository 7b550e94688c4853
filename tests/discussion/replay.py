"""Replay real histories of pages with notes on their sentences, and judge where each note ends up.

The judge does not know the method: line by line, then character by character, it says which characters of a
sentence are still there in the next revision (difflib), and so where the sentence is or that it is gone.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path
from random import Random

from policywiki.discussion.anchoring import Quote, Searched, find, quote_at
from policywiki.discussion.quotable import sentences

NOTES_A_REVISION = 6
SHORTEST = 8
STAYS = 0.5
MOVED = 0.8
GONE = -1

Span = tuple[int, int]
Method = Callable[["Note", Searched], Span | None]


@dataclass
class Note:
    """`span`: where its words stand in the revision read last, None while they are gone."""

    original: Quote
    quote: Quote
    span: Span | None


def revisions(file: Path) -> list[str]:
    return [json.loads(line)["text"] for line in file.read_text("utf-8").splitlines()]


def ours(note: Note, text: Searched) -> Span | None:
    """As actions.quote does it: the words as they last stood, else as they were quoted."""
    place = find(note.quote, text) or (find(note.original, text) if note.original != note.quote else None)
    return (place.start, place.end) if place else None


def by_offset(note: Note, text: Searched) -> Span | None:
    """What platforms do that keep a path and an offset."""
    return note.span if note.span and note.span[1] <= len(text.text) else None


def by_words(note: Note, text: Searched) -> Span | None:
    """The bare words, the first place where they stand."""
    start = text.text.find(note.quote.exact)
    return (start, start + len(note.quote.exact)) if start >= 0 else None


def replay(texts: list[str], method: Method, *, seed: int = 7) -> Counter[str]:
    """How many times a note went right, was lost, or came to stand at wrong words, over all steps."""
    random, notes, result = Random(seed), list[Note](), Counter[str]()
    for before, after in pairwise(texts):
        notes += _new_notes(before, random)
        there = fate(before, after)
        text = Searched(after)
        for note in notes:
            found = method(note, text)
            if note.span is not None:
                result[judge(note.span, found, before, after, there)] += 1
            note.span = found
            if found is not None:
                note.quote = quote_at(after, *found)
    return result


def _new_notes(text: str, random: Random) -> Iterator[Note]:
    candidates = [one for one in sentences(text) if len(one) >= SHORTEST and text.count(one) == 1]
    for words in random.sample(candidates, min(NOTES_A_REVISION, len(candidates))):
        start = text.index(words)
        quote = quote_at(text, start, start + len(words))
        yield Note(quote, quote, (start, start + len(words)))


def fate(before: str, after: str) -> list[int]:
    """For each character of `before` its place in `after`, or GONE."""
    there = [GONE] * len(before)
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    starts_old, starts_new = _starts(old), _starts(new)
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        a, b = starts_old[i1], starts_new[j1]
        if tag == "equal":
            for offset in range(starts_old[i2] - a):
                there[a + offset] = b + offset
        elif tag == "replace":
            one, other = before[a : starts_old[i2]], after[b : starts_new[j2]]
            for x, y, size in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks():
                for offset in range(size if size > 1 else 0):
                    there[a + x + offset] = b + y + offset
    return there


def _starts(lines: list[str]) -> list[int]:
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    return starts


def judge(span: Span, found: Span | None, before: str, after: str, there: list[int]) -> str:
    """ "right", "lost" (still there, not found), "wrong" (put at other words)."""
    kept = [place for place in there[span[0] : span[1]] if place != GONE]
    stays = len(kept) >= STAYS * (span[1] - span[0])
    if found is None:
        return "lost" if stays else "right"
    if kept and _overlap(found, (min(kept), max(kept) + 1)):
        return "right"
    words = before[span[0] : span[1]]
    alike = SequenceMatcher(None, words, after[found[0] : found[1]], autojunk=False).ratio()
    return "right" if not stays and alike >= MOVED else "wrong"


def _overlap(one: Span, other: Span) -> bool:
    common = min(one[1], other[1]) - max(one[0], other[0])
    return common >= min(one[1] - one[0], other[1] - other[0]) / 2
