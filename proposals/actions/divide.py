"""A proposal is divided: its parts are written and checked like every proposal, then stand in its place."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from policywiki.core.page_content import content_of
from policywiki.core.verdicts import WrongStage, require
from policywiki.suggestions.models import AUTHOR_MAY_WRITE, State
from proposals.drafting import state_of
from proposals.drafts import start
from proposals.merge_permissions import can_divide
from proposals.models import Division, Part, ProposalRecord
from proposals.permissions import can_propose
from proposals.stages import MAY_END_IN_OTHERS, Stage

from .merge import REASON_LENGTH, succeed
from .stage import enter, locked

FEWEST, MOST = 2, 4
TITLE_LENGTH = 120


@transaction.atomic
def begin_division(*, record: ProposalRecord, proposer: Any, parts: int, why: str, now: datetime) -> Division:
    """Open so many drafts, each with the whole text: the proposer leaves in each what belongs there.

    Nothing changes for the proposal and its supporters until the parts are published. Raises NotFound, WrongStage,
    ValidationError.
    """
    record = locked(record)
    require(can_divide(proposer, record))
    require(can_propose(record.call, now=now))
    if not FEWEST <= parts <= MOST:
        raise ValidationError(_("A proposal is divided into two, three or four parts."))
    if not why.strip():
        raise ValidationError(_("Say why it is divided: your supporters will read it."))
    if open_division(record) is not None:
        raise WrongStage(_("This proposal is being divided already."))
    division = Division.objects.create(record=record, by=proposer, at=now, why=why.strip()[:REASON_LENGTH])
    state = state_of(content_of(record.page), language=record.page.language)
    for number in range(1, parts + 1):
        title = f"{state['title'][: TITLE_LENGTH - 4]} ({number})"
        suggestion = start(
            author=proposer,
            language=record.page.language,
            now=now,
            call=record.call,
            state={**state, "title": title},
        )
        suggestion.title = title
        suggestion.save(update_fields=["title"])
        Part.objects.create(division=division, suggestion=suggestion)
    return division


@transaction.atomic
def finish_division(*, division: Division, now: datetime) -> bool:
    """Once no part waits any more and at least two are published, they stand in its place. Safe to repeat."""
    record = locked(division.record)
    division = Division.objects.select_for_update(no_key=True).get(pk=division.pk)
    ready = published_parts(division)
    if division.done_at or division.given_up_at or record.stage not in MAY_END_IN_OTHERS:
        return False
    if len(ready) < FEWEST or _waits(division):
        return False
    for part in ready:
        succeed(record, part, now=now)
    division.done_at = now
    division.save(update_fields=["done_at"])
    enter(record, Stage.DIVIDED, actor=division.by, now=now, note=division.why)
    return True


@transaction.atomic
def give_up_division(*, division: Division, proposer: Any, now: datetime) -> None:
    """It stays one proposal; drafts stay drafts, published parts stay proposals. Raises NotFound, WrongStage."""
    record = locked(division.record)
    require(can_divide(proposer, record))
    division = Division.objects.select_for_update(no_key=True).get(pk=division.pk)
    if division.done_at is None and division.given_up_at is None:
        division.given_up_at = now
        division.save(update_fields=["given_up_at"])


def open_division(record: ProposalRecord) -> Division | None:
    """The one that is going on, or None."""
    return record.divisions.filter(done_at__isnull=True, given_up_at__isnull=True).first()


def published_parts(division: Division) -> list[ProposalRecord]:
    pages = division.parts.filter(suggestion__state=State.PUBLISHED).values("suggestion__page")
    return list(ProposalRecord.objects.filter(page__in=pages).order_by("number"))


def _waits(division: Division) -> bool:
    return bool(division.parts.filter(suggestion__state__in=AUTHOR_MAY_WRITE).exists())
