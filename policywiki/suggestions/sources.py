"""Pages that a text being written may cite. Who knows them lies above and registers: this app knows no kind of page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from wagtail.models import Page

MOST_CITED = 50
"""So many pages, each at its version, one text may cite: looking one up reads the whole of it."""


class Source(Protocol):
    """A page that is cited, at its version; `choices` are (anchor, name) of what one can cite of it.

    `latest` is the version that readers see now.
    """

    @property
    def page(self) -> Any: ...

    @property
    def edition(self) -> Any: ...

    @property
    def latest(self) -> Any: ...

    def choices(self) -> list[tuple[str, str]]: ...


@dataclass(frozen=True)
class Library:
    """`find(words)`: a few pages; `source_of(page, edition)`: the source that two numbers mean, or None;
    `recognised(url)`: page, edition and anchor of an address of this site, or None; `renewed(page, edition, anchor)`:
    page, edition and anchor of the same place as it is now, or None where it is gone."""

    find: Callable[[str], Sequence[Page]]
    source_of: Callable[[Any, Any], Source | None]
    recognised: Callable[[str], dict[str, str] | None]
    renewed: Callable[[Any, Any, str], dict[str, str] | None]


_libraries: list[Library] = []


def register(library: Library) -> None:
    _libraries[:] = [library]


def find(words: str) -> list[Page]:
    return [page for library in _libraries for page in library.find(words)]


def source_of(page: Any, edition: Any) -> Source | None:
    return next((library.source_of(page, edition) for library in _libraries), None)


def recognised(url: str) -> dict[str, str] | None:
    return next((library.recognised(url) for library in _libraries), None)


def renewed(page: Any, edition: Any, anchor: str) -> dict[str, str] | None:
    return next((library.renewed(page, edition, anchor) for library in _libraries), None)


@dataclass
class LookedUp:
    """What one form asks of pages that are cited: each page at its version once, and of MOST_CITED at most."""

    found: dict[tuple[str, str], tuple[Source, list[tuple[str, str]]] | None] = field(default_factory=dict)

    def source_of(self, page: Any, edition: Any) -> Source | None:
        entry = self._entry(page, edition)
        return entry[0] if entry is not None else None

    def choices(self, page: Any, edition: Any) -> list[tuple[str, str]]:
        entry = self._entry(page, edition)
        return list(entry[1]) if entry is not None else []

    def _entry(self, page: Any, edition: Any) -> tuple[Source, list[tuple[str, str]]] | None:
        key = (str(page or ""), str(edition or ""))
        if not key[0] or (key not in self.found and len(self.found) >= MOST_CITED):
            return None
        if key not in self.found:
            source = source_of(page, edition)
            self.found[key] = (source, source.choices()) if source is not None else None
        return self.found[key]
