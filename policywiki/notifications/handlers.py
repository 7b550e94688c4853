"""Which events become messages: received, decided, answered."""

from __future__ import annotations

from policywiki.core.events import AnswerPublished, SuggestionDecided, SuggestionSent, listen
from policywiki.suggestions.models import State, Suggestion
from proposals.models import Answer

from .actions import tell

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
        kind="received",
        key=f"sent:{suggestion.pk}:{event.version}",
        path=f"suggestions/{suggestion.pk}/",
        context={"suggestion": suggestion},
    )


@listen(SuggestionDecided)
def tell_decided(event: SuggestionDecided) -> None:
    suggestion = Suggestion.objects.select_related("author", "case__reason").get(pk=event.suggestion_id)
    case = suggestion.case
    reason = case.reason.in_language(suggestion.author.language) if case and case.reason else ("", "")
    tell(
        person=suggestion.author,
        kind=DECIDED[State(event.outcome)],
        key=f"decided:{suggestion.pk}:{suggestion.versions.count()}:{event.outcome}",
        path=f"suggestions/{suggestion.pk}/",
        context={
            "suggestion": suggestion,
            "note": case.note if case else "",
            "reason": reason[0],
            "reason_message": reason[1],
        },
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
