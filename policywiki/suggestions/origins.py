"""Where a suggestion comes from, if it carries something out: apps above say so here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Origin:
    """A sentence of what led to it, and the page that tells more."""

    text: Any
    url: str


# finder(numbers of suggestions) -> number -> Origin; one or two queries for a whole list.
Finder = Callable[[list[int]], Mapping[int, Origin]]
_finders: list[Finder] = []


def register(finder: Finder) -> None:
    if finder not in _finders:
        _finders.append(finder)


def origins_of(suggestions: Iterable[int]) -> dict[int, Origin]:
    """Number of a suggestion -> where it comes from, for those that come from somewhere."""
    numbers = sorted(set(suggestions))
    return {number: origin for finder in _finders for number, origin in finder(numbers).items() if numbers}


def origins_of_editions(editions: Iterable[Any]) -> dict[int, Origin]:
    """The same by edition: what is published of a suggestion keeps its number (provenance)."""
    told = {edition.pk: edition.provenance for edition in editions if isinstance(edition.provenance, dict)}
    numbers = {pk: one["suggestion"] for pk, one in told.items() if isinstance(one.get("suggestion"), int)}
    found = origins_of(numbers.values()) if numbers else {}
    return {pk: found[number] for pk, number in numbers.items() if number in found}
