"""Showing "my data" as it is, its names in the reader's language: {% load own_data %}."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.utils.translation import pgettext_lazy

register = template.Library()

# The JSON keeps the short English names; people read these. Apps may use others: shown with spaces.
WORDS = {
    "about": pgettext_lazy("my data", "about me"),
    "added_at": pgettext_lazy("my data", "added"),
    "answer_to": pgettext_lazy("my data", "answer to comment"),
    "argument": pgettext_lazy("my data", "argument"),
    "begun_at": pgettext_lazy("my data", "begun"),
    "browser": pgettext_lazy("my data", "browser"),
    "cast_at": pgettext_lazy("my data", "cast"),
    "choice": pgettext_lazy("my data", "choice"),
    "comment": pgettext_lazy("my data", "comment"),
    "confirmed": pgettext_lazy("my data", "confirmed"),
    "district": pgettext_lazy("my data", "district"),
    "draft": pgettext_lazy("my data", "draft"),
    "draft_summary": pgettext_lazy("my data", "summary of the draft"),
    "email": pgettext_lazy("my data", "e-mail address"),
    "given_at": pgettext_lazy("my data", "given"),
    "has_password": pgettext_lazy("my data", "has a password"),
    "kind": pgettext_lazy("my data", "kind"),
    "language": pgettext_lazy("my data", "language"),
    "last_seen_at": pgettext_lazy("my data", "last seen"),
    "last_signed_in": pgettext_lazy("my data", "last signed in"),
    "last_used_at": pgettext_lazy("my data", "last used"),
    "main": pgettext_lazy("my data", "main address"),
    "member_since": pgettext_lazy("my data", "member since"),
    "message": pgettext_lazy("my data", "message to you"),
    "network_address": pgettext_lazy("my data", "network address"),
    "number": pgettext_lazy("my data", "number"),
    "page": pgettext_lazy("my data", "page"),
    "quoted": pgettext_lazy("my data", "quoted words"),
    "said_before": pgettext_lazy("my data", "what it said before"),
    "proposal": pgettext_lazy("my data", "proposal"),
    "public_name": pgettext_lazy("my data", "public name"),
    "published_at": pgettext_lazy("my data", "published"),
    "reason": pgettext_lazy("my data", "reason"),
    "role": pgettext_lazy("my data", "role"),
    "roles": pgettext_lazy("my data", "roles"),
    "sent_at": pgettext_lazy("my data", "sent"),
    "set_aside": pgettext_lazy("my data", "set aside"),
    "signed_in_at": pgettext_lazy("my data", "signed in"),
    "stance": pgettext_lazy("my data", "for or against"),
    "state": pgettext_lazy("my data", "state"),
    "summary": pgettext_lazy("my data", "what changed"),
    "text": pgettext_lazy("my data", "text"),
    "title": pgettext_lazy("my data", "title"),
    "version": pgettext_lazy("my data", "version"),
    "versions": pgettext_lazy("my data", "versions"),
    "why": pgettext_lazy("my data", "what is wrong with it"),
    "written_at": pgettext_lazy("my data", "written"),
}


@register.filter
def name_in_words(name: str) -> Any:
    return WORDS.get(name, name.replace("_", " "))


@register.filter
def is_nested(value: Any) -> bool:
    return isinstance(value, dict | list)


@register.filter
def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
