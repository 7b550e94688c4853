"""What one side changed in the words of the base. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise

from .edits import Edit, edits, weight
from .words import ENDS, PARAGRAPH, Words

LEFT = 1 / 3
"""A sentence of which less than this is left was written anew."""
_BOUNDS = ENDS | {PARAGRAPH, "|"}

Change = tuple[int, int, tuple[str, ...]]
"""Start and end in the base, and the words that stand there now."""


class Side:
    """One version: its words, what it changed, and where each word of the base went."""

    def __init__(self, base: list[str], words: Words) -> None:
        self.words = words
        self._base = base
        texts = [word.text for word in words]
        self.edits = _by_sentence(edits(base, texts), base, texts)
        self.place: list[int | None] = list(range(len(base)))
        for edit, after in pairwise([*self.edits, Edit(len(base), len(base), 0, 0)]):
            self.place[edit.start : edit.end] = [None] * (edit.end - edit.start)
            shift = edit.new_end - edit.end
            self.place[edit.end : after.start] = range(edit.end + shift, after.start + shift)

    @cached_property
    def smallest(self) -> frozenset[Change]:
        """Its edits as they were before near ones were joined, with the new words."""
        texts = [word.text for word in self.words]
        return frozenset(
            (edit.start, edit.end, tuple(texts[edit.new_start : edit.new_end]))
            for edit in edits(self._base, texts, join=False)
        )

    def within(self, start: int, end: int) -> frozenset[Change]:
        return frozenset(edit for edit in self.smallest if start <= edit[0] and edit[1] <= end)


def _by_sentence(changes: list[Edit], old: list[str], new: list[str]) -> list[Edit]:
    """A sentence of which hardly anything is left was written anew: what is left is there by chance."""
    if not changes:
        return []
    found: list[Edit] = []
    for start, end, new_start, new_end, inside in _sentences(changes, old, len(new)):
        before, after = (sum(map(weight, words)) for words in (old[start:end], new[new_start:new_end]))
        gone = sum(weight(word) for edit in inside for word in old[edit.start : edit.end])
        if inside and before and after and before - gone < LEFT * max(before, after):
            found.append(Edit(start, end, new_start, new_end))
        else:
            found += inside
    return found


def _sentences(
    changes: list[Edit], old: list[str], size_new: int
) -> Iterator[tuple[int, int, int, int, list[Edit]]]:
    """Stretches of old and new between sentence ends that stayed, with the edits in each."""
    start = new_start = shift = 0
    inside: list[Edit] = []
    for edit, after in pairwise([Edit(0, 0, 0, 0), *changes, Edit(len(old), len(old), size_new, size_new)]):
        if edit.end > edit.start or edit.new_end > edit.new_start:
            inside.append(edit)
        shift = edit.new_end - edit.end
        stayed = [place for place in range(edit.end, after.start) if old[place] in _BOUNDS]
        if not stayed:
            continue
        yield start, stayed[0], new_start, stayed[0] + shift, inside
        start, new_start, inside = stayed[-1] + 1, stayed[-1] + 1 + shift, []
    yield start, len(old), new_start, size_new, inside
