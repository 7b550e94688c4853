"""{% load wiki %}: the body of a knowledge page, live, past or previewed."""

from __future__ import annotations

from typing import Any

from django import template

from policywiki.wiki.models import KnowledgePage
from policywiki.wiki.showing import shown

register = template.Library()


@register.simple_tag
def body_of(page: KnowledgePage) -> dict[str, Any]:
    """{% body_of page as body %}: body.parts in reading order and body.contents. Read once per page object."""
    memo = page.__dict__
    if "shown_body" not in memo:
        memo["shown_body"] = shown(page)
    return memo["shown_body"]
