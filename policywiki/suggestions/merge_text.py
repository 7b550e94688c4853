"""Three-way merge of a text: passages (paragraphs, headings, points, rows) by identity, then their words. Pure.

A passage that one side moved and the other reworded is moved and reworded. Where passages were split or
joined, or one side rewrote what the other changed, the words of the whole stretch between two untouched
passages are merged instead.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby, zip_longest
from typing import Generic, Protocol, TypeVar

from .alignment import Item
from .conflicts import BOTH_CHANGED, BOTH_MOVED, DELETED_AND_CHANGED
from .identity import Identity, identify
from .sequences import merge_keyed, unmoved
from .weave import weave
from .words import PARAGRAPH, Piece, Word, by_value, clashes, settled


class Passage(Protocol):
    """A paragraph or what goes for one. `content` tells whether it was changed; its first word is PARAGRAPH."""

    @property
    def key(self) -> str | None: ...
    @property
    def content(self) -> Hashable: ...
    @property
    def text(self) -> str: ...
    @property
    def words(self) -> tuple[Word, ...]: ...


P = TypeVar("P", bound=Passage)
Make = Callable[[Sequence[Word]], list[P]]


@dataclass(frozen=True)
class Dispute(Generic[P]):
    """Passages on which the sides do not agree.

    Each side with everything in it that is not disputed, so that nothing is lost whichever is taken.
    `pieces` shows the very words; empty where the passage was moved or is gone on one side.
    """

    reason: str
    base: list[P]
    ours: list[P]
    theirs: list[P]
    pieces: list[Piece] = field(default_factory=list)


@dataclass(frozen=True)
class Text(Generic[P]):
    """The merged text: passages, and disputes where they stand (ours, or the side that is left, is in them)."""

    parts: list[P | Dispute[P]]

    @property
    def disputes(self) -> list[Dispute[P]]:
        return [part for part in self.parts if isinstance(part, Dispute)]

    def passages(self, side: str = "") -> list[P]:
        """With each dispute decided for "ours" or "theirs"; else as ours has it, or the only side that does."""
        found: list[P] = []
        for part in self.parts:
            if isinstance(part, Dispute):
                found += getattr(part, side) if side else (part.ours or part.theirs)
            else:
                found.append(part)
        return found


def merge_passages(base: Sequence[P], ours: Sequence[P], theirs: Sequence[P], make: Make[P]) -> Text[P]:
    """Merge three versions of a text; `make` gives the passages of merged words."""
    return _Merge([list(base), list(ours), list(theirs)], make).text()


class _Merge(Generic[P]):
    def __init__(self, versions: list[list[P]], make: Make[P]) -> None:
        items = [[Item(one.key, one.content, one.text) for one in version] for version in versions]
        self.names = identify(*items)
        self.base, self.ours, self.theirs = (
            dict(zip(names, version, strict=True))
            for names, version in zip(self.names, versions, strict=True)
        )
        self.make = make
        self.found: dict[Identity, list[P] | Dispute[P]] = {}

    def text(self) -> Text[P]:
        merged = merge_keyed(
            self.base, self.ours, self.theirs, same=lambda a, b: a.content == b.content, settle=self._settle
        )
        order = [name for name, _passage in merged.items]
        for name, passage in merged.items:
            now = self.found.setdefault(name, [passage])
            if name in merged.apart and not isinstance(now, Dispute):
                self.found[name] = Dispute(BOTH_MOVED, [self.base[name]], now, now)
        parts: list[P | Dispute[P]] = []
        calm = self._calm()
        stretches, *slices = (_cut(names, calm) for names in (order, *self.names))
        for stretch, *three in zip(stretches, *slices, strict=True):
            after = stretch.pop() if stretch and stretch[-1] in calm else None
            again = self._again(stretch, [[name for name in names if name not in calm] for names in three])
            parts += self._one_by_one(stretch) if again is None else again
            parts += [] if after is None else self._one_by_one([after])
        return Text(parts)

    def _one_by_one(self, names: Iterable[Identity]) -> Iterator[P | Dispute[P]]:
        for name in names:
            one = self.found[name]
            yield from [one] if isinstance(one, Dispute) else one

    def _settle(self, name: Identity, base: P | None, ours: P | None, theirs: P | None) -> P:
        """Remember what becomes of a passage; what is returned only keeps its place."""
        if ours is None or theirs is None:
            left = ours or theirs
            assert left is not None  # noqa: S101 - merge_keyed asks only about what at least one side has
            was, here, there = ([] if one is None else [one] for one in (base, ours, theirs))
            self.found[name] = Dispute(DELETED_AND_CHANGED, was, here, there)
            return left
        if base is not None:
            decided = by_value(base, ours, theirs)
            if decided is not None:
                self.found[name] = [decided]
                return decided
        pieces = weave(() if base is None else base.words, ours.words, theirs.words)
        self.found[name] = self._made(pieces)
        return ours

    def _made(self, pieces: list[Piece]) -> list[P] | Dispute[P]:
        if not clashes(pieces):
            return self.make(settled(pieces))
        base, ours, theirs = (self.make(settled(pieces, side)) for side in ("base", "ours", "theirs"))
        return Dispute(BOTH_CHANGED, base, ours, theirs, pieces)

    # -- stretches between passages that nobody touched

    def _calm(self) -> set[Identity]:
        """What is the same everywhere and was not moved."""
        in_base, in_ours, in_theirs = self.names
        shared = set(in_ours) & set(in_theirs)
        common = [name for name in in_base if name in shared]
        return {
            name
            for name in unmoved(common, in_ours) & unmoved(common, in_theirs)
            if self.base[name].content == self.ours[name].content == self.theirs[name].content
        }

    def _again(self, stretch: list[Identity], slices: list[list[Identity]]) -> list[P | Dispute[P]] | None:
        """The words of a stretch merged as one run, where that tells more than passage by passage; else None.

        `slices` are what the base, ours and theirs have there.
        """
        if not self._closed(slices):
            return list(self._in_place(stretch))
        disputes = [one for name in stretch if isinstance(one := self.found.get(name), Dispute)]
        replaced = self._both_replaced(slices)
        if not (disputes or replaced):
            return None
        versions = zip(slices, (self.base, self.ours, self.theirs), strict=True)
        words = [[word for name in names for word in version[name].words] for names, version in versions]
        groups = _by_paragraph(weave(*words))
        if groups is None:
            return None
        made = [self._made(group) for group in groups]
        if not replaced and not _tells_more([one for one in made if isinstance(one, Dispute)], disputes):
            return None
        parts: list[P | Dispute[P]] = []
        for one in made:
            parts += [one] if isinstance(one, Dispute) else one
        return parts

    def _both_replaced(self, slices: list[list[Identity]]) -> bool:
        """Whether both sides took a passage away and put something of their own in its place."""
        stays = set(slices[0]) & set(slices[1]) & set(slices[2])
        gone, ours, theirs = (_between(names, stays) for names in slices)
        for place in gone.keys() & ours.keys() & theirs.keys():
            left = [name for name in gone[place] if name not in self.ours and name not in self.theirs]
            mine = {name for name in ours[place] if name not in self.base}
            others = {name for name in theirs[place] if name not in self.base}
            if left and mine and others and not mine & others:
                return True
        return False

    def _in_place(self, stretch: list[Identity]) -> Iterator[P | Dispute[P]]:
        """Passage by passage; what the two put side by side in the place of something else is one dispute."""
        for new, run in groupby(stretch, key=lambda name: name not in self.base):
            names = list(run)
            mine, others = ([n for n in names if n in side] for side in (self.ours, self.theirs))
            left = [gone for name in names for gone in self._instead_of.get(name, ())] if new else []
            if left and mine and others and len(mine) + len(others) == len(names):
                yield Dispute(
                    BOTH_CHANGED,
                    [self.base[name] for name in dict.fromkeys(left)],
                    [self.ours[name] for name in mine],
                    [self.theirs[name] for name in others],
                )
            else:
                yield from self._one_by_one(names)

    @cached_property
    def _instead_of(self) -> dict[Identity, list[Identity]]:
        """New passages of either side, with those that nobody has any more in whose place they stand."""
        found: dict[Identity, list[Identity]] = {}
        in_base, *sides = self.names
        for names, version in zip(sides, (self.ours, self.theirs), strict=True):
            stays = self.base.keys() & version.keys()
            gone = _between(in_base, stays)
            for place, here in _between(names, stays).items():
                left = [n for n in gone.get(place, ()) if n not in self.ours and n not in self.theirs]
                found |= dict.fromkeys(here, left)
        return found

    def _closed(self, slices: list[list[Identity]]) -> bool:
        """Whether no passage was moved into or out of the stretch."""
        here = set().union(*slices)
        return all(
            (name in version) == (name in names)
            for names, version in zip(slices, (self.base, self.ours, self.theirs), strict=True)
            for name in here
        )


def _cut(names: Iterable[Identity], calm: Collection[Identity]) -> list[list[Identity]]:
    """Names in stretches, each but the last ending with a calm one."""
    stretches: list[list[Identity]] = [[]]
    for name in names:
        stretches[-1].append(name)
        if name in calm:
            stretches.append([])
    return stretches


def _between(names: Iterable[Identity], stays: Collection[Identity]) -> dict[Identity | None, list[Identity]]:
    """What stands after each name that stays and before the next; None is the beginning."""
    found: dict[Identity | None, list[Identity]] = {}
    place: Identity | None = None
    for name in names:
        if name in stays:
            place = name
        else:
            found.setdefault(place, []).append(name)
    return found


def _tells_more(now: Sequence[Dispute[P]], before: Sequence[Dispute[P]]) -> bool:
    """Whether fewer things are disputed than passage by passage, or both sides of them can be shown."""
    gone = any(dispute.reason == DELETED_AND_CHANGED for dispute in before)
    return len(now) < len(before) or (
        len(now) == len(before) and gone and all(one.ours and one.theirs for one in now)
    )


def _by_paragraph(pieces: Sequence[Piece]) -> list[list[Piece]] | None:
    """Pieces cut where a paragraph begins on every side; None if on one side the first one was taken away."""
    groups: list[list[Piece]] = []
    for piece, after in zip_longest(pieces, pieces[1:]):
        if _begins(piece, after):
            groups.append([piece])
        elif not groups:
            return None
        else:
            groups[-1].append(piece)
    return groups


def _begins(piece: Piece, after: Piece | None) -> bool:
    """Whether a paragraph begins here, on every side that has something here."""
    if isinstance(piece, Word):
        return piece.text == PARAGRAPH
    sides = (piece.base, piece.ours, piece.theirs)
    whole = after is None or _begins(after, None)
    return all(words[0].text == PARAGRAPH if words else whole for words in sides)
