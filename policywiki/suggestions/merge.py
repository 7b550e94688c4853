"""Three-way merge of page content. Pure: JSON in and out, no Django.

Units from large to small: fields; blocks by id; sub-fields; paragraphs by key, else by likeness; columns, rows
and cells; words. What both sides changed differently is a conflict and nothing is guessed; what both changed
alike is not.

`python -m policywiki.suggestions.merge BASE OURS THEIRS` merges three text files (merge_files.py).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .conflicts import BOTH_CHANGED, BOTH_MOVED, DELETED_AND_CHANGED, Conflict, Where
from .merge_files import main
from .merge_rich import merge_plain, merge_rich
from .merge_table import merge_rows, mergeable
from .paragraphs import Paragraph, join, rich
from .readable import CODES
from .sequences import merge_keyed, same_insertions
from .words import by_value

__all__ = ["Conflict", "MergeResult", "merge"]

Content = Mapping[str, Any]
Block = dict[str, Any]
_ABSENT: Any = object()


@dataclass(frozen=True)
class MergeResult:
    """`content` is valid as it stands; where there is a conflict it holds ours, or the side that is left."""

    content: dict[str, Any]
    conflicts: list[Conflict]

    @property
    def clean(self) -> bool:
        return not self.conflicts


def merge(base: Content, ours: Content, theirs: Content, fields: Mapping[str, str]) -> MergeResult:
    """Merge what `theirs` changed since `base` into `ours` (the live text).

    `fields` names the fields and their kinds: "set", "blocks", "text", any other is merged by value; fields it
    does not name are left out. Values must be normalised (core.blocks.normalise). Raises ValueError if a block has
    no id or shares it.
    """
    found: list[Conflict] = []
    content: dict[str, Any] = {}
    for name, kind in fields.items():
        three = [version.get(name, _ABSENT) for version in (base, ours, theirs)]
        merged = _merge_field(Where(name, found), kind, *three)
        if merged is not _ABSENT:
            content[name] = merged
    return MergeResult(content, found)


def _merge_field(where: Where, kind: str, base: Any, ours: Any, theirs: Any) -> Any:
    decided = _decided(base, ours, theirs)
    if decided is not None:
        return decided[0]
    lists = [[] if version is _ABSENT or version is None else version for version in (base, ours, theirs)]
    if kind == "set":
        return merge_set(*lists)
    if kind == "blocks":
        return merge_blocks(where, *lists)
    if kind == "text" and isinstance(ours, str) and isinstance(theirs, str):
        return merge_plain(where, base if isinstance(base, str) else "", ours, theirs)
    where.disputed(
        BOTH_CHANGED, *(None if version is _ABSENT else version for version in (base, ours, theirs))
    )
    return ours


def merge_set(base: Iterable[Any], ours: Iterable[Any], theirs: Iterable[Any]) -> list[Any]:
    """What both have or one added, without what one took out; sorted."""
    was, here, there = set(base), set(ours), set(theirs)
    return sorted((here & there) | (here - was) | (there - was))


def merge_blocks(where: Where, base: list[Block], ours: list[Block], theirs: list[Block]) -> list[Block]:
    """Merge StreamField blocks by id; order by a three-way merge of the ids."""
    in_base, in_ours, in_theirs = (_by_id(blocks) for blocks in (base, ours, theirs))
    one = same_insertions(list(in_base), _new(in_base, in_ours), _new(in_base, in_theirs))
    in_theirs = {one.get(name, name): block for name, block in in_theirs.items()}

    def settle(name: str, base: Block | None, ours: Block | None, theirs: Block | None) -> Block:
        return _merge_block(where, base, ours, theirs)

    merged = merge_keyed(
        in_base, in_ours, in_theirs, same=lambda a, b: _content(a) == _content(b), settle=settle
    )
    for name, _block in merged.items:
        if name in merged.apart:
            where.in_block(in_ours[name]).disputed(BOTH_MOVED, in_base[name], in_ours[name], in_theirs[name])
    return [block for _name, block in merged.items]


def _merge_block(where: Where, base: Block | None, ours: Block | None, theirs: Block | None) -> Block:
    left = ours or theirs
    assert left is not None  # noqa: S101 - merge_keyed asks only about what at least one side has
    here = where.in_block(left)
    if ours is None or theirs is None:
        here.disputed(DELETED_AND_CHANGED, base, ours, theirs)
        return left
    kinds = {block.get("type") for block in (base, ours, theirs) if block is not None}
    if len(kinds) == 1:
        before = _ABSENT if base is None else base.get("value")
        return {**ours, "value": merge_value(here, before, ours.get("value"), theirs.get("value"))}
    decided = _decided(base, ours, theirs)
    if decided is not None:
        return dict(decided[0])
    here.disputed(BOTH_CHANGED, base, ours, theirs)
    return ours


def merge_value(where: Where, base: Any, ours: Any, theirs: Any) -> Any:
    """Merge a block's value or a part of it, going down as far as its shape allows."""
    decided = _decided(base, ours, theirs)
    if decided is not None:
        return decided[0]
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return _merge_parts(where, base if isinstance(base, dict) else {}, ours, theirs)
    texts = _rich_texts(base, ours, theirs)
    if texts is not None:
        return join(merge_rich(where, *texts))
    if isinstance(ours, str) and isinstance(theirs, str) and where.path and where.path[-1] not in CODES:
        return merge_plain(where, base if isinstance(base, str) else "", ours, theirs)
    if all(version is _ABSENT or _are_blocks(version) for version in (base, ours, theirs)):
        return merge_blocks(where, [] if base is _ABSENT else base, ours, theirs)
    where.disputed(
        BOTH_CHANGED, *(None if version is _ABSENT else version for version in (base, ours, theirs))
    )
    return ours


