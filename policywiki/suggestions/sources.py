"""Pages that a text being written may cite. Who knows them lies above and registers: this app knows no kind of page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from wagtail.models import Page


class Source(Protocol):
    """A page that is cited, at its version; `choices` are (anchor, name) of what one can cite of it."""

    @property
    def page(self) -> Any: ...

    @property
    def edition(self) -> Any: ...

    def choices(self) -> list[tuple[str, str]]: ...


@dataclass(frozen=True)
class Library:
    """`find(words)`: a few pages; `source_of(page, edition)`: the source that two numbers mean, or None;
    `recognised(url)`: page, edition and anchor of an address of this site, or None."""

    find: Callable[[str], Sequence[Page]]
    source_of: Callable[[Any, Any], Source | None]
    recognised: Callable[[str], dict[str, str] | None]


_libraries: list[Library] = []


def register(library: Library) -> None:
    _libraries[:] = [library]


def find(words: str) -> list[Page]:
    return [page for library in _libraries for page in library.find(words)]


def source_of(page: Any, edition: Any) -> Source | None:
    return next((library.source_of(page, edition) for library in _libraries), None)


def recognised(url: str) -> dict[str, str] | None:
    return next((library.recognised(url) for library in _libraries), None)
