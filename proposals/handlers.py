"""What proposals do when something happened elsewhere in the house."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from policywiki.core.events import (
    CommentPosted,
    CommentRemoved,
    PagePublished,
    PageUnpublished,
    PartHidden,
    StageChanged,
    SuggestionDecided,
    listen,
)
from policywiki.discussion.models import Comment
from policywiki.editions.models import Edition

from .actions.carry import carry_alternatives
from .actions.divide import finish_division
from .actions.keep_sources import check_citations, keep_sources
from .actions.texts import note_change
from .drafts import adopt
from .models import Part, ProposalRecord
from .pending import finish_support
from .stages import Stage


@listen(CommentPosted, CommentRemoved)
def count_comments(event: CommentPosted | CommentRemoved) -> None:
    """Count again rather than add one: the listener may run twice."""
    page_id = Comment.objects.filter(pk=event.comment_id).values_list("page_id", flat=True).first()
    if page_id is not None:
        shown = Comment.objects.shown().about(page_id).count()
        ProposalRecord.objects.filter(page_id=page_id).update(comment_count=shown)


@listen(PagePublished)
def ask_who_supported_the_text_before(event: PagePublished) -> None:
    """Comparing two texts is work for the worker, not for the moment of publishing."""
    edition = Edition.objects.select_related("revision").filter(pk=event.edition_id).first()
    if edition is not None:
        note_change(edition=edition)


@listen(StageChanged)
def carry_to_the_vote(event: StageChanged) -> None:
    if event.to_stage == Stage.VOTE:
        carry_alternatives(record=ProposalRecord.objects.get(pk=event.record_id))


@listen(PagePublished, PageUnpublished, PartHidden)
def look_at_sources(event: PagePublished | PageUnpublished | PartHidden) -> None:
    """What this proposal cites is written down anew; so is how it stands in proposals that cite this page."""
    record = ProposalRecord.objects.filter(page_id=event.page_id).first()
    if record is not None:
        keep_sources(record=record)
    check_citations(page_id=event.page_id)


@listen(SuggestionDecided)
def look_at_division(event: SuggestionDecided) -> None:
    """The last part of a divided proposal may have been published now."""
    part = Part.objects.select_related("division__record").filter(suggestion=event.suggestion_id).first()
    if part is not None:
        finish_division(division=part.division, now=timezone.now())


@receiver(user_logged_in)
def finish_what_waited(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Sign-in was asked at the moment of acting; now the act completes by itself."""
    if request is None or not hasattr(request, "session"):
        return
    now = timezone.now()
    finish_support(request, user, now=now)
    adopt(request, user, now=now)
