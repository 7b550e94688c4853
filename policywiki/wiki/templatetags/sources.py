"""{% load sources %}: what is known of the citations of a text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def of_block(sources: Mapping[str, Any] | None, block: str) -> Any:
    """{{ sources|of_block:block.id }}: the Citation of this block, or nothing."""
    return sources.get(block) if sources else None
