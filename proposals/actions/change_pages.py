"""An adopted proposal changes pages: they are named, and for each a suggested change is opened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext, override
from wagtail.models import Page

from policywiki.core.verdicts import Refused, require
from policywiki.suggestions.actions.write import begin, save_draft
from policywiki.suggestions.models import AUTHOR_MAY_WRITE, Suggestion
from proposals.models import ChangeBegun, PageToChange, ProposalRecord
from proposals.permissions import can_begin_change, can_name_pages

from .stage import locked

SUMMARY_LENGTH = 300


@transaction.atomic
def name_pages(
    *, record: ProposalRecord, official: Any, pages: Iterable[Page], now: datetime
) -> list[PageToChange]:
    """Say which pages the adopted proposal changes; each opens a draft of the change for the official.

    Naming a page again changes nothing; where the official may not write, the page waits for somebody who may.
    Raises NotAllowed, WrongStage.
    """
    record = locked(record)
    require(can_name_pages(official, record))
    return [_name(record, official, page, now) for page in pages]


@transaction.atomic
def begin_change(*, target: PageToChange, author: Any, now: datetime) -> Suggestion:
    """Open this person's suggested change of the page; the one they are writing, if there is one.

    Raises NotAllowed, WrongStage.
    """
    target = PageToChange.objects.select_for_update(no_key=True, of=("self",)).get(pk=target.pk)
    require(can_begin_change(author, target))
    writing = ChangeBegun.objects.filter(
        target=target, suggestion__author=author, suggestion__state__in=AUTHOR_MAY_WRITE
    )
    if (mine := writing.select_related("suggestion").first()) is not None:
        return mine.suggestion
    page = target.page.specific
    suggestion = begin(author=author, kind="change", page=page, language=page.language, now=now)
    with override(page.language):
        summary = gettext("Adopted proposal %(code)s: %(title)s") % {
            "code": target.proposal.code,
            "title": target.proposal.page.title,
        }
    suggestion = save_draft(
        suggestion=suggestion, author=author, draft={}, summary=summary[:SUMMARY_LENGTH], now=now
    )
    ChangeBegun.objects.create(target=target, suggestion=suggestion)
    return suggestion


def _name(record: ProposalRecord, official: Any, page: Page, now: datetime) -> PageToChange:
    target, created = PageToChange.objects.get_or_create(
        proposal=record, page_id=page.pk, defaults={"named_by": official, "named_at": now}
    )
    if created:
        try:
            begin_change(target=target, author=official, now=now)
        except Refused:
            # A page kept to others: it stays named, and open to whoever may write there.
            return target
    return target
