"""Which sections a change touches. Pure: content in, places out.

A place is the chain of sections around a block, the outermost first and the block's own id last; the empty
chain is the page itself (its title, its topics).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from policywiki.suggestions.touching import touched

Place = tuple[str, ...]
PAGE: Place = ()


def places(blocks: Iterable[Mapping[str, Any]]) -> dict[str, Place]:
    """Block id -> its place. A section holds what follows it, down to the next heading of its rank."""
    found: dict[str, Place] = {}
    open_sections: list[tuple[str, str]] = []  # (rank, id)
    for block in blocks:
        identifier = str(block["id"])
        if block["type"] == "section":
            rank = str(block["value"].get("level") or "2")
            open_sections = [one for one in open_sections if one[0] < rank]
            open_sections.append((rank, identifier))
            found[identifier] = tuple(one for _rank, one in open_sections)
        else:
            found[identifier] = (*(one for _rank, one in open_sections), identifier)
    return found


def places_touched(
    before: Mapping[str, Any], after: Mapping[str, Any], fields: Mapping[str, str]
) -> frozenset[Place]:
    """Every place that differs between two contents; what is no block belongs to the page itself."""
    was, now = places_in(before, fields), places_in(after, fields)
    found: set[Place] = set()
    for name in touched(before, after, fields):
        found |= {where[name] for where in (was, now) if name in where} or {PAGE}
    return frozenset(found)


def places_in(content: Mapping[str, Any], fields: Mapping[str, str]) -> dict[str, Place]:
    """The places of all blocks of a content."""
    found: dict[str, Place] = {}
    for name, kind in fields.items():
        if kind == "blocks":
            found |= places(content.get(name) or [])
    return found
