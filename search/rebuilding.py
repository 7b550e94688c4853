"""Building the index from everything there is: for a new machine, or after a change of its shape."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from modelsearch.index import get_indexed_models

from search.index.entries import entries
from search.index.store import Store
from search.index.writer import rebuild

CHUNK: Final = 200


def build(store: Store) -> int:
    """Index every object of every indexed model; how many. Readers keep the old index meanwhile.

    Raises WriterBusy. What changes during the build stays noted (search.updates) and is taken in after it.
    """
    total = 0
    with rebuild(store) as work:
        for chunk in _chunks():
            for entry in entries(chunk):
                work.append(entry)
            work.commit_when_full()
            total += len(chunk)
    return total


def _chunks() -> Iterator[list[Any]]:
    for model in get_indexed_models():
        objects = model.get_indexed_objects().order_by("pk").iterator(chunk_size=CHUNK)
        while chunk := list(islice(objects, CHUNK)):
            yield chunk
