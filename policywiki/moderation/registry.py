"""The kinds of thing that can wait in the queue. Moderation never imports a kind; a kind registers itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from policywiki.core.verdicts import Verdict

from .models import Case, Decision

PUBLISH, REFUSE = pgettext_lazy("decision", "Publish"), _("Not published")


class Decide(Protocol):
    """What deciding does to the item. Called inside the deciding transaction with the case locked."""

    def __call__(self, *, case: Case, decision: str, actor: Any, now: Any) -> None: ...


@dataclass(frozen=True)
class Facts:
    """What a kind knows about one of its items. `size`: characters added and removed."""

    size: int = 0
    overlaps: bool = False
    topics: Sequence[str] = ()


@dataclass(frozen=True)
class CaseKind:
    """`review(case)` gives the context of `template`, the part of the review page that this kind renders.

    `facts(case)` may be slow: the worker asks it. `may_decide(user, case)` is a further rule of this kind.
    `look_again(case, now)` puts the item back to "being checked" for a second look; without it there is none.
    `edit_url(case)` is where a moderator edits the text before publishing it. `writes`: its author wrote it
    to be published, so the outcome counts for their record. `hours`: the head start of the kind itself.
    `about_votes`: its reasons are those for votes. `done`: what is said after a decision, where "published"
    would be the wrong word.
    `phrase(case, key)`: the words that a button of its part (decision=say:KEY) puts into the message to the
    author, in the language that is active; empty for a key that is none.
    `titles(cases)`: by id what we call items ourselves, in the language that is active; a fixed number of queries.
    """

    name: str
    label: Any
    template: str
    review: Callable[[Case], dict[str, Any]]
    decide: Decide
    decisions: tuple[str, ...] = (Decision.PUBLISH, Decision.NEEDS_MORE, Decision.NOT_PUBLISHED)
    publish_label: Any = PUBLISH
    refuse_label: Any = REFUSE
    done: Mapping[str, Any] = field(default_factory=dict)
    facts: Callable[[Case], Facts] | None = None
    may_decide: Callable[[Any, Case], Verdict] | None = None
    look_again: Callable[..., None] | None = None
    edit_url: Callable[[Case], str] | None = None
    address: Callable[[Case], str] | None = None
    phrase: Callable[[Case, str], str] | None = None
    titles: Callable[[Sequence[Case]], Mapping[int, str]] | None = None
    writes: bool = True
    about_votes: bool = False
    hours: int = 0


class HeadStart(Protocol):
    """Hours that each of these cases (by id) goes ahead in the line. One query for all, not one for each."""

    def __call__(self, cases: Sequence[Case]) -> Mapping[int, float]: ...


FlagCounts = Callable[[int], tuple[int, int]]
"""(upheld, dismissed) of what this person (id) has flagged."""

_kinds: dict[str, CaseKind] = {}
_head_starts: dict[str, tuple[Any, HeadStart]] = {}
_flag_counts: list[FlagCounts] = []


def register(kind: CaseKind) -> None:
    _kinds[kind.name] = kind


def kind_of(case: Case) -> CaseKind:
    """Raises KeyError when no app has registered this kind."""
    return _kinds[case.kind]


def kinds() -> list[CaseKind]:
    return list(_kinds.values())


def register_head_start(name: str, label: Any, source: HeadStart) -> None:
    """Let an app say what should not wait long, such as support: `label` is shown beside the hours."""
    _head_starts[name] = (label, source)


def head_starts() -> dict[str, tuple[Any, HeadStart]]:
    return dict(_head_starts)


def register_flag_counts(counts: FlagCounts) -> None:
    if counts not in _flag_counts:
        _flag_counts.append(counts)


def flags_of(person_id: int) -> tuple[int, int]:
    """(upheld, dismissed) over everything that can be flagged."""
    found = [counts(person_id) for counts in _flag_counts]
    return sum(upheld for upheld, _dismissed in found), sum(dismissed for _upheld, dismissed in found)
