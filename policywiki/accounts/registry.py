"""Where upper apps say what they know about a person. Accounts never imports them; they register in ready().

Profile sections fill /people/<id>/, my sections fill /me/, exporters fill "my data", erasers run when a
person leaves. Sections stand in the order of `order`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class ProfileSection:
    """A part of a person's public page. `context(person, request)` gives the template's context, paged by
    itself; None leaves the section out. It shows only what everybody may see, whoever asks.
    """

    name: str
    label: Any
    template: str
    context: Callable[[Any, HttpRequest], dict[str, Any] | None]
    order: int = 100


@dataclass(frozen=True)
class MySection:
    """A tab of "My things" at /me/<name>/. `context(user, request)` gives the template's context; lists are
    paged with `accounts.paging.page_of(request, queryset)`, at a constant number of queries.
    """

    name: str
    label: Any
    template: str
    context: Callable[[Any, HttpRequest], dict[str, Any]]
    order: int = 100


@dataclass(frozen=True)
class Exporter:
    """One part of "my data". `rows(user)` yields dicts of JSON values: what this person wrote or did here."""

    name: str
    label: Any
    rows: Callable[[Any], Iterable[dict[str, Any]]]
    order: int = 100


# eraser(person=, now=), inside the erasing transaction, while the person is still themselves.
Eraser = Callable[..., None]

_profile: dict[str, ProfileSection] = {}
_mine: dict[str, MySection] = {}
_exporters: dict[str, Exporter] = {}
_erasers: dict[str, Eraser] = {}


def register(part: ProfileSection | MySection | Exporter) -> None:
    """Registering a name again replaces it."""
    if isinstance(part, ProfileSection):
        _profile[part.name] = part
    elif isinstance(part, MySection):
        _mine[part.name] = part
    else:
        _exporters[part.name] = part


def on_erase(eraser: Eraser) -> Eraser:
    """Register what an app does when a person leaves: take back drafts, forget what follows them."""
    _erasers[f"{eraser.__module__}.{eraser.__qualname__}"] = eraser
    return eraser


def profile_sections() -> list[ProfileSection]:
    return sorted(_profile.values(), key=lambda section: section.order)


def my_sections() -> list[MySection]:
    return sorted(_mine.values(), key=lambda section: section.order)


def exporters() -> list[Exporter]:
    return sorted(_exporters.values(), key=lambda exporter: exporter.order)


def run_erasers(*, person: Any, now: datetime) -> None:
    for eraser in _erasers.values():
        eraser(person=person, now=now)
