"""Bring what one was going to propose to a proposal that is there already."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from policywiki.core.page_content import content_of
from policywiki.core.verdicts import require
from policywiki.discussion.actions.comments import post_comment
from policywiki.discussion.models import Comment, Stance
from policywiki.suggestions.actions.write import begin, withdraw
from policywiki.suggestions.models import Suggestion
from proposals.drafting import state_of
from proposals.models import ProposalRecord
from proposals.permissions import can_join


@transaction.atomic
def join_with_comment(
    *,
    record: ProposalRecord,
    person: Any,
    text: str,
    language: str,
    now: datetime,
    instead_of: Suggestion | None = None,
) -> Comment:
    """Say it as a comment in favour; the draft it was to be is put away. Raises NotAllowed, WrongStage."""
    require(can_join(person, record))
    comment = post_comment(
        page=record.page, author=person, text=text, stance=Stance.FOR, language=language, now=now
    )
    _put_away(instead_of, person, now)
    return comment


@transaction.atomic
def join_with_change(
    *,
    record: ProposalRecord,
    person: Any,
    text: str,
    now: datetime,
    instead_of: Suggestion | None = None,
) -> Suggestion:
    """Begin a suggested change that adds it to the problem; its author goes on from there.

    The draft it was to be is put away. Raises NotAllowed, WrongStage.
    """
    require(can_join(person, record))
    page = record.page
    state = state_of(content_of(page), language=page.language)
    state["problem"] = "\n\n".join(part for part in (state["problem"], text.strip()) if part)
    change = begin(
        author=person, kind="change", page=page, language=page.language, draft={"form": state}, now=now
    )
    _put_away(instead_of, person, now)
    return change


def _put_away(draft: Suggestion | None, person: Any, now: datetime) -> None:
    if draft is not None:
        withdraw(suggestion=draft, author=person, now=now)
