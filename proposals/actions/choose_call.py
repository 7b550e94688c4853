"""A proposal being written goes under another call."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from policywiki.core.verdicts import require
from policywiki.suggestions.actions.moving import locked
from policywiki.suggestions.models import Suggestion
from policywiki.suggestions.permissions import may_write
from proposals.models import CallPage
from proposals.permissions import can_choose_call, can_propose


@transaction.atomic
def choose_call(*, suggestion: Suggestion, author: Any, call: CallPage, now: datetime) -> Suggestion:
    """Put it under this call. Raises NotFound, NotAllowed, WrongStage once it was sent or the call is closed."""
    suggestion = locked(suggestion)
    require(may_write(author, suggestion))
    require(can_choose_call(suggestion))
    require(can_propose(call, now=now))
    suggestion.under = call.page_ptr
    suggestion.save(update_fields=["under"])
    return suggestion
