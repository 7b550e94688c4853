"""What people said and keep here: in "My data", and when they leave."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from policywiki.accounts.registry import Exporter, on_erase, register

from .models import (
    Batch,
    BulkDecision,
    BulkItem,
    BulkState,
    Case,
    CaseEntry,
    ReviewerScope,
    SavedFilter,
    SecondOpinion,
)


def rows(user: Any) -> Iterator[dict[str, Any]]:
    """Why they asked for a second look; as a moderator, what they said inside the house and keep as filters."""
    for case in Case.objects.filter(author=user).exclude(second_look_at=None).order_by("pk"):
        yield {"kind": "second look", "title": case.title, "text": case.second_look_why,
               "sent_at": _stamp(case.second_look_at)}  # fmt: skip
    for entry in CaseEntry.objects.filter(actor=user, inside=True).exclude(note="").select_related("case"):
        yield {"kind": entry.verb, "title": entry.case.title, "text": entry.note, "sent_at": _stamp(entry.at)}
    asked = SecondOpinion.objects.filter(asked_of=user).exclude(answer="").select_related("case")
    for opinion in asked:
        yield {"kind": "opinion", "title": opinion.case.title, "text": opinion.answer,
               "sent_at": _stamp(opinion.answered_at)}  # fmt: skip
    for saved in SavedFilter.objects.filter(owner=user):
        yield {"kind": "filter", "title": saved.name, "text": saved.query}


@on_erase
def let_go(*, person: Any, now: datetime) -> None:
    """A moderator who leaves holds nothing; what they decided stays decided."""
    waiting = BulkItem.objects.filter(bulk__moderator=person, state=BulkState.WAITING)
    waiting.update(state=BulkState.UNDONE)
    BulkDecision.objects.filter(moderator=person, ended_at=None).update(ended_at=now)
    Batch.objects.filter(moderator=person, ended_at=None).update(ended_at=now)
    Case.objects.filter(claimed_by=person).update(claimed_by=None, claimed_at=None, claimed_until=None)
    SavedFilter.objects.filter(owner=person).delete()
    ReviewerScope.objects.filter(reviewer=person).delete()


def register_parts() -> None:
    register(Exporter("moderation", _("Second looks, and work as a moderator"), rows, order=70))


def _stamp(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at else ""
