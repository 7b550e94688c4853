"""Which pages have a discussion: the app of a page says so, with the rule who may write there and when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from policywiki.core.verdicts import Verdict, no

Rule = Callable[[Any, Page], Verdict]


@dataclass(frozen=True)
class Subject:
    """Something on a page that has a discussion of its own, by number: a suggested change.

    `rule(user, number)`: who may write in it now (hidden: may not even read it). `page(number)`: the page
    that it belongs to, or None. `address(number)`: where its discussion is read.
    """

    rule: Callable[[Any, int], Verdict]
    page: Callable[[int], Page | None]
    address: Callable[[int], str]


_subjects: dict[str, Subject] = {}
_rules: dict[type[Page], Rule] = {}


def open_to_comments(model: type[Page], rule: Rule) -> None:
    """Pages of this model have a discussion; `rule(user, page)` says who may write in it now."""
    _rules[model] = rule


def rule_of(page: Page) -> Rule:
    """The rule of this page's model; pages of other models have no discussion (404)."""
    return _rules.get(type(page), lambda user, page: no(hidden=True))


def open_subject(kind: str, subject: Subject) -> None:
    """Comments may be about this kind of thing: their `subject` is "kind:number"."""
    _subjects[kind] = subject


def subject_of(name: str) -> tuple[Subject, int] | None:
    """("suggestion:41") -> (its Subject, 41); None for what no app has opened."""
    kind, _colon, number = name.partition(":")
    return (_subjects[kind], int(number)) if kind in _subjects and number.isdecimal() else None
