"""Restore an earlier version, or undo one change: at once for those who may, else as a suggested change."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from policywiki.core.page_content import content_fields
from policywiki.core.publication import RESTORES, UNDOES
from policywiki.core.verdicts import WrongStage, require
from policywiki.editions.models import Edition
from policywiki.suggestions.actions.going_live import locked_page, put_live
from policywiki.suggestions.actions.write import begin, send
from policywiki.suggestions.models import Suggestion
from policywiki.suggestions.permissions import may_suggest
from policywiki.suggestions.protection.places import places_touched
from policywiki.suggestions.protection.rulings import may_touch
from policywiki.wiki.permissions import may_return_at_once
from policywiki.wiki.restoring import RESTORE, UNDO, Return, restoring, undoing


@transaction.atomic
def bring_back(
    *, page: Page, edition: Edition, what: str, seen: int, why: str, actor: Any, now: datetime
) -> Edition | Suggestion:
    """Restore this version (`what` is RESTORE) or undo what it changed (UNDO).

    `seen` is the number of the version that was live when the actor looked. Returns the new version, or the
    suggestion that a moderator looks at. Raises NotAllowed, WrongStage, and ValidationError without a reason.
    """
    if not why.strip():
        raise ValidationError(_("Please say why: everybody can read it in the history."))
    page = locked_page(page.pk)
    require(may_suggest(actor, page, now=now))
    back = prepared(page=page, edition=edition, what=what, seen=seen)
    require(may_touch(actor, page, places_touched(back.live, back.content, content_fields(page)), now))
    summary = _summary(page, back, why)
    if may_return_at_once(actor, page, back, now=now):
        return _publish(page, back, summary, actor, now)
    suggestion = begin(author=actor, kind="change", page=page, language=page.language, now=now)
    send(suggestion=suggestion, author=actor, content=back.content, summary=summary, now=now)
    return suggestion


def prepared(*, page: Page, edition: Edition, what: str, seen: int | None = None) -> Return:
    """What it would make of the page. Raises WrongStage where it cannot be done, or no longer as it was seen."""
    current = Edition.objects.current(page)
    if seen is not None and (current is None or current.number != seen):
        raise WrongStage(_("The page has changed while you were looking at it. Please look again."))
    back = restoring(page, edition) if what == RESTORE else undoing(page, edition)
    if back is None:
        raise WrongStage(_("This is the first version; there is nothing before it."))
    if back.overlaps:
        raise WrongStage(_("Later changes overlap with this one, so it cannot be undone as a whole."))
    if back.changes_nothing:
        raise WrongStage(_("The page says this already."))
    return back


def _publish(page: Page, back: Return, summary: str, actor: Any, now: datetime) -> Edition:
    revision = put_live(
        page,
        live=back.live,
        content=back.content,
        writer=actor,
        publisher=actor,
        summary=summary,
        now=now,
        provenance={RESTORES if back.what == RESTORE else UNDOES: back.edition.number},
    )
    return Edition.objects.get(revision=revision)


def _summary(page: Page, back: Return, why: str) -> str:
    """In the language of the page, because it stays in its history."""
    with override(page.language):
        done = (
            gettext("Version %(number)d restored")
            if back.what == RESTORE
            else gettext("Version %(number)d undone")
        )
        return gettext("%(what)s: %(why)s") % {
            "what": done % {"number": back.edition.number},
            "why": why.strip(),
        }


__all__ = ["RESTORE", "UNDO", "bring_back", "prepared"]
