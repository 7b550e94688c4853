"""What colleagues say about a Case among themselves: notes, and a second opinion. Its author never reads it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from policywiki.core.verdicts import NotAllowed, WrongStage, require
from policywiki.moderation.models import Case, SecondOpinion
from policywiki.moderation.permissions import may_check, may_note

from .history import locked, log


@transaction.atomic
def note_inside(*, case: Case, moderator: Any, note: str, now: datetime) -> Case:
    """Leave a word for colleagues. Raises NotAllowed, WrongStage."""
    case = locked(case.pk)
    require(may_note(moderator, case))
    if not note.strip():
        raise WrongStage(_("Write something first."))
    log(case, "noted", moderator, now, note=note, inside=True)
    return case


@transaction.atomic
def ask_opinion(*, case: Case, moderator: Any, of: Any, question: str, now: datetime) -> SecondOpinion:
    """Ask one colleague; the item stays where it is. Asking again before the answer changes the question.

    Raises NotAllowed, WrongStage.
    """
    case = locked(case.pk)
    require(may_check(moderator, case))
    if of == moderator or not may_note(of, case):
        raise WrongStage(_("Please ask another moderator, not the author."))
    if not question.strip():
        raise WrongStage(_("Write something first."))
    asked, _created = SecondOpinion.objects.update_or_create(
        case=case, asked_of=of, answered_at=None,
        defaults={"asked_by": moderator, "question": question.strip(), "asked_at": now},
    )  # fmt: skip
    log(case, "asked", moderator, now, note=f"→ {of}\n{question}", inside=True)
    return asked


@transaction.atomic
def give_opinion(*, opinion: SecondOpinion, moderator: Any, answer: str, now: datetime) -> SecondOpinion:
    """The colleague who was asked answers; it advises and decides nothing. Raises NotAllowed, WrongStage."""
    case = locked(opinion.case_id)
    opinion = SecondOpinion.objects.get(pk=opinion.pk)
    require(may_note(moderator, case))
    if opinion.asked_of_id != moderator.pk:
        raise NotAllowed(_("Somebody else was asked."))
    if opinion.answered_at is not None or not answer.strip():
        raise WrongStage(_("Write something first."))
    opinion.answer, opinion.answered_at = answer.strip(), now
    opinion.save(update_fields=["answer", "answered_at"])
    log(case, "answered", moderator, now, note=answer, inside=True)
    return opinion
