"""Which events become messages: received, decided, answered."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from policywiki.core.events import (
    AnswerPublished,
    CoAuthorInvited,
    CoAuthorsMayDecide,
    MistakeRefused,
    SuggestionDecided,
    SuggestionOverlapped,
    SuggestionSent,
    SupportersAsked,
    VersionHeldBack,
    listen,
    publish,
)
from policywiki.core.wording import date_text, deadline_text
from policywiki.moderation.letters import letter_about
from policywiki.suggestions.mistakes.models import MistakeReport
from policywiki.suggestions.models import OPEN, DraftOverlap, State, Suggestion
from policywiki.suggestions.showing import what_was_suggested
from proposals.actions.texts import supporters_to_ask, what_changed
from proposals.models import Amendment, Answer, CoAuthor, TextChange

from .actions import tell
from .safety import told_with_the_pause

ASKED_AT_ONCE = 100
"""So many supporters are written to in one task; the next ones are the next task."""

DECIDED = {
    State.PUBLISHED: "published",
    State.NEEDS_MORE: "needs_more",
    State.NOT_PUBLISHED: "not_published",
    State.NO_LONGER_NEEDED: "no_longer_needed",
    State.WITH_AUTHORS: "with_authors",
    State.DECLINED: "declined",
    State.ALTERNATIVE: "alternative",
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
    if event.outcome == State.WITH_AUTHORS:
        ask_proposer(suggestion)
    again = ":again" if case and case.second_look_at else ""
    tell(
        person=suggestion.author,
        kind=DECIDED[State(event.outcome)],
        key=f"decided:{suggestion.pk}:{suggestion.versions.count()}:{event.outcome}{again}",
        path=f"suggestions/{suggestion.pk}/",
        context={
            "suggestion": suggestion,
            "amendment": Amendment.objects.filter(suggestion=suggestion).first(),
            "lines": letter_about(case, suggestion.author.language) if case else [],
            "first_time": bool(case and case.first_time),
            "diff": what_was_suggested(suggestion) if event.outcome == State.PUBLISHED else None,
        },
    )


def ask_proposer(suggestion: Suggestion) -> None:
    """The proposer hears that somebody suggests a change, and until when they answer alone."""
    amendment = Amendment.objects.select_related("proposal__proposer", "proposal__page").get(
        suggestion=suggestion
    )
    _ask_author(amendment.proposal.proposer, amendment, "put")


@listen(CoAuthorsMayDecide)
def ask_coauthors(event: CoAuthorsMayDecide) -> None:
    """The proposer's days are over: now they may answer as well."""
    found = Amendment.objects.select_related("proposal__page", "suggestion").filter(
        suggestion=event.suggestion_id
    )
    amendment = found.get()
    if amendment.suggestion.state != State.WITH_AUTHORS:
        return
    for coauthor in amendment.proposal.coauthors.agreed().select_related("person"):
        _ask_author(coauthor.person, amendment, "late")


def _ask_author(person: Any, amendment: Amendment, when: str) -> None:
    if person.pk == amendment.suggestion.author_id:
        return
    with override(person.language or settings.LANGUAGE_CODE):
        until = deadline_text(amendment.open_until, now=timezone.now())
    tell(
        person=person,
        kind="change_suggested",
        key=f"amend:{amendment.suggestion_id}:{amendment.put_at:%y%m%d%H%M}:{when}",
        path=f"p/{amendment.proposal.number}/changes/{amendment.suggestion_id}/",
        context={"amendment": amendment, "record": amendment.proposal, "until": until},
    )


@listen(CoAuthorInvited)
def ask_to_share(event: CoAuthorInvited) -> None:
    found = CoAuthor.objects.select_related("proposal__page", "proposal__proposer", "person")
    coauthor = found.get(pk=event.coauthor_id)
    if coauthor.agreed_at is not None or coauthor.ended_at is not None:
        return
    tell(
        person=coauthor.person,
        kind="coauthor",
        key=f"coauthor:{coauthor.pk}:{coauthor.invited_at:%y%m%d%H%M}",
        path=f"proposals/{coauthor.proposal.code}/#authors",
        context={"record": coauthor.proposal},
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
    if suggestion.overlaps_since is None or suggestion.state not in OPEN:
        return
    tell(
        person=suggestion.author,
        kind="overlapping",
        key=f"overlaps:{suggestion.pk}:{event.revision_id}",
        path=f"suggestions/{suggestion.pk}/settle/",
        context={"suggestion": suggestion, "days": settings.SETTLE_AFTER_DAYS},
    )


@listen(VersionHeldBack)
def tell_held_back(event: VersionHeldBack) -> None:
    """Whoever wrote it chooses; nothing is asked where that was done meanwhile."""
    found = DraftOverlap.objects.select_related("held__user")
    noted = found.filter(page_id=event.page_id, held__isnull=False).first()
    held = noted.held if noted is not None else None
    if noted is None or held is None or (owner := held.user) is None:
        return
    with override(owner.language or settings.LANGUAGE_CODE):
        due = noted.due_at and date_text(noted.due_at, now=timezone.now())
        at = noted.due_at and f"{timezone.localtime(noted.due_at):%H:%M}"
    tell(
        person=owner,
        kind="held_back",
        key=f"held:{event.page_id}:{event.revision_id}",
        path=reverse("held_back", args=[event.page_id]),
        prefixed=False,
        context={"title": held.object_str, "due": due, "at": at},
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


@listen(SupportersAsked)
def ask_supporters(event: SupportersAsked) -> None:
    """A batch of them, then the next: nothing waits for a hundred thousand mails. Nobody is asked twice in a row."""
    change = TextChange.objects.select_related("proposal__page", "edition").get(pk=event.change_id)
    if not change.proposal.takes_support or not change.proposal.is_public:
        return
    batch = supporters_to_ask(change, after=event.after, limit=ASKED_AT_ONCE)
    found = what_changed(change.edition_before, change.edition)
    for support in batch:
        with override(support.person.language or settings.LANGUAGE_CODE):
            until = deadline_text(change.answer_until, now=timezone.now())
        tell(
            person=support.person,
            kind="text_changed",
            key=f"text:{change.proposal_id}:{change.edition_id}",
            path=f"p/{change.proposal.number}/changed/",
            context={"record": change.proposal, "diff": found, "until": until},
        )
    if len(batch) == ASKED_AT_ONCE:
        publish(SupportersAsked(change_id=change.pk, after=batch[-1].pk))
