"""Settling: a suggestion that overlaps with what was published meanwhile is put onto the page as it is now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from policywiki.core.verdicts import WrongStage, require
from policywiki.suggestions.models import Suggestion, SuggestionVersion
from policywiki.suggestions.permissions import may_settle
from policywiki.suggestions.read_text import ReadText

from .moving import locked
from .write import add_version


@transaction.atomic
def settle(
    *,
    suggestion: Suggestion,
    settler: Any,
    content: dict[str, Any],
    onto: ReadText,
    after: int,
    now: datetime,
    summary: str = "",
) -> SuggestionVersion:
    """Send `content`, in which every overlap has been chosen, as the next version, written on `onto`.

    The author stays its author; who settled it for them is named beside. `after` is the number of the
    version that was settled (0: never sent). Raises NotAllowed, WrongStage where the page or the suggestion
    moved on meanwhile, and ValidationError where nothing of it is left.
    """
    suggestion = locked(suggestion)
    require(may_settle(settler, suggestion, now=now))
    latest = suggestion.latest
    if (latest.number if latest else 0) != after:
        raise WrongStage(_("A newer version has been sent meanwhile. Please look again."))
    if not Page.objects.filter(pk=suggestion.page_id, live_revision=onto.revision_id).exists():
        raise WrongStage(_("The page has changed again meanwhile. Your choices are kept; please look again."))
    if content == onto.content:
        raise ValidationError(
            _("Then nothing is left to change: the page says it already."), code="unchanged"
        )
    suggestion.base, suggestion.base_revision_id = onto.content, onto.revision_id
    said = summary or (latest.summary if latest else "")
    return add_version(suggestion, by=settler, content=content, summary=said, now=now, verb="settled")
