"""The city answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from policywiki.core.events import AnswerPublished, publish
from policywiki.core.richtext import canonical, to_text
from policywiki.core.verdicts import require
from proposals.models import Answer, ProposalRecord
from proposals.models.answers import STATES_TO_CHOOSE, TO_BE_CARRIED_OUT
from proposals.permissions import can_answer
from proposals.stages import Stage

from .change_pages import name_pages
from .stage import enter, locked


@transaction.atomic
def publish_answer(
    *,
    record: ProposalRecord,
    official: Any,
    state: str,
    text: str,
    department: str,
    now: datetime,
    changes: Iterable[Page] = (),
) -> Answer:
    """Publish the city's answer (`text`: HTML, cleaned here). Raises NotAllowed, WrongStage, ValidationError.

    The first answer moves the proposal to "answered"; a later one stands beside it as the last word.
    `changes`: the pages that it changes if the city adopts it; for each a suggested change is opened.
    """
    record = locked(record)
    require(can_answer(official, record))
    text = canonical(text)
    if state not in dict(STATES_TO_CHOOSE):
        raise ValidationError(_("Please choose what the city has decided."), code="state")
    if not to_text(text).strip():
        raise ValidationError(_("Please write the answer: supporters will read it."), code="empty")
    answer = Answer.objects.create(
        proposal=record,
        state=state,
        text=text,
        department=department.strip()[:200] or record.department,
        answered_at=now,
        due_at=record.due_at,
        by=official,
    )
    if record.stage == Stage.CITY:
        enter(record, Stage.ANSWERED, actor=official, now=now)
    if changes and state in TO_BE_CARRIED_OUT:
        name_pages(record=record, official=official, pages=changes, now=now)
    publish(AnswerPublished(record_id=record.pk, answer_id=answer.pk))
    return answer
