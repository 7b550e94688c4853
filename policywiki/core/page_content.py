"""Between a Wagtail page and its content as plain JSON (core.content): the only place that knows both."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import ManyToManyField
from wagtail.models import Page

from .content import FieldKind


def content_fields(page: Page | type[Page]) -> dict[str, FieldKind]:
    """The fields that people write, by kind; only these are ever suggested, merged or compared."""
    return page.content_fields


def content_of(page: Page) -> dict[str, Any]:
    """The page's content as JSON: see core.content for the shape."""
    return {name: _read(page, name, kind) for name, kind in content_fields(page).items()}


def apply_content(page: Page, content: dict[str, Any]) -> None:
    """Write content onto the page object (not saved). Fields that content does not name stay as they are."""
    kinds = content_fields(page)
    for name, value in content.items():
        if name in kinds:
            _write(page, name, kinds[name], value)


def _read(page: Page, name: str, kind: FieldKind) -> Any:
    value = getattr(page, name)
    if kind == "blocks":
        return [dict(block) for block in value.raw_data]
    if kind == "set":
        return sorted(value.names()) if hasattr(value, "names") else sorted(item.pk for item in value.all())
    if kind == "date":
        return value.isoformat() if value else None
    if kind == "reference":
        return getattr(page, f"{name}_id")
    return value


def _write(page: Page, name: str, kind: FieldKind, value: Any) -> None:
    if kind == "set":
        _write_set(page, name, value)
    elif kind == "date":
        setattr(page, name, date.fromisoformat(value) if value else None)
    elif kind == "reference":
        setattr(page, f"{name}_id", value)
    elif kind == "blocks":
        setattr(page, name, page._meta.get_field(name).to_python(value))
    else:
        setattr(page, name, value)


def _write_set(page: Page, name: str, value: list[Any]) -> None:
    manager = getattr(page, name)
    if hasattr(manager, "names"):
        manager.set(value)
        return
    field = page._meta.get_field(name)
    assert isinstance(field, ManyToManyField)  # noqa: S101 - a content field of kind "set" is tags or a relation
    manager.set(field.related_model._default_manager.filter(pk__in=value))
