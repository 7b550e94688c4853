"""How far an adopted proposal has come on the pages that it changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from policywiki.editions.models import Edition
from policywiki.suggestions.models import BEING_CHECKED, State, Suggestion
from policywiki.wiki.models import KnowledgePage
from policywiki.wiki.sources import citable

from .models import PageToChange, ProposalRecord
from .permissions import can_name_pages, is_adopted

Progress = Literal["done", "checking", "writing", "waiting"]


@dataclass(frozen=True)
class Changed:
    """One page and how far it is. `editions`: what was published of it, oldest first; `mine`: one's own draft."""

    target: PageToChange
    page: KnowledgePage
    progress: Progress
    editions: list[Edition]
    mine: Suggestion | None
    may_begin: bool


def changed_pages(record: ProposalRecord, user: Any) -> list[Changed]:
    """Every page that was named and is there for readers, in that order; one query where none was named."""
    targets = list(
        record.pages_to_change.prefetch_related("begun__suggestion__published_revision__edition").all()
    )
    if not targets:
        return []
    pages = {page.pk: page for page in citable().filter(pk__in=[target.page_id for target in targets])}
    adopted = bool(is_adopted(record))
    return [
        _changed(target, pages[target.page_id], user, adopted)
        for target in targets
        if target.page_id in pages
    ]


def pages_view(record: ProposalRecord, user: Any) -> dict[str, Any]:
    """What the proposal's page says of it."""
    return {"pages": changed_pages(record, user), "may_name": bool(can_name_pages(user, record))}


def to_offer(record: ProposalRecord) -> list[KnowledgePage]:
    """The pages that its evidence cites: most often they are what an adopted proposal changes."""
    return list(citable().filter(pk__in=record.cited_sources.values("source")).order_by("title"))


def published(pages: Iterable[Changed]) -> list[tuple[KnowledgePage, Edition]]:
    """The versions of pages that carry the proposal out, oldest first."""
    found = [(one.page, edition) for one in pages for edition in one.editions]
    return sorted(found, key=lambda one: one[1].published_at)


def _changed(target: PageToChange, page: KnowledgePage, user: Any, adopted: bool) -> Changed:
    suggestions = [one.suggestion for one in target.begun.all()]
    own = [one for one in suggestions if user.is_authenticated and one.author_id == user.pk]
    return Changed(
        target,
        page,
        _progress({one.state for one in suggestions}),
        [revision.edition for one in suggestions if (revision := one.published_revision) is not None],
        next((one for one in own if one.state == State.DRAFT), None),
        # Guests are offered it too: they sign in first.
        may_begin=adopted,
    )


def _progress(states: set[str]) -> Progress:
    if State.PUBLISHED in states:
        return "done"
    if states & BEING_CHECKED:
        return "checking"
    return "writing" if State.DRAFT in states else "waiting"
