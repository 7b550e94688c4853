"""Where apps say what was sent in the past and what came of it: for dry runs and for people's records."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from heapq import merge
from typing import Any

from .earning import Change, Record
from .holding import Sent

_sendings: dict[str, Callable[[], Iterable[Sent]]] = {}
_changes: list[Callable[[], Iterable[Change]]] = []
_records: list[Callable[[Any], Record]] = []


def register_sendings(kind: str, source: Callable[[], Iterable[Sent]]) -> None:
    """`source()` yields everything of this kind, oldest first."""
    _sendings[kind] = source


def register_changes(source: Callable[[], Iterable[Change]], record: Callable[[Any], Record]) -> None:
    """`source()` yields every decided change to a page, oldest first; `record(person)` is one person's."""
    _changes[:] = [source]
    _records[:] = [record]


def sendings() -> Iterable[Sent]:
    return merge(*(source() for source in _sendings.values()), key=_when)


def changes() -> Iterable[Change]:
    return merge(*(source() for source in _changes), key=_when)


def record_of(person: Any) -> Record:
    return _records[0](person) if _records else Record()


def _when(one: Any) -> datetime:
    moment: datetime = one.at
    return moment
