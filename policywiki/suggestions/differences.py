"""What a comparison of two versions says: rows in reading order, and counts for its opening sentence. Pure.

Everything here is codes and texts; the words around them belong to the page that shows them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, NamedTuple

SAME, INS, DEL = "same", "ins", "del"

COUNTS = (
    "reworded",  # sentences: of paragraphs, headings, plain text
    "added",  # paragraphs
    "removed",
    "moved",
    "part_added",  # sections, tables, figures, citations, callouts
    "part_removed",
    "part_moved",
    "row_added",
    "row_removed",
    "row_moved",
    "cell_changed",
    "link_changed",
    "link_added",
    "link_removed",
    "image_changed",
    "format_changed",  # bold, italic; paragraph, heading, point of a list
    "level_changed",  # of a heading
    "value_changed",  # a date, a choice, a switch
    "item_added",  # a tag, a related page
    "item_removed",
)
"""The codes of `Diff.counts`, in the order in which a sentence names them."""


class Segment(NamedTuple):
    """A run of text that is the same, inserted or deleted."""

    op: str
    text: str


class Note(NamedTuple):
    """A change that words do not show. `code` is one of COUNTS; `text`: what it happened to.

    `old` and `new` are, for links, targets (a URL or "page:12"); for formats "bold", "italic", "bold italic",
    "" or tags ("p", "h3", "h4", "ul", "ol"); for "moved" the heading that it stood after.
    """

    code: str
    text: str
    old: str
    new: str


@dataclass(frozen=True)
class Row:
    """One line of a comparison.

    `kind` is "added", "removed", "changed", "moved" or "folded" (`count` unchanged lines, a segment each).
    `unit` is what it is about: "p", "h3", "h4", "li", "line" (of plain text), "heading", "part", "row",
    "value", "item".
    `label` is the heading of the part it is in; `path` is the place inside the part, e.g. ("text",).
    `whole` means that the old text is shown whole and then the new one.
    """

    field: str
    kind: str
    unit: str = "line"
    segments: tuple[Segment, ...] = ()
    notes: tuple[Note, ...] = ()
    block_id: str | None = None
    block_type: str | None = None
    label: str = ""
    path: tuple[str, ...] = ()
    paragraph_key: str | None = None
    moved: bool = False
    whole: bool = False
    count: int = 1

    @property
    def old(self) -> tuple[Segment, ...]:
        """The row as it was; empty if it is new."""
        return (
            tuple(segment for segment in self.segments if segment.op != INS) if self.kind != "added" else ()
        )

    @property
    def new(self) -> tuple[Segment, ...]:
        """The row as it will be; empty if it is gone."""
        return (
            tuple(segment for segment in self.segments if segment.op != DEL) if self.kind != "removed" else ()
        )

    def as_json(self) -> dict[str, Any]:
        values = dict(self.__dict__)
        values["segments"] = [list(segment) for segment in self.segments]
        values["notes"] = [note._asdict() for note in self.notes]
        values["path"] = list(self.path)
        return values


@dataclass(frozen=True)
class Diff:
    """`counts` holds only what occurs; `rows` are in reading order, unchanged runs folded."""

    counts: dict[str, int]
    rows: tuple[Row, ...]

    @property
    def changed(self) -> bool:
        return any(row.kind != "folded" for row in self.rows)

    def as_json(self) -> dict[str, Any]:
        return {"counts": self.counts, "rows": [row.as_json() for row in self.rows]}


@dataclass(frozen=True)
class Place:
    """Where in the content the comparison is, for the rows it writes."""

    field: str
    block_id: str | None = None
    block_type: str | None = None
    label: str = ""
    path: tuple[str, ...] = ()


@dataclass
class Sheet:
    """Rows and counts as they are found; folds what is unchanged.

    `one_sided`: for a part that came or went as a whole, where codes and switches are not worth a row.
    """

    one_sided: bool = False
    counts: Counter[str] = field(default_factory=Counter)
    rows: list[Row] = field(default_factory=list)

    def write(self, place: Place, kind: str, **values: Any) -> None:
        """Add a row; its notes are counted, what else it counts as is the caller's to say."""
        row = Row(
            field=place.field,
            kind=kind,
            block_id=place.block_id,
            block_type=place.block_type,
            label=place.label,
            path=place.path,
            **values,
        )
        self.counts.update(note.code for note in row.notes if note.code != "moved")
        self.rows.append(row)

    def fold(self, place: Place, lines: list[str]) -> None:
        """Unchanged lines; a run of them is one row, also where it goes on into the next field."""
        same = tuple(Segment(SAME, line) for line in lines if line)
        if not same:
            return
        last = self.rows[-1] if self.rows else None
        if last is not None and last.kind == "folded":
            same = last.segments + same
            self.rows.pop()
        self.rows.append(Row(field=place.field, kind="folded", segments=same, count=len(same)))

    def finish(self) -> Diff:
        return Diff({code: self.counts[code] for code in COUNTS if self.counts[code]}, tuple(self.rows))
