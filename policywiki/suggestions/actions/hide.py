"""Take the text of a suggestion from its public page, and put it back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from policywiki.core.verdicts import require
from policywiki.suggestions.models import Suggestion
from policywiki.suggestions.permissions import may_hide_text

from .moving import locked


@transaction.atomic
def hide_text(*, suggestion: Suggestion, moderator: Any, why: str, now: datetime) -> Suggestion:
    """Readers see that there was a text and why it is not shown; nothing is deleted. Raises NotAllowed."""
    suggestion = locked(suggestion)
    require(may_hide_text(moderator, suggestion))
    if not why.strip():
        raise ValidationError(_("Please say why: readers see the reason in place of the text."))
    suggestion.hidden_at, suggestion.hidden_by, suggestion.hidden_why = now, moderator, why.strip()[:300]
    suggestion.save(update_fields=["hidden_at", "hidden_by", "hidden_why"])
    return suggestion


@transaction.atomic
def show_text(*, suggestion: Suggestion, moderator: Any) -> Suggestion:
    """Everybody who may read the page reads the text again. Raises NotAllowed."""
    suggestion = locked(suggestion)
    require(may_hide_text(moderator, suggestion))
    suggestion.hidden_at, suggestion.hidden_by, suggestion.hidden_why = None, None, ""
    suggestion.save(update_fields=["hidden_at", "hidden_by", "hidden_why"])
    return suggestion
