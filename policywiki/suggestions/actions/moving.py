"""Locking a suggestion and moving it by the table: what every verb begins with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from policywiki.core.verdicts import WrongStage
from policywiki.moderation.actions.cases import close
from policywiki.moderation.actions.history import locked as lock_case
from policywiki.moderation.models import CaseState
from policywiki.suggestions.models import MOVES, Suggestion


def locked(suggestion: Suggestion) -> Suggestion:
    """Re-read under its lock. Its case is locked first: deciding takes them in that order, so nobody waits in a ring."""
    case_id = Suggestion.objects.values_list("case_id", flat=True).get(pk=suggestion.pk)
    if case_id is not None:
        lock_case(case_id)
    return Suggestion.objects.select_for_update(no_key=True, of=("self",)).get(pk=suggestion.pk)


def move(suggestion: Suggestion, to: str) -> None:
    """Change the state by the table of allowed moves. Raises WrongStage. Does not save."""
    if to not in MOVES[suggestion.state]:
        raise WrongStage(_("This suggestion has been decided already."))
    suggestion.state = to


def end_waiting(suggestion: Suggestion, *, actor: Any, verb: str, now: datetime) -> None:
    """Take its item out of the moderators' list, where it waits there."""
    if suggestion.case is not None and suggestion.case.state != CaseState.CLOSED:
        close(case=suggestion.case, actor=actor, verb=verb, now=now)
