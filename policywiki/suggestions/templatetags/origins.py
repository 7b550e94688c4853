"""{% load origins %}: what led to a suggestion or to a version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from policywiki.suggestions import origins

register = template.Library()


@register.simple_tag
def origin_of(suggestion: Any) -> origins.Origin | None:
    """{% origin_of suggestion as origin %}."""
    return origins.origins_of([suggestion.pk]).get(suggestion.pk)


@register.simple_tag
def origins_of_editions(editions: Iterable[Any]) -> dict[int, origins.Origin]:
    """{% origins_of_editions editions as origins %}: once for a list."""
    return origins.origins_of_editions(editions)


@register.filter
def by_edition(found: Mapping[int, origins.Origin], edition: Any) -> origins.Origin | None:
    """{{ origins|by_edition:edition }}."""
    return found.get(edition.pk)
