"""An author asks for a second look at what was not published: once, by another moderator, the text kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from policywiki.core.events import CaseTouched, publish
from policywiki.core.verdicts import WrongStage, require
from policywiki.moderation.models import Case, CaseState
from policywiki.moderation.permissions import may_ask_second_look
from policywiki.moderation.registry import kind_of

from .cases import let_go
from .facts import due_from
from .history import locked, log


@transaction.atomic
def ask_second_look(*, case: Case, author: Any, why: str, now: datetime) -> Case:
    """Put it back in the list for anybody but who decided first. Raises NotFound, WrongStage.

    The first reason and message stay in the history; the text is the one that was sent.
    """
    case = locked(case.pk)
    require(may_ask_second_look(author, case))
    if not why.strip():
        raise WrongStage(_("Say in a few words what the moderator has overlooked."))
    case.first_decided_by, case.second_look_at, case.second_look_why = case.decided_by, now, why.strip()
    case.state, case.decision, case.decided_by, case.decided_at = CaseState.OPEN, "", None, None
    case.due_at = due_from(case.kind, now)
    let_go(case)
    case.version += 1
    case.save()
    case.approvals.all().delete()
    log(case, "second_look", author, now, note=why)
    look_again = kind_of(case).look_again
    assert look_again is not None  # noqa: S101 - may_ask_second_look has asked
    look_again(case=case, now=now)
    publish(CaseTouched(case_id=case.pk))
    return case