def _merge_parts(where: Where, base: Block, ours: Block, theirs: Block) -> Block:
    by_row = mergeable(base, ours, theirs)
    merged: Block = {}
    for name in [*ours, *(name for name in theirs if name not in ours)]:
        three = [part.get(name, _ABSENT) for part in (base, ours, theirs)]
        if name == "data" and by_row and _decided(*three) is None:
            merged[name] = merge_rows(where.into(name), *three)
            continue
        part = merge_value(where.into(name), *three)
        if part is not _ABSENT:
            merged[name] = part
    return merged


def _decided(base: Any, ours: Any, theirs: Any) -> tuple[Any] | None:
    """By value, in a tuple because None is a value too; None if both changed it differently."""
    return by_value((base,), (ours,), (theirs,))


def _rich_texts(base: Any, ours: Any, theirs: Any) -> list[list[Paragraph]] | None:
    """The paragraphs of rich text on all sides, "" (or no base) counted in; plain text goes by value."""
    if not isinstance(ours, str) or not isinstance(theirs, str):
        return None
    texts = [[] if text in (_ABSENT, None, "") else rich(text) for text in (base, ours, theirs)]
    found = [text for text in texts if text is not None]
    return found if len(found) == 3 else None


def _are_blocks(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(item, dict) and "id" in item and "type" in item and "value" in item for item in value
    )


def _by_id(blocks: list[Block]) -> dict[str, Block]:
    named = {str(block["id"]): block for block in blocks if block.get("id")}
    if len(named) != len(blocks):
        raise ValueError("blocks without an id or with a shared one; normalise() first")
    return named


def _content(block: Block) -> tuple[Any, Any]:
    return block.get("type"), block.get("value")


def _new(base: Mapping[str, Block], side: Mapping[str, Block]) -> list[tuple[str, str]]:
    """(id, content) of a side's blocks; only the content of new ones is ever looked at."""
    return [
        (name, "" if name in base else json.dumps(_content(b), sort_keys=True)) for name, b in side.items()
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
