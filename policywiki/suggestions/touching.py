"""Which places of a page a suggestion touches, and whether two say the same. Pure: JSON in, no Django."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from typing import Any

from .differences import SAME, Diff

GIST = 4000
ALIKE = 0.9
"""Two gists are alike from this ratio on (reference wiki.md 4.9)."""

_DIGITS = re.compile(r"\d+")


def touched(before: Mapping[str, Any], after: Mapping[str, Any], fields: Mapping[str, str]) -> list[str]:
    """Ids of the blocks that were changed, added, removed or moved, and names of other fields that differ."""
    found: list[str] = []
    for name, kind in fields.items():
        old, new = before.get(name), after.get(name)
        if kind == "blocks":
            found += _touched_blocks(old or [], new or [])
        elif old != new and (old or new):
            found.append(name)
    return found


def _touched_blocks(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[str]:
    was = {str(block["id"]): block for block in old}
    now = {str(block["id"]): block for block in new}
    changed = {name for name in was.keys() | now.keys() if was.get(name) != now.get(name)}
    left, stayed = [name for name in was if name in now], [name for name in now if name in was]
    if left != stayed:
        changed |= _moved(left, stayed)
    return [*(name for name in now if name in changed), *(name for name in was if name not in now)]


def _moved(old: list[str], new: list[str]) -> set[str]:
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return {name for code, a1, a2, _b1, _b2 in steps if code != "equal" for name in old[a1:a2]}


def gist(diff: Diff) -> str:
    """What a change takes away and adds, without what stays: a line each, "-" and "+" before the words."""
    lines = []
    for row in diff.rows:
        if row.kind == "folded":
            continue
        lines += [f"{'+' if op == 'ins' else '-'}{text.strip()}" for op, text in row.segments if op != SAME]
        lines += [f"*{note.code} {note.text} {note.new}" for note in row.notes]
        if row.kind == "moved":
            lines.append(f"*moved {row.label}")
    return "\n".join(lines)[:GIST]


def alike(one: str, other: str) -> bool:
    """Nearly the same words with exactly the same numbers: 30 metres is not 50 metres."""
    if not one or not other or _DIGITS.findall(one) != _DIGITS.findall(other):
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def meet(one: Iterable[str], other: Iterable[str]) -> bool:
    """True where both touch the same place."""
    return not set(one).isdisjoint(other)
