"""The kinds of thing that can wait in the queue. Moderation never imports a kind; a kind registers itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .models import Case, Decision

PUBLISH, REFUSE = pgettext_lazy("decision", "Publish"), _("Not published")


class Decide(Protocol):
    """What deciding does to the item. Called inside the deciding transaction with the case locked."""

    def __call__(self, *, case: Case, decision: str, actor: Any, now: Any) -> None: ...


@dataclass(frozen=True)
class CaseKind:
    """`review(case)` gives the context of `template`, the part of the review page that this kind renders."""

    name: str
    label: Any
    template: str
    review: Callable[[Case], dict[str, Any]]
    decide: Decide
    decisions: tuple[str, ...] = (Decision.PUBLISH, Decision.NEEDS_MORE, Decision.NOT_PUBLISHED)
    publish_label: Any = PUBLISH
    refuse_label: Any = REFUSE


_kinds: dict[str, CaseKind] = {}


def register(kind: CaseKind) -> None:
    _kinds[kind.name] = kind


def kind_of(case: Case) -> CaseKind:
    """Raises KeyError when no app has registered this kind."""
    return _kinds[case.kind]


def kinds() -> list[CaseKind]:
    return list(_kinds.values())
