"""Who votes hears when the vote is set aside and what came of the objection; of common votes who wants to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from policywiki.core.events import CommonVoteCounted, CommonVoteOpened, VotesSetAside
from policywiki.moderation.models import Case, Decision
from policywiki.notifications import votes as notices
from proposals.actions.doubt import DOUBT_KIND, look_for_signs
from proposals.actions.set_aside import OBJECTION_KIND, object_to
from proposals.actions.support import give_support, take_back
from proposals.models import Ballot, Paper, Poll
from proposals.outcome import VoteMode
from proposals.polls.actions import open_poll
from tests.factories.people import UserFactory
from tests.factories.proposals import CallFactory, ProposalFactory, edition_of
from tests.proposals.test_doubts import decided, doubted
from tests.proposals.test_polls import a_poll, counted, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notices, "AT_A_TIME", 2)


def doubted_case(voters: int = 3) -> tuple[Case, list[Any]]:
    _record, people = doubted(voters)
    people[1].language = "zh-hans"
    people[1].save()
    look_for_signs(now=timezone.now())
    mail.outbox.clear()
    return Case.objects.get(kind=DOUBT_KIND), people


def told() -> dict[str, str]:
    """Address -> the whole of each mail."""
    return {message.to[0]: f"{message.subject}\n{message.body}" for message in mail.outbox}


def test_each_voter_set_aside_is_told_once_with_the_reason_and_how_to_object(
    site: Any, few_at_a_time: None
) -> None:
    case, people = doubted_case()
    decided(case, Decision.NOT_PUBLISHED)
    assert sorted(told()) == sorted(person.email for person in people[:3])
    assert len(mail.outbox) == 3
    number = case.page.specific.record.number
    english, chinese = told()[people[0].email], told()[people[1].email]
    assert "Your vote has been set aside" in english and "One person, many accounts" in english
    assert f"/en/p/{number}/receipt/" in english and "please object" in english
    sign = "form sent faster than a person can read it"
    assert (sign in english, sign in chinese, "提交太快" in chinese) == (True, False, True)
    assert "多人" in chinese and f"/zh-hans/p/{number}/receipt/" in chinese
    assert "For" not in english.replace("Form", "") and "赞成" not in chinese  # never how they voted
    notices.tell_set_aside(VotesSetAside(case_id=case.pk))
    assert len(mail.outbox) == 3


def test_nobody_is_told_where_the_votes_count_or_the_decision_was_rolled_back(
    site: Any, settings: Any
) -> None:
    case, _people = doubted_case()
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with transaction.atomic():
        decided(case, Decision.NOT_PUBLISHED)
        assert DBTaskResult.objects.exists()
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    decided(case, Decision.PUBLISH)
    assert mail.outbox == []


@pytest.mark.parametrize(
    "decision, said", [("publish", "counts again"), ("not_published", "stays set aside")]
)
def test_what_came_of_an_objection_is_told_once(site: Any, decision: str, said: str) -> None:
    case, people = doubted_case()
    decided(case, Decision.NOT_PUBLISHED)
    ballot = Ballot.objects.get(person=people[0])
    object_to(vote=ballot, voter=people[0], text="It was me.", now=timezone.now())
    mail.outbox.clear()
    decided(Case.objects.get(kind=OBJECTION_KIND), decision)
    assert list(told()) == [people[0].email]
    assert said in told()[people[0].email]
    assert ("One person, many accounts" in told()[people[0].email]) is (decision == "not_published")


def test_supporters_of_what_is_on_the_paper_hear_once_that_it_opens(site: Any, few_at_a_time: None) -> None:
    poll = a_poll(VoteMode.SCORE, quorum=3)
    records = [option.proposal for option in poll.options.all()]
    both, one, deaf, gone = (UserFactory(vote_mails=wants) for wants in (True, True, False, True))
    for person, supported in (
        (both, records[:2]),
        (one, records[1:2]),
        (deaf, records[:1]),
        (gone, records[:1]),
    ):
        for record in supported:
            give_support(record=record, person=person, edition=edition_of(record), now=timezone.now())
    take_back(record=records[0], person=gone, now=timezone.now())
    mail.outbox.clear()
    for _again in range(2):
        notices.tell_opened(CommonVoteOpened(poll_id=poll.pk))
    assert sorted(message.to[0] for message in mail.outbox) == sorted([both.email, one.email])
    said = told()[both.email]
    assert "Plan 0" in said and "The proposal with the most points comes first." in said
    assert "at least 3 people vote" in said and f"/en/votes/{poll.pk}/" in said


@pytest.mark.parametrize("quorum", [0, 9])
def test_who_voted_hears_what_came_of_it_once(site: Any, few_at_a_time: None, quorum: int) -> None:
    poll = a_poll(VoteMode.SCORE, quorum=quorum)
    voters = UserFactory.create_batch(3)
    for voter in voters:
        say(poll, "1", "5", voter=voter)
    say(poll, "1", voter=UserFactory(vote_mails=False))
    mail.outbox.clear()
    counted(poll)
    assert len(mail.outbox) == 3
    notices.tell_counted(CommonVoteCounted(poll_id=poll.pk))
    assert sorted(message.to[0] for message in mail.outbox) == sorted(voter.email for voter in voters)
    said = told()[voters[0].email]
    assert ("- Plan 1" in said) is (quorum == 0)
    assert ("9 were needed: there is no result" in said) is (quorum == 9)


def test_opening_tells_by_itself_and_nobody_is_told_after_the_close(site: Any) -> None:
    call, now, person = CallFactory(vote_mode=VoteMode.RANKED), timezone.now(), UserFactory()
    records = [ProposalFactory(call=call, city=True, content={"title": f"Plan {n}"}) for n in range(2)]
    give_support(record=records[0], person=person, edition=edition_of(records[0]), now=now)
    mail.outbox.clear()
    poll = open_poll(
        call=call,
        official=UserFactory(official=True),
        costs=dict.fromkeys(records, 0),
        closes_at=now + timedelta(days=1),
        quorum=0,
        now=now,
    )
    assert list(told()) == [person.email]
    give_support(record=records[1], person=UserFactory(), edition=edition_of(records[1]), now=now)
    mail.outbox.clear()
    Poll.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    notices.tell_opened(CommonVoteOpened(poll_id=poll.pk))
    assert mail.outbox == [] and not Paper.objects.exists()
