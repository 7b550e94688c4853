"""What one may suggest. This app never imports wiki or proposals; they register their targets here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from policywiki.core.content import FieldKind
from policywiki.core.verdicts import YES, Verdict


@dataclass(frozen=True)
class Target:
    """A kind of suggestion: "new_page", "new_proposal"; or "change" for one page model.

    `create(suggestion, content, reviewer, now)` makes the page of a new_… kind (unsaved revision, not yet
    public) under `suggestion.under` and returns it. `check(content)` raises ValidationError for what is
    incomplete, in the author's words; `check_sent(suggestion, content, now)` likewise or Refused, for what only
    the suggestion tells: whether its call is open. `after(page, suggestion, now)` does what a first publication begins.
    `may_change(user, page)` is a further rule of a "change": a proposal's text is fixed after a while.
    `asks_owners(author, page)`: the text belongs to somebody; a moderator's yes puts this author's change
    before them (`put_before_owners(suggestion, now)`) and does not publish it. `panel(suggestion, user)` gives
    (template, context) of what they add to the suggestion's page, `story(suggestion)` lines of its timeline.
    """

    kind: str
    label: Any
    model: type[Page]
    create: Callable[..., Page] | None = None
    check: Callable[[Mapping[str, Any]], None] | None = None
    check_sent: Callable[..., None] | None = None
    after: Callable[..., None] | None = None
    edit_url: Callable[[Any], str] | None = None
    # What a draft written in a form of its own (edit_url) means now. Raises WrongStage where it means nothing yet.
    drafted: Callable[[Any], dict[str, Any]] | None = None
    # Where the author of a draft goes on after adding photos; by default to the suggestion's own page.
    photos_back: Callable[[Any], str] | None = None
    # (template, context) that shows this content as the public page will: for previews.
    preview: Callable[[Mapping[str, Any]], tuple[str, dict[str, Any]]] | None = None
    # The page under which a new one goes: the index or the open call.
    parent: Callable[[], Page] | None = None
    fields: Mapping[str, FieldKind] | None = None
    may_change: Callable[[Any, Page], Verdict] | None = None
    asks_owners: Callable[[Any, Page], bool] | None = None
    put_before_owners: Callable[..., Any] | None = None
    panel: Callable[[Any, Any], tuple[str, dict[str, Any]] | None] | None = None
    story: Callable[[Any], list[Any]] | None = None
    # (template, context) of what a moderator should know beside this content; words for KEY (CaseKind.phrase).
    beside: Callable[[Any, Mapping[str, Any]], tuple[str, dict[str, Any]]] | None = None
    phrase: Callable[[Any, str], str] | None = None

    @property
    def content_fields(self) -> Mapping[str, FieldKind]:
        return self.fields or self.model.content_fields


_new: dict[str, Target] = {}
_changes: dict[type[Page], Target] = {}


def register(target: Target) -> None:
    """Register a new_… kind by its name, a "change" by its page model."""
    if target.kind == "change":
        _changes[target.model] = target
    else:
        _new[target.kind] = target


def target_of(suggestion: Any) -> Target:
    """Raises KeyError where nobody registered this kind or this page's model."""
    if suggestion.kind == "change":
        return change_of(suggestion.page.specific_class)
    return _new[suggestion.kind]


def change_of(model: type[Page]) -> Target:
    return _changes[model]


def may_change(user: Any, page: Page) -> Verdict:
    """What the page's own kind says about changing its text now; yes where it says nothing."""
    target = _changes.get(page.specific_class)
    return target.may_change(user, page.specific) if target is not None and target.may_change else YES


def asks_owners(author: Any, page: Page | None) -> bool:
    """Whether a change by this author lands only once those whose text it is have agreed."""
    if page is None:
        return False
    target = _changes.get(page.specific_class)
    return bool(target is not None and target.asks_owners and target.asks_owners(author, page.specific))


def new_target(kind: str) -> Target:
    return _new[kind]


def changeable() -> tuple[type[Page], ...]:
    """The page models that one may suggest a change to."""
    return tuple(_changes)
