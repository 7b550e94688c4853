"""The index as this process sees it: opened once, renewed when a writer has committed."""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import whoosh.index

from search.index.segments import Segment
from search.index.store import Store


@dataclass(frozen=True)
class Shard:
    """A segment as of one commit: the same documents, some of them deleted since."""

    segment: Segment
    gone: frozenset[int] = frozenset()
    """Groups of deleted objects."""

    @cached_property
    def groups(self) -> frozenset[int]:
        """Groups that are there."""
        return frozenset(range(len(self.segment.cards))) - self.gone

    @cached_property
    def public(self) -> frozenset[int]:
        """Groups that anybody may read."""
        cards = self.segment.cards
        return frozenset(group for group in self.groups if cards[group].public)


@dataclass(frozen=True)
class View:
    """One state of the whole index."""

    shards: tuple[Shard, ...] = ()
    mark: tuple[str, int] = ("", -1)
    cache: dict[Any, Any] = field(default_factory=dict, compare=False)

    @cached_property
    def size(self) -> int:
        """Documents, deleted ones included: the base of every idf."""
        return sum(shard.segment.size for shard in self.shards)

    @cached_property
    def title_rarity(self) -> Callable[[str], float]:
        """How rare a word is in titles: 条例 or "the" hardly counts, 养犬 does."""
        counts = Counter(
            word for shard in self.shards for g in shard.groups for word in shard.segment.title_words[g]
        )
        titles = sum(len(shard.groups) for shard in self.shards)
        return lambda word: math.log(1 + titles / (1 + counts[word]))


class Window:
    """Gives the newest View of a store; keeps segments read before for as long as they live."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._lock = threading.Lock()
        self._view = View()

    def view(self) -> View:
        """The index as last committed; an empty view where there is none."""
        mark = self._mark()
        if mark == self._view.mark:
            return self._view
        with self._lock:
            if self._mark() != self._view.mark:
                self._view = self._renew()
        return self._view

    def _mark(self) -> tuple[str, int]:
        folder = self.store.current()
        return ("", -1) if folder is None else (folder.name, _generation(folder))

    def _renew(self) -> View:
        for _attempt in range(5):
            try:
                return self._read()
            except (OSError, whoosh.index.EmptyIndexError):
                continue  # a commit took files away between our reading its table and opening them
        return self._read()

    def _read(self) -> View:
        mark = self._mark()
        index = self.store.open()
        if index is None:
            return View(mark=mark)
        known = {shard.segment.id: shard.segment for shard in self._view.shards}
        shards = []
        for reader, _offset in index.reader().leaf_readers():
            if not reader.doc_count_all():
                continue
            segment = known.get(reader.segment().segment_id()) or Segment(reader)
            gone = frozenset(segment.group_of[doc] for doc in reader.segment().deleted_docs())
            shards.append(Shard(segment, gone))
        return View(tuple(shards), mark)


def _generation(folder: Path) -> int:
    """Number of the last commit, from the names of its tables of contents."""
    numbers = (path.stem.rsplit("_", 1)[1] for path in folder.glob("_MAIN_*.toc"))
    return max((int(number) for number in numbers), default=-1)


_windows: dict[str, Window] = {}
_windows_lock = threading.Lock()


def window(store: Store) -> Window:
    """This process's one window on a store."""
    with _windows_lock:
        return _windows.setdefault(str(store.root), Window(store))
