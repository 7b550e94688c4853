"""A proposal's public life begins: number, page and record, in the transaction that accepted it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from policywiki.core.events import ProposalPublished, publish
from policywiki.core.page_content import apply_content
from proposals.models import CallPage, ProposalPage, ProposalRecord, Sequence
from proposals.stages import FIRST

from .stage import set_stage, write_down

NUMBERS = "proposal"


def default_call() -> CallPage:
    """The one call of a new city: the first. Raises CallPage.DoesNotExist."""
    return CallPage.objects.order_by("path")[:1].get()


def call_of(suggestion: Any) -> CallPage:
    """The call that this proposal, or change to one, was written for."""
    if suggestion.page_id is not None:
        return CallPage.objects.get(records__page=suggestion.page_id)
    return CallPage.objects.filter(pk=suggestion.under_id).first() or default_call()


@transaction.atomic
def create_page(*, content: dict[str, Any], proposer: Any, call: CallPage, now: datetime) -> ProposalPage:
    """The page, not yet live, with its record in the first stage. The caller publishes it."""
    record = new_record(content=content, proposer=proposer, call=call, now=now)
    record.save()
    write_down(record, "", actor=proposer, now=now)
    return record.page


def new_record(*, content: dict[str, Any], proposer: Any, call: CallPage, now: datetime) -> ProposalRecord:
    """A record that is not saved yet, of a new page that is; its number is taken under a lock."""
    number = Sequence.objects.take(NUMBERS)
    year = timezone.localtime(now).year
    page = ProposalPage(slug=f"{year}-{number:04d}", live=False, has_unpublished_changes=True, owner=proposer)
    apply_content(page, content)
    # Re-read inside the lock of the number: treebeard writes the parent's count of children.
    Page.objects.get(pk=call.pk).add_child(instance=page)
    record = ProposalRecord(
        page=page,
        call=call,
        year=year,
        number=number,
        proposer=proposer,
        published_at=now,
        support_threshold=call.support_threshold,
    )
    set_stage(record, FIRST, call=call, now=now)
    return record


@transaction.atomic
def begin(*, record: ProposalRecord) -> None:
    """Tell the house that this proposal is public now."""
    publish(ProposalPublished(record_id=record.pk))
