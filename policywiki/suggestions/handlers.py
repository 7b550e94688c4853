"""What suggestions do when something happened elsewhere in the house."""

from __future__ import annotations

from django.utils import timezone

from policywiki.core.events import PagePublished, SuggestionSent, listen

from .actions.retest import retest
from .models import Suggestion


@listen(PagePublished)
def test_the_others(event: PagePublished) -> None:
    """The page has moved on: every open suggestion to it is tested against the new text."""
    for suggestion in Suggestion.objects.to_page(event.page_id):
        retest(suggestion=suggestion, now=timezone.now())


@listen(SuggestionSent)
def test_what_was_sent(event: SuggestionSent) -> None:
    """What its author saw while writing may have moved on by the time it arrives."""
    retest(suggestion=Suggestion.objects.get(pk=event.suggestion_id), now=timezone.now())
