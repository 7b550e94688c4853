"""Which pages have a discussion: the app of a page says so, with the rule who may write there and when."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wagtail.models import Page

from policywiki.core.verdicts import Verdict, no

Rule = Callable[[Any, Page], Verdict]
_rules: dict[type[Page], Rule] = {}


def open_to_comments(model: type[Page], rule: Rule) -> None:
    """Pages of this model have a discussion; `rule(user, page)` says who may write in it now."""
    _rules[model] = rule


def rule_of(page: Page) -> Rule:
    """The rule of this page's model; pages of other models have no discussion (404)."""
    return _rules.get(type(page), lambda user, page: no(hidden=True))
