"""Edit and publish: a moderator puts the last touch to a suggestion; its author stays its author."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from policywiki.core.verdicts import require
from policywiki.moderation.actions.cases import decide
from policywiki.moderation.models import Case, Decision
from policywiki.moderation.permissions import may_decide
from policywiki.suggestions.models import Suggestion
from policywiki.suggestions.read_text import ReadText

from .moving import locked
from .write import add_version


@transaction.atomic
def edit_and_publish(
    *,
    suggestion: Suggestion,
    editor: Any,
    content: dict[str, Any],
    summary: str,
    onto: ReadText | None,
    version: int,
    now: datetime,
) -> Case:
    """Send `content`, written on `onto` (None: a new page), in its author's name, and publish it.

    The editor is named beside. Where two reviewers are asked, this is the first yes. `version` is the one of
    the case that the editor saw; what was published since `onto` is merged as ever. Raises NotAllowed,
    WrongStage, Overlaps, ValidationError; then nothing was written.
    """
    suggestion = locked(suggestion)
    case = Case.objects.get(suggestion=suggestion)
    require(may_decide(editor, case, version=version, now=now))
    if onto is not None:
        if content == onto.content:
            raise ValidationError(
                _("Then nothing is left to change: the page says it already."), code="unchanged"
            )
        suggestion.base, suggestion.base_revision_id = onto.content, onto.revision_id
    add_version(suggestion, by=editor, content=content, summary=summary, now=now, verb="edited")
    case.refresh_from_db()
    return decide(case=case, decision=Decision.PUBLISH, moderator=editor, version=case.version, now=now)
