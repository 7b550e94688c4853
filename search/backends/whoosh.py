"""Whoosh behind the search contract of Wagtail (modelsearch): named in WAGTAILSEARCH_BACKENDS.

Searching happens here, in whichever process asks; writing never does. `add` and `delete` only note the
object (search.updates), and the worker takes it into the index; `wagtail_update_index` builds the index
anew beside the old one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self

from django.db.models import Model
from modelsearch.backends.base import BaseIndex, BaseSearchBackend

from search import updates
from search.backends.compiling import AutocompleteCompiler, QueryCompiler
from search.backends.results import SearchResults
from search.index.entries import entries
from search.index.store import Store
from search.index.view import View, window
from search.index.writer import Batch, rebuild


class WhooshIndex(BaseIndex):
    """The one index of a store, as the contract sees it. Inside a rebuild, items go straight into it."""

    def __init__(self, backend: WhooshBackend, work: Batch | None = None) -> None:
        super().__init__(backend)
        self._work = work

    def __str__(self) -> str:
        return str(self.backend.store.root)

    def add_items(self, model: type[Model], items: Iterable[Any]) -> None:
        """Take in, or outside a rebuild note, these objects."""
        if self._work is None:
            for item in items:
                updates.note_changed(item)
            return
        for entry in entries(items):
            self._work.append(entry)
            self._work.commit_when_full()

    def delete_item(self, item: Model) -> None:
        """Note that the object is gone."""
        updates.note_gone(item)

    def reset(self) -> None:
        """Begin with an empty index."""
        with rebuild(self.backend.store):
            pass


class Rebuilder:
    """Builds the index anew; readers keep the old one until `finish`."""

    def __init__(self, index: WhooshIndex) -> None:
        self._backend = index.backend
        self._open = contextlib.ExitStack()

    def start(self) -> WhooshIndex:
        """Take the writer's lock and begin. Raises WriterBusy."""
        work = self._open.enter_context(rebuild(self._backend.store))
        return WhooshIndex(self._backend, work)

    def finish(self) -> None:
        """Put the new index in the place of the old one."""
        self._open.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: Any) -> None:
        self._open.__exit__(*error)


class WhooshBackend(BaseSearchBackend):
    """The embedded engine. Its one option, PATH, is the folder of the index."""

    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = AutocompleteCompiler
    index_class = WhooshIndex
    results_class = SearchResults
    rebuilder_class = Rebuilder

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.store = Store(Path(params["PATH"]))

    @property
    def view(self) -> View:
        """The index as last committed."""
        return window(self.store).view()


SearchBackend = WhooshBackend
