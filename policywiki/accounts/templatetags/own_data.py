"""Showing "my data" as it is: {% load own_data %}."""

from __future__ import annotations

import json
from typing import Any

from django import template

register = template.Library()


@register.filter
def is_nested(value: Any) -> bool:
    return isinstance(value, dict | list)


@register.filter
def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
