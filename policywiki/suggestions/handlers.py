"""What suggestions do when something happened elsewhere in the house."""

from __future__ import annotations

from django.db.models import Count, Q
from django.utils import timezone

from policywiki.core.events import CaseTouched, OpinionChanged, PagePublished, SuggestionSent, listen, publish

from .actions.retest import retest
from .models import Opinion, Suggestion


@listen(PagePublished)
def test_the_others(event: PagePublished) -> None:
    """The page has moved on: every open suggestion to it is tested against the new text."""
    for suggestion in Suggestion.objects.still_open().filter(page_id=event.page_id).order_by("sent_at", "pk"):
        retest(suggestion=suggestion, now=timezone.now())


@listen(SuggestionSent)
def test_what_was_sent(event: SuggestionSent) -> None:
    """What its author saw while writing may have moved on by the time it arrives."""
    retest(suggestion=Suggestion.objects.get(pk=event.suggestion_id), now=timezone.now())


@listen(OpinionChanged)
def count_opinions(event: OpinionChanged) -> None:
    """Count again rather than add one: the listener may run twice."""
    given = Opinion.objects.filter(suggestion_id=event.suggestion_id)
    counts = given.aggregate(
        support_count=Count("pk", filter=Q(supports=True)),
        objection_count=Count("pk", filter=Q(supports=False)),
    )
    Suggestion.objects.filter(pk=event.suggestion_id).update(**counts)
    case_id = Suggestion.objects.values_list("case_id", flat=True).get(pk=event.suggestion_id)
    if case_id is not None:
        publish(CaseTouched(case_id=case_id))
