"""Three-way merge of rich text by paragraph. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from policywiki.core.runs import Run

from .alignment import Item, align
from .conflicts import BOTH_CHANGED, BOTH_MOVED, DELETED_AND_CHANGED, Where
from .paragraphs import Paragraph, join, with_unique_keys
from .sequences import merge_keyed, same_insertions
from .tokens import likeness

T = TypeVar("T")
Runs = tuple[Run, ...]
Identity = tuple[str, int]
"""Who a thing is in all three versions: ("base", index), or ("ours" | "theirs", index) if it is new there."""


def merge_rich(
    where: Where, base: list[Paragraph], ours: list[Paragraph], theirs: list[Paragraph]
) -> list[Paragraph]:
    """Merge the paragraphs of rich texts; conflicts go to `where`."""
    versions = [base, ours, theirs]
    items = [[Item(one.key, one.content, one.text) for one in version] for version in versions]
    in_base, in_ours, in_theirs = (
        dict(zip(names, version, strict=True))
        for names, version in zip(identify(*items), versions, strict=True)
    )

    def settle(
        name: Identity, base: Paragraph | None, ours: Paragraph | None, theirs: Paragraph | None
    ) -> Paragraph:
        return _settle(where, base, ours, theirs)

    merged = merge_keyed(in_base, in_ours, in_theirs, same=lambda a, b: a.content == b.content, settle=settle)
    for name in sorted(merged.apart):
        dispute(where, BOTH_MOVED, in_base[name], in_ours[name], in_theirs[name])
    return with_unique_keys(paragraph for _name, paragraph in merged.items)


def merge_paragraph(base: Paragraph | None, ours: Paragraph, theirs: Paragraph) -> Paragraph | None:
    """One paragraph that both sides have (base None: both inserted it), or None if it cannot be decided.

    What it is (paragraph, heading, point of a list) and what it says are two things: one side may change
    the one and the other the other.
    """
    if base is None:
        # How deep a new point stands depends on what is before it, and join() may have moved it out.
        return ours if (ours.tag, ours.runs) == (theirs.tag, theirs.runs) else None
    form = by_value((base.tag, base.depth), (ours.tag, ours.depth), (theirs.tag, theirs.depth))
    runs = merge_words(base.runs, ours.runs, theirs.runs)
    if form is None or runs is None:
        return None
    return Paragraph(
        tag=form[0], depth=form[1], runs=runs, key=by_value(base.key, ours.key, theirs.key) or ours.key
    )


def merge_words(base: Runs, ours: Runs, theirs: Runs) -> Runs | None:
    """What one paragraph says: here by value, None where both changed it differently.

    This is the door behind which a merge of words goes; nothing else decides about the inside of a paragraph.
    """
    return by_value(base, ours, theirs)


def by_value(base: T, ours: T, theirs: T) -> T | None:
    """Three-way by value; None if both changed it differently."""
    if theirs in (ours, base):
        return ours
    return theirs if ours == base else None


def dispute(
    where: Where, reason: str, base: Paragraph | None, ours: Paragraph | None, theirs: Paragraph | None
) -> None:
    """Record a conflict about one paragraph, each side as a rich text of that one paragraph."""
    values = [None if one is None else join([one]) for one in (base, ours, theirs)]
    key = next(one.key for one in (ours, theirs, base) if one is not None)
    where.disputed(reason, *values, paragraph_key=key)


def _settle(
    where: Where, base: Paragraph | None, ours: Paragraph | None, theirs: Paragraph | None
) -> Paragraph:
    if ours is not None and theirs is not None:
        merged = merge_paragraph(base, ours, theirs)
        if merged is not None:
            return merged
        dispute(where, BOTH_CHANGED, base, ours, theirs)
        return ours
    dispute(where, DELETED_AND_CHANGED, base, ours, theirs)
    left = ours or theirs
    assert left is not None  # noqa: S101 - merge_keyed asks only about what at least one side has
    return left


def identify(
    base: Sequence[Item], ours: Sequence[Item], theirs: Sequence[Item]
) -> tuple[list[Identity], list[Identity], list[Identity]]:
    """An identity for each item of each version; what both inserted alike, or under one key, is one thing."""
    of_base = [("base", index) for index in range(len(base))]
    # What both have under one key and base has not was published already and is sent again.
    keys, in_ours, in_theirs = ({item.key for item in items} for items in (base, ours, theirs))
    inserted = (in_ours & in_theirs) - keys - {None}
    of_ours = _named("ours", ours, align(base, ours, inserted=inserted))
    of_theirs = _named("theirs", theirs, align(base, theirs, inserted=inserted))
    known = set(of_base)
    one = same_insertions(
        of_base,
        [(name, item.content) for name, item in zip(of_ours, ours, strict=True)],
        [(name, item.content) for name, item in zip(of_theirs, theirs, strict=True)],
    )
    one |= _same_new_keys(
        {
            i.key: (n, i)
            for n, i in zip(of_ours, ours, strict=True)
            if n not in known and n not in one.values()
        },
        {i.key: (n, i) for n, i in zip(of_theirs, theirs, strict=True) if n not in known and n not in one},
    )
    return of_base, of_ours, [one.get(name, name) for name in of_theirs]


def _named(side: str, items: Sequence[Item], pairs: dict[int, int]) -> list[Identity]:
    return [("base", pairs[index]) if index in pairs else (side, index) for index in range(len(items))]


def _same_new_keys(
    ours: dict[str | None, tuple[Identity, Item]], theirs: dict[str | None, tuple[Identity, Item]]
) -> dict[Identity, Identity]:
    """Insertions that carry one key and alike text: one has been published already and is sent again."""
    return {
        name: ours[key][0]
        for key, (name, item) in theirs.items()
        if key is not None and key in ours and likeness(item.bag, ours[key][1].bag) >= 0.5
    }
