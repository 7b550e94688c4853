"""Three-way merge of words. Pure.

Each side's edits (edits.py) land where the other left the words alone. Where both rewrote the same words, or
put different words into the middle of one sentence, nothing is guessed: that is a Clash. White space is never
worth one; a format or a link target is: it is a change like any other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable

from .edits import edits
from .gaps import Placed, Stretch, with_gaps
from .groups import Group, grouped, other_than, stands_alone
from .sides import Side
from .tokens import likeness_of
from .words import PARAGRAPH, Clash, Piece, Word, Words, by_value

ALIKE = 0.5
"""Two insertions at one place with more than this in common are two wordings of one thing."""


def weave(base: Words, ours: Words, theirs: Words) -> list[Piece]:
    """The words of both sides in order, with a Clash where that cannot be told."""
    return _Loom(base, ours, theirs).weave()


class _Loom:
    def __init__(self, base: Words, ours: Words, theirs: Words) -> None:
        self.base = base
        texts = [word.text for word in base]
        self.sides = {"ours": Side(texts, ours), "theirs": Side(texts, theirs)}
        self.out: list[Placed | Stretch | Clash] = []

    def weave(self) -> list[Piece]:
        at = 0
        for group in grouped(self.base, self.sides):
            self._keep(at, group.start)
            self._settle(group)
            at = group.end
        self._keep(at, len(self.base))
        versions = (self.base, *(side.words for side in self.sides.values()))
        return list(with_gaps(self.out, versions))

    def _keep(self, start: int, end: int) -> None:
        """Words that neither side took out; their marks may have changed."""
        if start == end:
            return
        ours, theirs = self.sides["ours"], self.sides["theirs"]
        here, there = ours.place[start], theirs.place[start]
        assert here is not None  # noqa: S101 - no edit is here
        assert there is not None  # noqa: S101
        size = end - start
        three = self.base[start:end], ours.words[here : here + size], theirs.words[there : there + size]
        same = by_value(*three)
        if same is not None:
            self.out.append(Stretch(same, start, here, there))
            return
        for index, words in enumerate(zip(*three, strict=True)):
            word = _same_word(*words)
            if word is None:
                self.out.append(Clash(*((one,) for one in words)))
            else:
                self.out.append(Placed(word, start + index, here + index, there + index))

    def _settle(self, group: Group) -> None:
        if len(group.edits) == 1:
            self._take(group, *group.edits)
            return
        (o0, o1), (t0, t1) = group.span("ours"), group.span("theirs")
        ours, theirs = self.sides["ours"].words[o0:o1], self.sides["theirs"].words[t0:t1]
        if [word.text for word in ours] == [word.text for word in theirs]:
            self._agree(group, o0, t0)
        elif (more := self._one_holds_the_other(group)) is not None:
            self._take(group, more)
        elif group.start == group.end and self._both(group, ours, theirs):
            self._take(group, "ours")
            self._take(group, "theirs")
        else:
            self._clash(group)

    def _take(self, group: Group, name: str) -> None:
        """One side's words, as the other side would have marked them."""
        low, high = group.span(name)
        own = self.sides[name].words[low:high]
        alone = other_than(name) not in group.edits
        words = self._marked_alike(group, own, self.sides[other_than(name)]) if alone else own
        if words is None:
            self._clash(group)
            return
        for index, word in enumerate(words, low):
            ours, theirs = (index if name == side else None for side in self.sides)
            self.out.append(Placed(word, None, ours, theirs))

    def _agree(self, group: Group, ours: int, theirs: int) -> None:
        low, high = group.span("ours")
        pairs = [
            (self.sides["ours"].words[ours + n], self.sides["theirs"].words[theirs + n])
            for n in range(high - low)
        ]
        if any(_looks(a) != _looks(b) for a, b in pairs):
            self._clash(group)
            return
        self.out += [Placed(a, None, ours + n, theirs + n) for n, (a, _b) in enumerate(pairs)]

    def _clash(self, group: Group) -> None:
        three = [self.base[group.start : group.end]]
        for name, side in self.sides.items():
            if name in group.edits:
                low, high = group.span(name)
                three.append(side.words[low:high])
            else:
                three.append([side.words[p] for p in side.place[group.start : group.end] if p is not None])
        self.out.append(Clash(*(tuple(words) for words in three)))

    def _one_holds_the_other(self, group: Group) -> str | None:
        """The side that made all of the other's changes and more of its own."""
        for name, side in self.sides.items():
            other = self.sides[other_than(name)]
            if group.start == group.end:
                mine, others = (
                    side.words[slice(*group.span(name))],
                    other.words[slice(*group.span(other_than(name)))],
                )
                if _only_adds(others, mine):
                    return name
            elif other.within(group.start, group.end) <= side.within(group.start, group.end):
                return None if self._marked(group, other) else name
        return None

    def _marked(self, group: Group, side: Side) -> bool:
        """Whether this side also changed how words look that stay."""
        return any(
            (place := side.place[index]) is not None and side.words[place].marks != self.base[index].marks
            for index in range(group.start, group.end)
        )

    def _both(self, group: Group, ours: Words, theirs: Words) -> bool:
        """Whether what both inserted at one place can stand one after the other."""
        alone = stands_alone(self.base, group.start, ours) and stands_alone(self.base, group.start, theirs)
        return alone and likeness_of([w.text for w in ours], [w.text for w in theirs]) <= ALIKE

    def _marked_alike(self, group: Group, words: Words, other: Side) -> list[Word] | None:
        """`words` with the marks that the other side gave to the words they replace; None if that is unclear."""
        around = (group.start - 1, group.end + 1) if group.start == group.end else (group.start, group.end)
        stretch = range(max(around[0], 0), min(around[1], len(self.base)))
        pairs = [(self.base[i], other.words[p]) for i in stretch if (p := other.place[i]) is not None]
        if all(a.marks == b.marks for a, b in pairs):
            return list(words)
        if group.start == group.end:
            if len(pairs) < 2 or len({(a.marks, b.marks) for a, b in pairs}) > 1:
                return list(words)
            a, b = pairs[0]
            return [word._replace(marks=b.marks) if word.marks == a.marks else word for word in words]
        became: dict[tuple[Hashable, ...], set[tuple[Hashable, ...]]] = {}
        for a, b in pairs:
            became.setdefault(a.marks, set()).add(b.marks)
        changed = {a.marks for a, b in pairs if a.marks != b.marks}
        if changed - {word.marks for word in words} or any(
            len(became.get(w.marks, (w,))) != 1 for w in words
        ):
            return None
        return [word._replace(marks=next(iter(became.get(word.marks, {word.marks})))) for word in words]


def _same_word(base: Word, ours: Word, theirs: Word) -> Word | None:
    if ours.marks == theirs.marks and ours.key == theirs.key:
        return ours
    marks: list[Hashable] = []
    for three in zip(base.marks, ours.marks, theirs.marks, strict=True):
        mark = by_value(*((one,) for one in three))
        if mark is None:
            return None
        marks += mark
    return ours._replace(marks=tuple(marks), key=by_value(base.key, ours.key, theirs.key) or ours.key)


def _only_adds(old: Words, new: Words) -> bool:
    """Whether all the old words are among the new ones, in order and looking the same."""
    if any(edit.start != edit.end for edit in edits([w.text for w in old], [w.text for w in new])):
        return False
    return not Counter(_seen(word) for word in old) - Counter(_seen(word) for word in new)


def _seen(word: Word) -> tuple[str, tuple[Hashable, ...]]:
    return word.text, _looks(word)


def _looks(word: Word) -> tuple[Hashable, ...]:
    """Its marks; not how deep a new point stands, which depends on what is before it."""
    return word.marks[:1] if word.text == PARAGRAPH else word.marks
