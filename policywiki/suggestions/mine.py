"""A person's own suggestions: under "My things", in "My data", and when they leave."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Case, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from policywiki.accounts.paging import page_of
from policywiki.accounts.registry import Exporter, MySection, on_erase, register

from .actions.write import withdraw
from .models import Opinion, Photo, PhotoChange, State, Suggestion

# What asks something of its author stands first.
FIRST = [State.NEEDS_MORE, State.DRAFT, State.SENT]
LOOKS = {
    State.DRAFT: "wait",
    State.SENT: "now",
    State.NEEDS_MORE: "wait",
    State.PUBLISHED: "done",
    State.NOT_PUBLISHED: "closed",
    State.WITHDRAWN: "closed",
    State.NO_LONGER_NEEDED: "closed",
    State.WITH_AUTHORS: "now",
    State.DECLINED: "closed",
    State.ALTERNATIVE: "now",
}


def written_by(user: Any) -> QuerySet[Suggestion]:
    """What asks something of them first, then what is being checked, then the rest; newest first in each."""
    order = Case(
        *(When(state=state, then=Value(n)) for n, state in enumerate(FIRST)), default=Value(len(FIRST))
    )
    found: QuerySet[Suggestion] = Suggestion.objects.by(user)
    return (
        found.select_related("page", "case__reason")
        .defer("base", "draft")
        .order_by(order, Coalesce("draft_saved_at", "sent_at", "created_at").desc(), "-pk")
    )


def section(user: Any, request: HttpRequest) -> dict[str, Any]:
    """`page_obj` of suggestions, each with its `look` (a class of components/state.html)."""
    page = page_of(request, written_by(user))
    for suggestion in page:
        suggestion.look = LOOKS[suggestion.state]
    return {"page_obj": page}


def rows(user: Any) -> Iterator[dict[str, Any]]:
    """Every suggestion and proposal they began, with each version as it was sent, and what was decided."""
    found = Suggestion.objects.by(user).select_related("page", "case__reason").prefetch_related("versions")
    for suggestion in found.order_by("pk"):
        case = suggestion.case
        yield {
            "number": suggestion.pk,
            "kind": suggestion.kind,
            "title": suggestion.title,
            "page": suggestion.page.title if suggestion.page else "",
            "state": suggestion.state,
            "begun_at": suggestion.created_at.isoformat(timespec="seconds"),
            "draft": suggestion.draft,
            "draft_summary": suggestion.draft_summary,
            "versions": [
                {
                    "number": version.number,
                    "sent_at": version.sent_at.isoformat(timespec="seconds"),
                    "summary": version.summary,
                    "content": version.content,
                }
                for version in suggestion.versions.all()
            ],
            "reason": case.reason.label if case and case.reason else "",
            "message": case.note if case else "",
        }


def opinion_rows(user: Any) -> Iterator[dict[str, Any]]:
    """What they thought of others' suggestions."""
    for one in Opinion.objects.filter(person=user).select_related("suggestion").order_by("pk"):
        yield {
            "suggestion": one.suggestion_id,
            "title": one.suggestion.title,
            "supports": one.supports,
            "reason": one.reason,
            "given_at": one.given_at.isoformat(timespec="seconds"),
        }


def photo_rows(user: Any) -> Iterator[dict[str, Any]]:
    """Their photos, the files at these addresses for whoever may see them; and what they wanted changed of others."""
    for one in Photo.objects.filter(suggestion__author=user):
        yield {
            "suggestion": one.suggestion_id,
            "description": one.description,
            "address": settings.SITE_BASE_URL.rstrip("/") + one.large_url,
            "added_at": one.added_at.isoformat(timespec="seconds"),
        }
    for change in PhotoChange.objects.filter(suggestion__author=user):
        yield {
            "suggestion": change.suggestion_id,
            "changes": change.photo_id,
            "description": change.description,
        }


@on_erase
def let_go(*, person: Any, now: datetime) -> None:
    """What was never sent goes; what waits for its author is taken back; what was sent stays."""
    mine = Suggestion.objects.by(person)
    unsent = mine.filter(case=None, versions=None)
    Photo.objects.filter(suggestion__in=unsent).discard()
    unsent.delete()
    for suggestion in mine.filter(state=State.NEEDS_MORE):
        withdraw(suggestion=suggestion, author=person, now=now)
    mine.exclude(draft={}, draft_summary="").update(draft={}, draft_summary="", draft_saved_at=None)


def register_parts() -> None:
    label = _("Suggestions and proposals")
    register(MySection("suggestions", label, "suggestions/mine.html", section, order=10))
    register(Exporter("suggestions", label, rows, order=20))
    register(Exporter("photos", _("Photos"), photo_rows, order=22))
    register(Exporter("opinions", _("What you think of suggested changes"), opinion_rows, order=21))
