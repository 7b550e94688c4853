"""Choosing between two texts where a suggestion overlaps with what was published meanwhile. Pure: JSON in and out.

One choice for each block (or plain field) that is disputed: what the page says now, what was suggested, both one
after the other, or words written anew. Whatever either side changed that is not disputed is in every choice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .conflicts import BOTH_MOVED, Conflict
from .merge import merge
from .paragraphs import Paragraph, join, rich, with_unique_keys
from .touching import touched

LIVE, MINE, BOTH, ANEW = "live", "mine", "both", "anew"
RICH_PARTS = ("text",)
"""The parts of a block of which both texts can stand one after the other."""

Content = dict[str, Any]
Block = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """One disputed block or field: `live`, `mine` and `both` are blocks (values of a field), None where not there.

    `both` is also None where two texts cannot stand side by side: a title, a table, a part that was removed.
    """

    name: str
    field: str
    heading: str
    block_type: str | None
    live: Any
    mine: Any
    both: Any
    reasons: tuple[str, ...]

    @property
    def is_block(self) -> bool:
        return self.block_type is not None

    def choice(self, which: str) -> Any:
        return {LIVE: self.live, MINE: self.mine, BOTH: self.both}[which]


@dataclass(frozen=True)
class Dispute:
    """What is disputed, and the whole content as it would be if the page's text won everywhere."""

    places: list[Place]
    conflicts: list[Conflict]
    towards_live: Content
    towards_mine: Content

    def settled(self, chosen: Mapping[str, Any]) -> Content:
        """The content after these choices: for each place its name -> the block or value that shall stand."""
        content = dict(self.towards_live)
        for place in self.places:
            if not place.is_block:
                content[place.field] = chosen[place.name]
                continue
            blocks = [block for block in content[place.field] if block["id"] != place.name]
            if chosen[place.name] is not None:
                at = self._position(place, blocks, moved_as_mine=chosen[place.name] == place.mine)
                blocks.insert(at, chosen[place.name])
            content[place.field] = blocks
        return content

    def _position(self, place: Place, blocks: list[Block], *, moved_as_mine: bool) -> int:
        """Where it stood; where both moved it, the chosen one's place."""
        follow = self.towards_mine if moved_as_mine and BOTH_MOVED in place.reasons else self.towards_live
        before: list[str] = []
        for block in follow[place.field]:
            if block["id"] == place.name:
                break
            before.append(block["id"])
        here = [block["id"] for block in blocks]
        return next((here.index(name) + 1 for name in reversed(before) if name in here), 0)


def dispute(base: Content, live: Content, mine: Content, fields: Mapping[str, str]) -> Dispute:
    """What must be chosen so that `mine`, written on `base`, can go onto `live`."""
    one = merge(base, live, mine, fields)
    other = merge(base, mine, live, fields)
    grouped: dict[str, list[Conflict]] = {}
    for conflict in one.conflicts:
        grouped.setdefault(conflict.block_id or conflict.field, []).append(conflict)
    found = [
        _place(name, conflicts, (live, mine), (one.content, other.content))
        for name, conflicts in grouped.items()
    ]
    return Dispute(found, one.conflicts, one.content, other.content)


def _place(
    name: str, conflicts: list[Conflict], written: tuple[Content, Content], merged: tuple[Content, Content]
) -> Place:
    first = conflicts[0]
    sides: list[Any] = []
    for number, (own, content) in enumerate(zip(written, merged, strict=True)):
        if first.block_id is None:
            sides.append(content.get(first.field))
        elif _block(own, first.field, name) is None:
            sides.append(None)
        else:
            gone = {c.paragraph_key for c in conflicts if (c.ours, c.theirs)[number] is None}
            sides.append(_without(_block(content, first.field, name), gone - {None}))
    live, mine = sides
    return Place(
        name=name,
        field=first.field,
        heading=first.heading,
        block_type=first.block_type,
        live=live,
        mine=mine,
        both=_both(first, live, mine),
        reasons=tuple(sorted({conflict.reason for conflict in conflicts})),
    )


def _block(content: Content, field: str, name: str) -> Block | None:
    return next((block for block in content.get(field) or [] if block["id"] == name), None)


def _without(block: Block | None, keys: set[Any]) -> Block | None:
    """The block without the paragraphs that this side had removed; merging keeps them for the other side."""
    if block is None or not keys:
        return block
    value = dict(block["value"])
    for part in RICH_PARTS:
        paragraphs = rich(value.get(part))
        if paragraphs is not None:
            value[part] = join(one for one in paragraphs if one.key not in keys)
    return block | {"value": value}


def _both(conflict: Conflict, live: Any, mine: Any) -> Any:
    if live is None or mine is None or conflict.block_id is None:
        return None
    parts = [part for part in RICH_PARTS if live["value"].get(part) != mine["value"].get(part)]
    if not parts:
        return None
    value = dict(live["value"])
    for part in parts:
        value[part] = _one_after_the_other(value.get(part), mine["value"].get(part))
    return live | {"value": value}


def _one_after_the_other(live: Any, mine: Any) -> str:
    """Every paragraph of both; where they differ, the page's first and the suggested one right after it."""
    here, there = rich(live) or [], rich(mine) or []
    said = {one.content for one in here}
    result = list(here)
    before: str | None = None
    for paragraph in there:
        if paragraph.content not in said:
            result.insert(_after(result, paragraph.key, before), paragraph)
        before = paragraph.key
    return join(with_unique_keys(result))


def _after(paragraphs: list[Paragraph], key: str, before: str | None) -> int:
    for wanted in (key, before):
        places = [number for number, one in enumerate(paragraphs) if one.key == wanted]
        if places:
            return places[-1] + 1
    return 0 if before is None else len(paragraphs)


def still_changes(live: Content, settled: Content, fields: Mapping[str, str]) -> bool:
    """False where nothing of the suggestion is left."""
    return bool(touched(live, settled, fields))


__all__ = ["ANEW", "BOTH", "LIVE", "MINE", "Dispute", "Place", "dispute", "still_changes"]
