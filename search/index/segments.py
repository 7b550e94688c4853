"""One segment of the index, read into memory as far as queries need it.

A segment's documents never change; only some may be marked deleted by a later commit. What is read from
it (which document belongs to which object, the cards, the postings of words asked for) is therefore kept
for as long as the segment lives, through any number of commits of others.
"""

from __future__ import annotations

import threading
from array import array
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import whoosh.matching
import whoosh.reading

from search.index.codec import read_postings, read_values
from search.index.documents import Card
from search.tokens import finest, segment

KEPT_POSTINGS: Final = 4_000_000
"""Postings of words asked for that one segment keeps at hand (8 bytes each)."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Where one word occurs in one field of one segment, documents ascending."""

    ids: array[int]
    weights: array[float]

    def __len__(self) -> int:
        return len(self.ids)


NOWHERE: Final = Postings(array("I"), array("f"))


class Segment:
    """A Whoosh segment with its objects: `group_of[docnum]` is an index into `cards`."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self._lock = threading.Lock()
        self._postings: OrderedDict[tuple[str, str], Postings] = OrderedDict()
        self._kept = 0
        self.id: str = reader.segment().segment_id()
        self.size: int = reader.doc_count_all()
        self.fields: frozenset[str] = frozenset(reader.indexed_field_names())
        self.group_of, self.first_of = self._groups()
        own = [self.data(doc) for doc in self.first_of]
        self.cards: list[Card] = [Card.from_json(data["card"]) for data in own]
        self.titles: list[str] = [data["title"] for data in own]

    def _groups(self) -> tuple[array[int], array[int]]:
        """Objects in the order of their documents: an object's own document begins its group."""
        column = self._reader.column_reader("key", translate=False)
        groups, firsts = array("I"), array("I")
        last = None
        for docnum in range(self.size):
            key = column[docnum]
            if key != last:
                firsts.append(docnum)
                last = key
            groups.append(len(firsts) - 1)
        return groups, firsts

    @cached_property
    def title_words(self) -> list[frozenset[str]]:
        """The smallest words of each object's title."""
        return [frozenset(token.text for token in finest(segment(title))) for title in self.titles]

    def data(self, docnum: int) -> dict[str, Any]:
        """What was stored with a document, to show it."""
        with self._lock:
            data: dict[str, Any] = self._reader.stored_fields(docnum)["data"]
        return data

    def postings(self, field: str, word: str) -> Postings:
        """Where `word` occurs in `field`; kept, the least lately used ones forgotten first."""
        key = (field, word)
        with self._lock:
            found = self._postings.get(key)
            if found is not None:
                self._postings.move_to_end(key)
                return found
            found = self._read(field, word)
            self._postings[key] = found
            self._kept += len(found) + 50
            while self._kept > KEPT_POSTINGS and len(self._postings) > 1:
                self._kept -= len(self._postings.popitem(last=False)[1]) + 50
        return found

    def _read(self, field: str, word: str) -> Postings:
        matcher = self._matcher(field, word)
        return NOWHERE if matcher is None else Postings(*read_postings(matcher))

    def _matcher(self, field: str, word: str) -> Any:
        if field not in self.fields:
            return None
        try:
            matcher = self._reader.postings(field, word.encode())
        except whoosh.reading.TermNotFound:
            return None
        # Which objects are deleted is a shard's to know: it changes while the segment stays.
        return matcher.child if isinstance(matcher, whoosh.matching.FilterMatcher) else matcher

    def frequency(self, field: str, word: str) -> int:
        """How many documents of the segment have `word` in `field`."""
        return len(self.postings(field, word))

    def positions(self, field: str, word: str, docs: Sequence[int]) -> dict[int, array[int]]:
        """Positions of `word` in those of the ascending `docs` that have it."""
        with self._lock:
            matcher = self._matcher(field, word)
            if matcher is None or not docs:
                return {}
            values = read_values(matcher, list(docs))
        return {doc: array("I", value) for doc, value in values.items()}

    def words(self, field: str, prefix: str) -> list[str]:
        """Words of `field` that begin with `prefix`."""
        if field not in self.fields:
            return []
        with self._lock:
            return [word.decode() for word in self._reader.expand_prefix(field, prefix)]

    def documents(self, group: int) -> range:
        """The documents of one object: its own first, then its passages in reading order."""
        following = self.first_of[group + 1] if group + 1 < len(self.first_of) else self.size
        return range(self.first_of[group], following)

    def close(self) -> None:
        self._reader.close()
