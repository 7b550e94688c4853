"""Which events become messages: received, decided, answered."""

from __future__ import annotations

from django.conf import settings

from policywiki.core.events import (
    AnswerPublished,
    MistakeRefused,
    SuggestionDecided,
    SuggestionOverlapped,
    SuggestionSent,
    listen,
)
from policywiki.moderation.letters import letter_about
from policywiki.suggestions.mistakes.models import MistakeReport
from policywiki.suggestions.models import BEING_CHECKED, State, Suggestion
from policywiki.suggestions.showing import what_was_suggested
from proposals.models import Answer

from .actions import tell
from .safety import told_with_the_pause

DECIDED = {
    State.PUBLISHED: "published",
    State.NEEDS_MORE: "needs_more",
    State.NOT_PUBLISHED: "not_published",
    State.NO_LONGER_NEEDED: "no_longer_needed",
}


@listen(SuggestionSent)
def tell_received(event: SuggestionSent) -> None:
    suggestion = Suggestion.objects.select_related("author").get(pk=event.suggestion_id)
    tell(
        person=suggestion.author,
        kind="mistake_used" if event.version == 1 and hasattr(suggestion, "mistake") else "received",
        key=f"sent:{suggestion.pk}:{event.version}",
        path=f"suggestions/{suggestion.pk}/",
        context={"suggestion": suggestion, "diff": what_was_suggested(suggestion)},
    )


@listen(SuggestionDecided)
def tell_decided(event: SuggestionDecided) -> None:
    suggestion = Suggestion.objects.select_related("author", "case__reason").get(pk=event.suggestion_id)
    case = suggestion.case
    if case is not None and told_with_the_pause(case):
        return
    again = ":again" if case and case.second_look_at else ""
    tell(
        person=suggestion.author,
        kind=DECIDED[State(event.outcome)],
        key=f"decided:{suggestion.pk}:{suggestion.versions.count()}:{event.outcome}{again}",
        path=f"suggestions/{suggestion.pk}/",
        context={
            "suggestion": suggestion,
            "lines": letter_about(case, suggestion.author.language) if case else [],
            "first_time": bool(case and case.first_time),
            "diff": what_was_suggested(suggestion) if event.outcome == State.PUBLISHED else None,
        },
    )


@listen(MistakeRefused)
def tell_not_taken_up(event: MistakeRefused) -> None:
    report = MistakeReport.objects.select_related("reporter", "page", "case__reason").get(pk=event.report_id)
    tell(
        person=report.reporter,
        kind="mistake_refused",
        key=f"mistake:{report.pk}",
        path="me/mistakes/",
        context={"report": report, "lines": letter_about(report.case, report.reporter.language)},
    )


@listen(SuggestionOverlapped)
def tell_overlapping(event: SuggestionOverlapped) -> None:
    """Its author chooses first; nothing is asked any more where that was done or it was decided."""
    suggestion = Suggestion.objects.select_related("author").get(pk=event.suggestion_id)
    if suggestion.overlaps_since is None or suggestion.state not in BEING_CHECKED:
        return
    tell(
        person=suggestion.author,
        kind="overlapping",
        key=f"overlaps:{suggestion.pk}:{event.revision_id}",
        path=f"suggestions/{suggestion.pk}/settle/",
        context={"suggestion": suggestion, "days": settings.SETTLE_AFTER_DAYS},
    )


@listen(AnswerPublished)
def tell_answered(event: AnswerPublished) -> None:
    answer = Answer.objects.select_related("proposal__proposer", "proposal__page").get(pk=event.answer_id)
    record = answer.proposal
    tell(
        person=record.proposer,
        kind="answered",
        key=f"answered:{answer.pk}",
        path=f"proposals/{record.code}/",
        context={"answer": answer, "record": record},
    )
