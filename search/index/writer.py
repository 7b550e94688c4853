"""Writing the index: in batches, by one process at a time, never seen half done."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import whoosh.index

from search.index.codec import BulkCodec
from search.index.documents import Entry, documents
from search.index.store import Store

SEGMENT_SIZE: Final = 10_000
"""Documents a rebuild puts into one segment: keeps its memory under 300 MB and needs no merging after."""

SHORT_WAIT: Final = 5.0
MEMORY_MB: Final = 512
CROWDED: Final = 8
"""So many segments of about one size are merged into one."""


class Batch:
    """One commit: objects to add or renew and objects to delete. Use through `batch()` or `rebuild()`."""

    def __init__(self, folder: Path) -> None:
        self._index = whoosh.index.open_dir(str(folder))
        self._writer: Any = None
        self._size = 0
        self._waiting: dict[str, Entry | None] = {}

    def put(self, entry: Entry) -> None:
        """Add the object, in place of what the index or this batch has of it."""
        self._waiting[entry.card.key] = entry

    def delete(self, key: str) -> None:
        """Take the object out of the index, if it is there."""
        self._waiting[key] = None

    def append(self, entry: Entry) -> None:
        """Add an object that the index does not have."""
        writer = self._open()
        for document in documents(entry):
            writer.add_document(**document)
            self._size += 1

    def commit(self) -> None:
        """Make everything so far visible to readers, at once."""
        for key in self._waiting:
            self._open().delete_by_term("key", key)
        for entry in self._waiting.values():
            if entry is not None:
                self.append(entry)
        self._waiting.clear()
        if self._writer is not None:
            self._writer.commit(mergetype=merge_crowded)
            self._writer, self._size = None, 0

    def commit_when_full(self) -> None:
        """Close the segment once it is large; for rebuilds, whose readers still look elsewhere."""
        if self._size >= SEGMENT_SIZE:
            self._writer.commit(merge=False)
            self._writer, self._size = None, 0

    def cancel(self) -> None:
        """Forget what was not committed."""
        self._waiting.clear()
        if self._writer is not None:
            self._writer.cancel()
            self._writer = None

    def _open(self) -> Any:
        if self._writer is None:
            self._writer = self._index.writer(limitmb=MEMORY_MB, codec=BulkCodec())
        return self._writer


@contextlib.contextmanager
def batch(store: Store) -> Iterator[Batch]:
    """Write to the index in use: committed at the end, forgotten on an error. Raises WriterBusy.

    Waits only shortly: a rebuild may hold the lock for minutes, and the worker has other things to do.
    """
    with store.lock(wait=SHORT_WAIT):
        folder = store.current()
        if folder is None:
            folder = store.fresh()
            store.use(folder)
        work = Batch(folder)
        try:
            yield work
        except BaseException:
            work.cancel()
            raise
        work.commit()


@contextlib.contextmanager
def rebuild(store: Store) -> Iterator[Batch]:
    """Write a new index beside the one in use and put it in its place at the end. Raises WriterBusy."""
    with store.lock(), _without_collector():
        folder = store.fresh()
        work = Batch(folder)
        try:
            yield work
        except BaseException:
            work.cancel()
            raise
        work.commit()
        store.use(folder)


@contextlib.contextmanager
def _without_collector() -> Iterator[None]:
    """No garbage collection: a rebuild holds millions of tuples and no cycles, and is a third faster so."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def append_all(store: Store, entries: Iterable[Entry]) -> None:
    """Rebuild the index from these entries alone."""
    with rebuild(store) as work:
        for entry in entries:
            work.append(entry)
            work.commit_when_full()


def merge_crowded(writer: Any, segments: list[Any]) -> list[Any]:
    """Merge policy: segments of about one size (by powers of eight) are merged when they crowd.

    Each document is thereby written again about once per power of eight, and a commit of a few
    documents beside a large index stays a commit of a few documents. A segment mostly of deleted
    documents joins the merge.
    """
    crowds: dict[int, list[Any]] = {}
    for segment in segments:
        crowds.setdefault(_size_class(segment), []).append(segment)
    kept: list[Any] = []
    for crowd in crowds.values():
        wasted = [s for s in crowd if s.deleted_count() * 2 > s.doc_count_all()]
        leaving = crowd if len(crowd) >= CROWDED else wasted
        for segment in leaving:
            _take_over(writer, segment)
        kept += [segment for segment in crowd if segment not in leaving]
    return kept


def _take_over(writer: Any, segment: Any) -> None:
    reader = whoosh.index.FileIndex._reader(  # noqa: SLF001 - as Whoosh's own merge policies do
        writer.storage, writer.schema, [segment], writer.generation
    )
    writer.add_reader(reader)
    reader.close()


def _size_class(segment: Any) -> int:
    size, step = max(segment.doc_count_all() - segment.deleted_count(), 1), 0
    while size >= CROWDED:
        size, step = size // CROWDED, step + 1
    return step
