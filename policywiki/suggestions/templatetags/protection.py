"""{% load protection %}: what guards a section."""

from __future__ import annotations

from django import template

from policywiki.suggestions.protection.models import Protection
from policywiki.suggestions.protection.rulings import Guards

register = template.Library()


@register.simple_tag
def guard_of(guards: Guards | str | None, block_id: str | None) -> Protection | None:
    """{% guard_of guards part.id as guard %}: the row set on that section itself, or None."""
    return guards.sections.get(str(block_id)) if isinstance(guards, Guards) else None
