"""What a vote needs, in numbers and in words; and a result that nobody sees before the close."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from proposals.actions.advance import GRACE, advance_stages
from proposals.actions.enter import enter_all
from proposals.actions.seal import seal_all
from proposals.actions.vote import cast_vote
from proposals.digests.collect import entries
from proposals.digests.criteria import Criteria
from proposals.models import LedgerRow, ProposalRecord
from proposals.outcome import Outcome, VoteRule, outcome_of, outcome_sentence, rule_sentence
from proposals.stages import Stage
from tests.factories.people import UserFactory
from tests.factories.proposals import CallFactory, ProposalFactory, edition_of

MORE, TWICE = VoteRule.MORE_FOR, VoteRule.TWO_THIRDS


def counted(in_favour: int, against: int, abstain: int = 0, *, rule: str = MORE, quorum: int = 0) -> Any:
    return SimpleNamespace(
        votes_for=in_favour,
        votes_against=against,
        votes_abstain=abstain,
        votes_total=in_favour + against + abstain,
        vote_rule=rule,
        vote_quorum=quorum,
    )


@pytest.mark.parametrize(
    ("votes", "outcome"),
    [
        (counted(0, 0), Outcome.NOT_CARRIED),
        (counted(1, 0), Outcome.CARRIED),
        (counted(5, 5), Outcome.NOT_CARRIED),
        (counted(6, 5, 90), Outcome.CARRIED),
        (counted(20, 10, rule=TWICE), Outcome.CARRIED),
        (counted(19, 10, rule=TWICE), Outcome.NOT_CARRIED),
        (counted(0, 0, 9, rule=TWICE), Outcome.NOT_CARRIED),
        (counted(60, 30, 9, quorum=100), Outcome.TOO_FEW),
        (counted(60, 30, 10, quorum=100), Outcome.CARRIED),
    ],
)
def test_what_a_vote_comes_to(votes: Any, outcome: Outcome) -> None:
    assert outcome_of(votes) == outcome


def test_rule_and_outcome_are_said_in_words() -> None:
    with override("en"):
        assert rule_sentence(rule=MORE, quorum=0) == "Carried if more are for than against."
        assert rule_sentence(rule=TWICE, quorum=1200) == (
            "Carried if at least 1,200 people vote and at least twice as many are for as against."
        )
        assert outcome_sentence(counted(60, 30, 9, quorum=100)) == "No result: 99 voted, 100 were needed."
        assert outcome_sentence(counted(2, 1)) == "Carried: 2 for, 1 against, 0 abstained."
    with override("zh-hans"):
        for rule in VoteRule.values:
            assert "%" not in rule_sentence(rule=rule, quorum=3) + rule_sentence(rule=rule, quorum=0)


def vote(record: ProposalRecord, choice: str) -> None:
    cast_vote(
        record=record,
        voter=UserFactory(),
        choice=choice,
        edition=edition_of(record),
        now=timezone.now(),
    )


@pytest.mark.django_db
def test_a_vote_keeps_the_rule_under_which_it_began() -> None:
    call = CallFactory(uses_vote=True, vote_rule=TWICE, vote_quorum=7)
    record = ProposalFactory(call=call, vote=True)
    call.vote_rule, call.vote_quorum = MORE, 0
    call.save()
    record.refresh_from_db()
    assert (record.vote_rule, record.vote_quorum) == (TWICE, 7)


HEADS = "/p/record/heads.jsonl"


def _text(client: Client, address: str) -> str:
    answer: Any = client.get(address)
    return str(answer.getvalue().decode())


@pytest.mark.django_db
@pytest.mark.parametrize("hidden", [True, False])
def test_nobody_sees_a_hidden_result_before_the_close_not_even_in_the_record(
    client: Client, hidden: bool, settings: Any
) -> None:
    settings.LEDGER_LEAST = 1
    call = CallFactory(uses_vote=True, vote_hidden=hidden, vote_quorum=3)
    record = ProposalFactory(call=call, vote=True, now=timezone.now())
    for choice in ("for", "for", "against", "abstain"):
        vote(record, choice)
    seal_all()
    in_two_days = timezone.now() + timedelta(days=2)
    enter_all(now=in_two_days)
    page = client.get(f"/en/proposals/{record.code}/").content.decode()
    public = client.get(f"/p/{record.number}/record.csv").getvalue().decode()  # type: ignore[attr-defined]
    assert "Carried if at least 3 people vote and more are for than against." in page
    assert ("choice-bars" in page) is not hidden
    assert ("4 people have voted. The result is shown after the close." in page) is hidden
    assert ("vote_cast" in public) is not hidden
    downloads = {address: _text(client, address) for address in (f"/p/{record.number}/record.jsonl", HEADS)}
    assert all(('"for": 2' in text.replace(":2", ": 2")) is not hidden for text in downloads.values())
    assert not downloads[HEADS] if hidden else downloads[HEADS]
    past = client.get(f"/en/proposals/{record.code}/", {"at": timezone.localdate().isoformat()})
    assert (past.context["vote"] is None) is hidden
    with override("en"):
        wish = Criteria(language="en", on=timezone.localdate(), title="Digest")
        (entry,) = entries(wish, user=AnonymousUser())
    assert (entry.votes is None) is hidden
    # After the close the result is there, on the page and, once its day is over, in the record.
    closed = ProposalRecord.objects.get(pk=record.pk).closes_at + GRACE
    advance_stages(now=closed)
    enter_all(now=closed + timedelta(days=2))
    assert ProposalRecord.objects.get(pk=record.pk).stage == Stage.CITY
    page = client.get(f"/en/proposals/{record.code}/").content.decode()
    assert page.count("Carried: 2 for, 1 against, 1 abstained.") == 2  # in the box, and in what happened
    assert "choice-bars" in page
    assert LedgerRow.objects.entered().filter(proposal=record).count() == 4
