"""Voters hear when their vote is set aside and what came of their objection; and of common votes, if they like."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from policywiki.accounts.models import User
from policywiki.core.events import (
    CaseDecided,
    CommonVoteCounted,
    CommonVoteOpened,
    VotesSetAside,
    listen,
    publish,
)
from policywiki.core.wording import deadline_text, number_text
from policywiki.moderation.models import Case, Decision
from proposals.actions.set_aside import votes_set_aside_by
from proposals.doubts.signs import Sign
from proposals.eligibility import who_may
from proposals.models import Objection, Paper, Poll
from proposals.polls.showing import best_of, rule_sentence, titles_of

from .actions import tell

AT_A_TIME = 200


@listen(VotesSetAside)
def tell_set_aside(event: VotesSetAside) -> None:
    """A few at a time: stopped in the middle, it goes on where it was."""
    case = Case.objects.select_related("reason").get(pk=event.case_id)
    some = votes_set_aside_by(case, after=event.after_id, limit=AT_A_TIME)
    doubt = case.doubts.first()
    for vote in some:
        tell(
            person=vote.person,
            kind="vote_set_aside",
            key=f"aside:{case.pk}",
            path=vote.about.receipt_path,
            context={
                "about": vote.about,
                "sign": Sign(doubt.sign).label if doubt else "",
                **_why(case, vote.person),
            },
        )
    if len(some) == AT_A_TIME:
        publish(VotesSetAside(case_id=case.pk, after_id=some[-1].pk))


@listen(CaseDecided)
def tell_objection_decided(event: CaseDecided) -> None:
    found = Objection.objects.select_related("case__author", "case__reason").filter(case=event.case_id)
    objection = found.first()
    if objection is None:
        return
    case, about = objection.case, objection.vote.about
    tell(
        person=case.author,
        kind="objection_decided",
        key=f"objection:{objection.pk}",
        path=about.receipt_path,
        context={
            "about": about,
            "counts": event.decision == Decision.PUBLISH,
            **_why(case, case.author),
        },
    )


@listen(CommonVoteOpened)
def tell_opened(event: CommonVoteOpened) -> None:
    """Who supports one of its proposals, or several, hears once; nobody whose vote is over already."""
    poll, now = _poll(event.poll_id), timezone.now()
    if now >= poll.closes_at:
        return
    some = list(_supporters(poll, after=event.after_id)[:AT_A_TIME])
    titles = list(titles_of(poll).values())

    def told() -> dict[str, Any]:
        until, rule = deadline_text(poll.closes_at, now=now), rule_sentence(poll)
        return {"titles": titles, "until": until, "rule": rule, "who": who_may(poll.call)}

    for person in some:
        _tell_of(poll, person, "poll_opened", told)
    if len(some) == AT_A_TIME:
        publish(CommonVoteOpened(poll_id=poll.pk, after_id=some[-1].pk))


@listen(CommonVoteCounted)
def tell_counted(event: CommonVoteCounted) -> None:
    """Who voted hears what came of it."""
    poll = _poll(event.poll_id)
    papers = Paper.objects.filter(poll=poll, pk__gt=event.after_id).select_related("person")
    some = list(papers.order_by("pk")[:AT_A_TIME])
    best = best_of(poll)

    def told() -> dict[str, Any]:
        return {
            "best": best,
            "papers": number_text(poll.result["papers"]),
            "needed": number_text(poll.quorum),
        }

    for paper in some:
        if paper.person.vote_mails:
            _tell_of(poll, paper.person, "poll_counted", told)
    if len(some) == AT_A_TIME:
        publish(CommonVoteCounted(poll_id=poll.pk, after_id=some[-1].pk))


def _tell_of(poll: Poll, person: Any, kind: str, told: Callable[[], dict[str, Any]]) -> None:
    with override(person.language or settings.LANGUAGE_CODE):
        context = {"poll": poll, **told()}
    tell(person=person, kind=kind, key=f"{kind}:{poll.pk}", path=f"votes/{poll.pk}/", context=context)


def _poll(pk: int) -> Poll:
    poll: Poll = Poll.objects.select_related("call").get(pk=pk)
    return poll


def _supporters(poll: Poll, *, after: int) -> Any:
    people = User.objects.filter(supports__proposal__on_papers__poll=poll, vote_mails=True, pk__gt=after)
    return people.distinct().order_by("pk")


def _why(case: Case, person: Any) -> dict[str, str]:
    """The reason as this person reads it, and what the moderator wrote."""
    label, message = case.reason.in_language(person.language or "") if case.reason else ("", "")
    return {"reason": label, "message": message, "note": case.note}
