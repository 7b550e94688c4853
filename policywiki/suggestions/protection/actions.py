"""Protect a page or a section, and lift it again."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Page

from policywiki.core.verdicts import WrongStage, require
from policywiki.moderation.actions.cases import ask_for_reviewers
from policywiki.moderation.models import Case
from policywiki.suggestions.actions.going_live import locked_page
from policywiki.suggestions.models import Suggestion

from .models import Level, Protection, last_day
from .permissions import may_protect
from .rulings import level_of_change

LOOKED_BACK = timedelta(days=2)


@transaction.atomic
def protect(
    *,
    page: Page,
    level: str,
    reason: str,
    actor: Any,
    now: datetime,
    block: str = "",
    ends_on: date | None = None,
) -> Protection:
    """Guard a page, or the section with this id, from now on; what was set for that part before ends.

    Raises NotAllowed, WrongStage, and ValidationError for a reason that is missing or a day that is over.
    """
    page = _locked(page.pk)
    require(may_protect(actor, page))
    if not reason.strip():
        raise ValidationError(_("Please give a reason: everybody can read it on the page."))
    if not last_day(ends_on, now):
        raise ValidationError(_("The last day is over already."))
    heading = dict(sections(page))[block] if block else ""
    _open(page, block).update(lifted_at=now, lifted_by=actor)
    row = Protection.objects.create(
        page_id=page.pk,
        block=block,
        heading=heading,
        level=Level(level),
        reason=reason.strip()[:300],
        starts_at=now,
        ends_on=ends_on,
        set_by=actor,
    )
    _log(row, "policywiki.protect", actor)
    _ask_for_reviewers(page, now)
    return row


@transaction.atomic
def lift(*, protection: Protection, actor: Any, now: datetime) -> Protection:
    """End it; the row stays as history. Raises NotAllowed, WrongStage."""
    page = _locked(protection.page_id)
    require(may_protect(actor, page))
    if not Protection.objects.filter(pk=protection.pk, lifted_at=None).update(lifted_at=now, lifted_by=actor):
        raise WrongStage(_("This protection has ended already."))
    protection.refresh_from_db()
    _log(protection, "policywiki.unprotect", actor)
    _ask_for_reviewers(page, now)
    return protection


def follow_ended(*, now: datetime) -> None:
    """What waits for pages whose protection has run out is checked by as many as the page asks for now.

    Looks two days back and changes nothing the second time, so a worker that slept catches up.
    """
    today = timezone.localdate(now)
    ended = Protection.objects.filter(lifted_at=None, ends_on__lt=today, ends_on__gte=today - LOOKED_BACK)
    for page_id in sorted(set(ended.values_list("page_id", flat=True))):
        with transaction.atomic():
            _ask_for_reviewers(_locked(page_id), now)


def sections(page: Page) -> list[tuple[str, str]]:
    """(id, heading) of every section of the live text that has a heading, in reading order."""
    return [
        (str(block["id"]), str(block["value"]["heading"]))
        for name, kind in page.content_fields.items()
        if kind == "blocks"
        for block in getattr(page, name).raw_data
        if block["type"] == "section" and block["value"].get("heading")
    ]


def _locked(page_id: int) -> Page:
    """The page, after the cases that wait for it: publishing locks in this order, so nobody waits in a ring."""
    cases = Case.objects.filter(suggestion__in=Suggestion.objects.being_checked().filter(page_id=page_id))
    list(cases.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    return locked_page(page_id)


def _open(page: Page, block: str) -> Any:
    return Protection.objects.of(page).filter(block=block, lifted_at=None)


def _log(row: Protection, action: str, actor: Any) -> None:
    data = {"level": row.level, "section": row.heading, "reason": row.reason}
    log(instance=row.page.specific_deferred, action=action, user=actor, data=data)


def _ask_for_reviewers(page: Page, now: datetime) -> None:
    """What waits for this page is checked by as many as the page asks for now."""
    waiting = Suggestion.objects.being_checked().filter(page_id=page.pk, case__isnull=False)
    for suggestion in waiting.select_related("case"):
        version = suggestion.latest
        if version is not None and suggestion.case is not None:
            level = level_of_change(page, version.base, version.content, now)
            ask_for_reviewers(case=suggestion.case, number=level.approvals)
