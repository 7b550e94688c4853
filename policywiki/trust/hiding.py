"""Where words may have to be hidden: apps register the items moderators see, and the stores of their texts.

A page and everything that belongs to it (editions, drafts, suggestions, comments) is one scope: words hidden in
one place are hidden in all of it. What has no page yet is a scope of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from policywiki.core import redaction
from policywiki.moderation.models import Case, CaseEntry

from .models import HiddenPart


@dataclass(frozen=True)
class Scope:
    page_id: int | None = None
    suggestion_id: int | None = None


@dataclass(frozen=True)
class Item:
    """What a moderator looks at. `texts` is any JSON of its strings."""

    kind: str
    pk: int
    title: str
    author: Any
    language: str
    scope: Scope
    texts: Any
    url: str
    case: Any = None


@dataclass(frozen=True)
class ItemKind:
    """`find(pk)` gives the item or None; `of_case(case)` its number where a case is about one.

    `withhold(pk, now)` takes it from view at once, where that can be.
    """

    name: str
    label: Any
    find: Callable[[int], Item | None]
    of_case: Callable[[Any], int | None] = lambda case: None
    withhold: Callable[..., None] | None = None


@dataclass(frozen=True)
class Store:
    """Texts of one kind. `of(scope)` gives objects, `read` their JSON, `write` puts it back and saves.

    `columns` names what it covers, "app.Model.field", for those who ask whether a text was forgotten.
    """

    name: str
    label: Any
    of: Callable[[Scope], Iterable[Any]]
    get: Callable[[int], Any]
    read: Callable[[Any], Any]
    write: Callable[[Any, Any], None]
    columns: tuple[str, ...] = ()


_kinds: dict[str, ItemKind] = {}
_stores: dict[str, Store] = {}


def register(part: ItemKind | Store) -> None:
    """Registering a name again replaces it."""
    if isinstance(part, ItemKind):
        _kinds[part.name] = part
    else:
        _stores[part.name] = part


def item_of(kind: str, pk: int) -> Item | None:
    found = _kinds.get(kind)
    return found.find(pk) if found else None


def item_kinds() -> list[ItemKind]:
    return list(_kinds.values())


def kind_named(name: str) -> ItemKind | None:
    return _kinds.get(name)


def stores() -> list[Store]:
    return list(_stores.values())


def store_named(name: str) -> Store:
    return _stores[name]


def keep_hidden(value: Any, *, page_id: int | None) -> Any:
    """The same text without what is hidden on this page: nobody writes it back. One query."""
    if page_id is None:
        return value
    for part in (
        HiddenPart.objects.in_force().filter(page_id=page_id, forgotten_at__isnull=True).order_by("pk")
    ):
        value = redaction.hide(value, part.words, part.placeholder)
    return value


def field_store(
    name: str, label: Any, model: Any, fields: tuple[str, ...], of: Callable[[Scope], Any]
) -> Store:
    """A store of some fields of one model, text or JSON."""

    def read(row: Any) -> dict[str, Any]:
        return {field: getattr(row, field) for field in fields}

    def write(row: Any, value: dict[str, Any]) -> None:
        # Not save(): versions and editions refuse it, and nothing but these words changes.
        # The note may be longer than the words: PostgreSQL refuses what does not fit.
        longest = {field: getattr(model._meta.get_field(field), "max_length", None) for field in value}
        fitting = {
            field: text[: longest[field]] if isinstance(text, str) and longest[field] else text
            for field, text in value.items()
        }
        model.objects.filter(pk=row.pk).update(**fitting)

    columns = tuple(f"{model._meta.label}.{field}" for field in fields)
    return Store(name, label, of, lambda pk: model.objects.filter(pk=pk).first(), read, write, columns)


def _cases(scope: Scope) -> Any:
    if scope.page_id is not None:
        return Case.objects.filter(page_id=scope.page_id)
    return Case.objects.filter(suggestion=scope.suggestion_id)


def _told(scope: Scope) -> Any:
    """What others than moderators may read of a case's history; notes inside the house are for moderators."""
    return CaseEntry.objects.filter(case__in=_cases(scope), inside=False)


register(field_store("case", "", Case, ("title", "note", "second_look_why"), _cases))
register(field_store("case_entry", _("messages about it"), CaseEntry, ("note",), _told))
