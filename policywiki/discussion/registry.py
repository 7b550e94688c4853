"""Which pages have a discussion: the app of a page says so, with the rule who may write there and when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from policywiki.core.passages import Passage
from policywiki.core.verdicts import Verdict, no

Rule = Callable[[Any, Page], Verdict]


@dataclass(frozen=True)
class Subject:
    """Something on a page that has a discussion of its own, by number: a suggested change.

    `rule(user, number)`: who may write in it now (hidden: may not even read it). `page(number)`: the page
    that it belongs to, or None. `address(number)`: where its discussion is read. `passages(number)`: its text, in
    which one may quote.
    """

    rule: Callable[[Any, int], Verdict]
    page: Callable[[int], Page | None]
    address: Callable[[int], str]
    passages: Callable[[int], Sequence[Passage]] = lambda number: ()


_subjects: dict[str, Subject] = {}
_rules: dict[type[Page], Rule] = {}
_homes: dict[type[Page], Callable[[Page], str]] = {}
_argued: set[type[Page]] = set()


def open_to_comments(
    model: type[Page],
    rule: Rule,
    *,
    home: Callable[[Page], str] | None = None,
    argued: bool = False,
) -> None:
    """Pages of this model have a discussion; `rule(user, page)` says who may write in it now.

    `home(page)`: where it is read, if not on the page itself. `argued`: it is about a question that arguments
    speak for and against.
    """
    _rules[model] = rule
    if home is not None:
        _homes[model] = home
    if argued:
        _argued.add(model)


def is_argued(page: Page) -> bool:
    """Whether arguments are raised about this page (the specific one)."""
    return type(page) in _argued


def home_of(page: Page) -> str:
    """The address where the discussion of this page (the specific one) is read."""
    return _homes.get(type(page), lambda page: str(page.url))(page)


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
