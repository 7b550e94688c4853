"""{% load trust %}: what moderators can do for people's safety, beside any text."""

from __future__ import annotations

from typing import Any

from django import template

from policywiki.moderation.models import Case
from policywiki.moderation.permissions import may_see_queue
from policywiki.trust.hiding import item_kinds

register = template.Library()


@register.inclusion_tag("trust/links.html", takes_context=True)
def safety_links(context: dict[str, Any], kind: str, pk: int) -> dict[str, Any]:
    """Hide personal data, threat to life; nothing for anybody but moderators."""
    return {"shown": bool(may_see_queue(context["request"].user)), "kind": kind, "pk": pk}


@register.inclusion_tag("trust/links.html", takes_context=True)
def safety_links_of(context: dict[str, Any], case: Case) -> dict[str, Any]:
    """The same for what this case is about; nothing for cases without a text of somebody's."""
    for kind in item_kinds():
        pk = kind.of_case(case)
        if pk is not None:
            return safety_links(context, kind.name, pk)
    return {"shown": False}
