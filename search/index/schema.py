"""How words lie in the Whoosh index.

One document per page (title, summary, its other searchable fields) and one per passage (heading, text).
A posting's weight is its finished BM25 term weight: the average lengths are constants of the schema, so a
weight never depends on what else is in the index, and searching adds weights up without reading lengths.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import whoosh.columns
import whoosh.fields
import whoosh.formats

from search.tokens import Token

SCHEMA_VERSION: Final = 3
"""Raise it when documents of an older index can no longer be read; the index is then built anew."""

SATURATION: Final = 1.2
LENGTH_WEIGHT: Final = 0.5
"""k1 and b of BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009)."""

PART_COUNT: Final = 0.7
"""A word found inside a longer word counts so much of an occurrence."""

LIKE: Final = "like"
"""Traits of all that a proposal says, in its own document (search.similar)."""

OTHER_PREFIX: Final = "x_"
"""Searchable fields other than title and body are indexed as x_<name of the field>."""


class PositionsFormat(whoosh.formats.Format):
    """Positions of a word in a document, as plain 32-bit numbers."""

    def supports(self, name: str) -> bool:
        return name == "positions"

    def fixed_value_size(self) -> int | None:
        return None

    def decode_positions(self, value: bytes) -> array[int]:
        positions = array("I")
        positions.frombytes(value)
        return positions


class WordsField(whoosh.fields.FieldType):
    """A field whose value is a list of tokens of `search.tokens.segment`."""

    def __init__(self, *, average_length: int) -> None:
        super().__init__(format=PositionsFormat(), analyzer=None, scorable=False, stored=False)
        self.average_length = average_length

    def index(self, value: Sequence[Token], **kwargs: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """(word, 1, weight, positions) for each different word of `value`."""
        places: dict[str, array[int]] = {}
        counts: dict[str, float] = {}
        for text, position, _start, _end, part in value:
            if text in places:
                places[text].append(position)
                counts[text] += PART_COUNT if part else 1
            else:
                places[text] = array("I", (position,))
                counts[text] = PART_COUNT if part else 1
        damping = _damping(value[-1].position + 1 if value else 0, self.average_length)
        for text, positions in places.items():
            yield text.encode(), 1, _weight(counts[text], damping), positions.tobytes()


class BagField(whoosh.fields.FieldType):
    """A field whose value is a list of traits (search.traits): what is in a text and how often, not where."""

    def __init__(self, *, average_length: int) -> None:
        super().__init__(format=whoosh.formats.Existence(), analyzer=None, scorable=False, stored=False)
        self.average_length = average_length

    def index(self, value: Sequence[str], **kwargs: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """(trait, 1, weight, nothing) for each different trait of `value`."""
        damping = _damping(len(value), self.average_length)
        for text, count in Counter(value).items():
            yield text.encode(), 1, _weight(count, damping), b""


def _damping(length: int, average: int) -> float:
    return SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * length / average)


def _weight(count: float, damping: float) -> float:
    """BM25's share of a word that is there so often; in steps that the codec packs well."""
    return round(32 * count * (SATURATION + 1) / (count + damping)) / 32


class KeyField(whoosh.fields.FieldType):
    """The key of the object a document belongs to; every document of an object carries it."""

    def __init__(self) -> None:
        super().__init__(format=whoosh.formats.Existence(), analyzer=None, scorable=False, stored=False)
        self.column_type = whoosh.columns.RefBytesColumn()

    def index(self, value: str, **kwargs: object) -> Iterable[tuple[bytes, int, float, bytes]]:
        return [(value.encode(), 1, 1.0, b"")]


def build_schema() -> whoosh.fields.Schema:
    """The schema of a new index."""
    schema = whoosh.fields.Schema(
        key=KeyField(),
        title=WordsField(average_length=12),
        heading=WordsField(average_length=6),
        body=WordsField(average_length=120),
        auto=WordsField(average_length=12),
        like=BagField(average_length=120),
        data=whoosh.fields.STORED(),
    )
    schema.add(f"{OTHER_PREFIX}*", WordsField(average_length=60), glob=True)
    return schema
