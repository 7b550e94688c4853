"""{% load votes %}: codes as people read them aloud."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def in_fours(code: str) -> str:
    """ "8f3a1b2c" -> "8f3a 1b2c"."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))
