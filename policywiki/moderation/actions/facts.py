"""What the list knows of a Case beside its text: topics, size, overlap, record of its author, place in the line.

Written by the worker after something happened (handlers), never while somebody waits. Safe to run twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from taggit.models import Tag

from policywiki.moderation.models import Case, CaseState, Decision, Standing, TrackRecord
from policywiki.moderation.registry import Facts, flags_of, head_starts, kind_of, kinds
from policywiki.moderation.weights import total_hours


def due_from(kind: str, now: datetime) -> datetime:
    """When an item of this kind should have been looked at (setting MODERATION_DUE_DAYS)."""
    days: dict[str, float] = settings.MODERATION_DUE_DAYS
    return now + timedelta(days=days.get(kind, days["default"]))


def written_kinds() -> list[str]:
    """Kinds whose author wrote the text to be published."""
    return [kind.name for kind in kinds() if kind.writes]


def is_first_text(author: Any, kind: str) -> bool:
    writes = written_kinds()
    return kind in writes and not Case.objects.filter(author=author, kind__in=writes).exists()


def standing_of(author: Any) -> str:
    record = TrackRecord.objects.filter(person=author).first()
    if record is not None and (record.published or record.not_published):
        return record.standing
    known = Case.objects.filter(author=author, kind__in=written_kinds()).exists()
    return Standing.NEW if known else Standing.FIRST


@transaction.atomic
def refresh(*, case: Case) -> None:
    """Ask the kind what it knows of the item, and find the item's place in the line."""
    kind = kind_of(case)
    facts = kind.facts(case) if kind.facts is not None else Facts()
    Case.objects.filter(pk=case.pk).update(size=facts.size, overlaps=facts.overlaps)
    case.size, case.overlaps = facts.size, facts.overlaps
    case.topics.set(_topics(case, facts))
    place([case])


def place(cases: Sequence[Case]) -> None:
    """Write down their head starts and from when they count: sent at, less the hours ahead."""
    hours: dict[int, dict[str, float]] = {case.pk: {} for case in cases}
    for name, (_label, source) in head_starts().items():
        for pk, ahead in source(cases).items():
            if ahead:
                hours[pk][name] = round(ahead, 1)
    for case in cases:
        start = timedelta(hours=total_hours(hours[case.pk]))
        Case.objects.filter(pk=case.pk).update(head_starts=hours[case.pk], counts_from=case.opened_at - start)


def recount(*, person_id: int) -> TrackRecord:
    """What became of all this person wrote and flagged, counted from the beginning."""
    closed = Case.objects.filter(author_id=person_id, kind__in=written_kinds(), state=CaseState.CLOSED)
    counted = closed.aggregate(
        published=Count("pk", filter=Q(decision=Decision.PUBLISH)),
        not_published=Count("pk", filter=Q(decision=Decision.NOT_PUBLISHED)),
    )
    upheld, dismissed = flags_of(person_id)
    record, _created = TrackRecord.objects.update_or_create(
        person_id=person_id,
        defaults={**counted, "flags_upheld": upheld, "flags_dismissed": dismissed},
    )
    if record.published or record.not_published:
        Case.objects.filter(author_id=person_id, state=CaseState.OPEN).update(standing=record.standing)
    return record


def _topics(case: Case, facts: Facts) -> Iterable[Tag]:
    """Topics of the text, else of its page; only such as exist, for an unread text names none."""
    names = set(facts.topics)
    if not names and case.page is not None:
        page = case.page.specific
        names = set(page.tags.names()) if hasattr(page, "tags") else set()
    return Tag.objects.filter(name__in=names)
