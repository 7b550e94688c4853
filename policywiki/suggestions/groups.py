"""Which edits of the two sides have to do with each other, and so must be settled together. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .edits import Edit
from .sides import Side
from .words import ENDS, PARAGRAPH, Words, ends_sentence


@dataclass
class Group:
    """Edits of both sides that overlap, or one alone: what became of base[start:end]."""

    start: int
    end: int
    edits: dict[str, list[Edit]] = field(default_factory=dict)

    def add(self, side: str, edit: Edit) -> None:
        self.edits.setdefault(side, []).append(edit)
        self.end = max(self.end, edit.end)

    def span(self, side: str) -> tuple[int, int]:
        """What stands in `side` for base[start:end]."""
        first, last = self.edits[side][0], self.edits[side][-1]
        return first.new_start - (first.start - self.start), last.new_end + (self.end - last.end)


def grouped(base: Words, sides: dict[str, Side]) -> Iterator[Group]:
    """All edits of both sides in order."""
    every = [(edit, name) for name, side in sides.items() for edit in side.edits]
    group: Group | None = None
    for edit, name in sorted(every, key=lambda one: (one[0].start, one[0].end, one[1])):
        others = [] if group is None else group.edits.get(other_than(name), [])
        if group is None or not others or not _overlap(base, sides, others[-1], other_than(name), edit, name):
            if group is not None:
                yield group
            group = Group(edit.start, edit.end)
        group.add(name, edit)
    if group is not None:
        yield group


def other_than(side: str) -> str:
    return "theirs" if side == "ours" else "ours"


def stands_alone(base: Words, place: int, words: Words) -> bool:
    """Whether words inserted there are whole sentences or paragraphs."""
    if words[0].text == PARAGRAPH:
        after = base[place : place + 1]
        return not after or after[0].text == PARAGRAPH
    return _after_end(base, place) and ends_sentence(words[-3:])


def _overlap(
    base: Words, sides: dict[str, Side], one: Edit, one_side: str, other: Edit, other_side: str
) -> bool:
    if one.start == one.end and other.start == other.end:
        return one.start == other.start
    if one.start < other.end and other.start < one.end:
        return True
    return _hangs(base, one, sides[one_side], other) or _hangs(base, other, sides[other_side], one)


def _hangs(base: Words, insertion: Edit, side: Side, other: Edit) -> bool:
    """Whether words were added to a passage that the other side took out or said in quite other words."""
    place = insertion.start
    if place != insertion.end or place not in (other.start, other.end):
        return False
    if other.new_start != other.new_end and not _is_whole(base, other):
        return False
    words = side.words[insertion.new_start : insertion.new_end]
    gone = [word.text for word in base[other.start : other.end]]
    if place == other.start:
        return gone[0] != PARAGRAPH and not stands_alone(base, place, words)
    if words[0].text == PARAGRAPH:
        return False
    # of a paragraph that is gone not even a new sentence is left
    return PARAGRAPH in gone or not stands_alone(base, place, words)


def _is_whole(base: Words, edit: Edit) -> bool:
    """Whether what the edit replaces is a whole sentence or more."""
    after = base[edit.end : edit.end + 1]
    begins = base[edit.start].text == PARAGRAPH or _after_end(base, edit.start)
    ends = not after or after[0].text == PARAGRAPH or after[0].text in ENDS
    return begins and (ends or _after_end(base, edit.end))


def _after_end(base: Words, place: int) -> bool:
    """Whether a sentence ends, or a paragraph begins, right before this place."""
    before = base[max(place - 3, 0) : place]
    return not before or before[-1].text == PARAGRAPH or ends_sentence(before)
