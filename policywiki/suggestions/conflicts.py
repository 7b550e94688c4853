"""Where two people changed the same thing differently: what a page needs to show both. Pure."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, replace
from typing import Any

from .readable import heading_of, html_of, text_of

BOTH_CHANGED = "both_changed"
DELETED_AND_CHANGED = "deleted_and_changed"
BOTH_MOVED = "both_moved"
REASONS = (BOTH_CHANGED, DELETED_AND_CHANGED, BOTH_MOVED)


@dataclass(frozen=True)
class Side:
    """One version of the disputed thing: plain text, and HTML for the door. Both empty if it is not there."""

    present: bool
    text: str
    html: str


@dataclass(frozen=True)
class Overlap:
    """The very words that two people changed differently, as plain text, and what stands around them."""

    base: str
    ours: str
    theirs: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Conflict:
    """One disputed thing. Nothing was guessed; the merged content holds ours (or what is left).

    `base`, `ours`, `theirs` are JSON values, None where the thing is not there: for a paragraph that
    paragraph (or two, where it was split) as rich text, else the value at `path` inside the block, or the whole
    block or field. `ours` and `theirs` hold all that does not overlap, of both sides: whichever is taken, only the
    words of `overlaps` are decided. `overlaps` is empty where a thing was moved, or is gone on one side.
    `path` is e.g. ("text",), ("heading",), ("data", "3", "1"): row and column of the merged table, from 0.
    """

    field: str
    reason: str
    base: Any
    ours: Any
    theirs: Any
    block_id: str | None = None
    block_type: str | None = None
    heading: str = ""
    path: tuple[str, ...] = ()
    paragraph_key: str | None = None
    overlaps: tuple[Overlap, ...] = ()

    def side(self, name: str) -> Side:
        """The readable form of "base", "ours" or "theirs"."""
        value = {"base": self.base, "ours": self.ours, "theirs": self.theirs}[name]
        return Side(present=value is not None, text=text_of(value), html=html_of(value))

    def as_json(self) -> dict[str, Any]:
        """Everything as JSON, both sides readable, for storing and for a page."""
        sides = {
            name: {"text": side.text, "html": side.html, "present": side.present}
            for name, side in ((name, self.side(name)) for name in ("base", "ours", "theirs"))
        }
        return {
            "field": self.field,
            "reason": self.reason,
            "block_id": self.block_id,
            "block_type": self.block_type,
            "heading": self.heading,
            "path": list(self.path),
            "paragraph_key": self.paragraph_key,
            "overlaps": [dataclasses.asdict(overlap) for overlap in self.overlaps],
            **sides,
        }


@dataclass(frozen=True)
class Where:
    """The place in the content that is being merged; collects the conflicts found below it."""

    field: str
    found: list[Conflict] = dataclasses.field(compare=False, repr=False)
    block_id: str | None = None
    block_type: str | None = None
    heading: str = ""
    path: tuple[str, ...] = ()

    def into(self, *steps: str) -> Where:
        return replace(self, path=(*self.path, *steps))

    def in_block(self, block: Any) -> Where:
        """Inside a block; in a list within it the outer block stays the place and the path goes on."""
        if self.block_id is not None:
            return self.into(str(block.get("id")))
        return replace(
            self, block_id=block.get("id"), block_type=block.get("type"), heading=heading_of(block), path=()
        )

    def disputed(
        self,
        reason: str,
        base: Any,
        ours: Any,
        theirs: Any,
        *,
        paragraph_key: str | None = None,
        overlaps: tuple[Overlap, ...] = (),
    ) -> None:
        """Record one conflict here."""
        self.found.append(
            Conflict(
                field=self.field,
                reason=reason,
                base=base,
                ours=ours,
                theirs=theirs,
                block_id=self.block_id,
                block_type=self.block_type,
                heading=self.heading,
                path=self.path,
                paragraph_key=paragraph_key,
                overlaps=overlaps,
            )
        )
