"""What others think of a suggestion: support it, object with a reason, take that back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from policywiki.core.events import OpinionChanged, publish
from policywiki.core.verdicts import require
from policywiki.suggestions.models import Opinion, Suggestion
from policywiki.suggestions.permissions import may_give_opinion
from policywiki.trust.hiding import keep_hidden
from policywiki.trust.permissions import may_take_part


@transaction.atomic
def give_opinion(
    *, suggestion: Suggestion, person: Any, supports: bool, reason: str = "", now: datetime
) -> Opinion:
    """Support it, or object with a reason; the later word of a person replaces the earlier.

    Locks nothing but the person's own row. Raises NotAllowed, WrongStage, ValidationError without a reason.
    """
    require(may_give_opinion(person, suggestion))
    if not supports:
        require(may_take_part(person, now=now))  # a reason is a text that others read
    if not supports and not reason.strip():
        raise ValidationError(_("Please say what speaks against it: the author and the moderators read it."))
    opinion, _created = Opinion.objects.update_or_create(
        suggestion=suggestion,
        person=person,
        defaults={
            "supports": supports,
            "reason": keep_hidden(reason.strip(), page_id=suggestion.page_id)[:500],
            "given_at": now,
        },
    )
    publish(OpinionChanged(suggestion_id=suggestion.pk))
    return opinion


@transaction.atomic
def take_opinion_back(*, suggestion: Suggestion, person: Any) -> bool:
    """True where there was one. Raises NotAllowed, WrongStage."""
    require(may_give_opinion(person, suggestion))
    gone, _kinds = Opinion.objects.filter(suggestion=suggestion, person=person).delete()
    if gone:
        publish(OpinionChanged(suggestion_id=suggestion.pk))
    return bool(gone)
