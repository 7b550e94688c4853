"""{% load trust %}: what moderators can do for people's safety, beside any text."""

from __future__ import annotations

from typing import Any

from django import template

from policywiki.moderation.models import Case
from policywiki.moderation.permissions import may_see_queue
from policywiki.trust.actions.count import usual_seconds
from policywiki.trust.hiding import item_kinds
from policywiki.trust.sayings import usual_text

register = template.Library()


@register.simple_tag
def usual_wait() -> str:
    """ "Usually looked at within 2 days."; nothing where too few were decided to say. From the cache."""
    return usual_text(usual_seconds())


@register.inclusion_tag("trust/links.html", takes_context=True)
def safety_links(context: dict[str, Any], kind: str, pk: int) -> dict[str, Any]:
    """Hide personal data, threat to life; nothing for anybody but moderators."""
    return {"shown": bool(may_see_queue(context["request"].user)), "kind": kind, "pk": pk}


@register.inclusion_tag("trust/person_links.html", takes_context=True)
def person_links(context: dict[str, Any], person: Any) -> dict[str, Any]:
    """Not to write for a while; for moderators, on the page of somebody else."""
    user = context["request"].user
    return {"shown": bool(may_see_queue(user)) and person.pk != user.pk, "person": person}


@register.inclusion_tag("trust/links.html", takes_context=True)
def safety_links_of(context: dict[str, Any], case: Case) -> dict[str, Any]:
    """The same for what this case is about; nothing for cases without a text of somebody's."""
    for kind in item_kinds():
        pk = kind.of_case(case)
        if pk is not None:
            return safety_links(context, kind.name, pk)
    return {"shown": False}
