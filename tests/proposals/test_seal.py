"""Counting: exact, once, refusing what came late, and the same when counted again from the beginning."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from proposals.actions.seal import recount, seal, seal_all
from proposals.actions.stage import enter
from proposals.actions.support import give_support, take_back
from proposals.actions.vote import cast_vote
from proposals.acts import Act, Choice
from proposals.models import Ballot, LedgerRow, ProposalRecord, Support
from proposals.models.votes import voter_key
from proposals.stages import Stage
from proposals.tally import Tally
from tests.factories.people import UserFactory
from tests.factories.proposals import NOW, ProposalFactory, edition_of, publish_page

pytestmark = pytest.mark.django_db


def tally(record: ProposalRecord) -> Tally:
    record = ProposalRecord.objects.get(pk=record.pk)
    return Tally(record.support_count, record.votes_for, record.votes_against, record.votes_abstain)


def test_nothing_counts_before_it_is_counted_and_nothing_counts_twice() -> None:
    record = ProposalFactory()
    for person in UserFactory.create_batch(3):
        give_support(record=record, person=person, edition=edition_of(record), now=NOW)
    assert tally(record).support == 0
    assert seal_all() == 3
    assert seal_all() == 0
    assert tally(record) == Tally(support=3) == recount(record=record)


def test_positions_are_one_unbroken_row_over_all_proposals() -> None:
    records = [ProposalFactory(), ProposalFactory()]
    person = UserFactory()
    for record in records:
        give_support(record=record, person=person, edition=edition_of(record), now=NOW)
        take_back(record=record, person=person, now=NOW)
    assert [seal(limit=3), seal(limit=3), seal(limit=3)] == [3, 1, 0]
    in_order = LedgerRow.objects.order_by("position")
    assert list(in_order.values_list("position", flat=True)) == [1, 2, 3, 4]
    assert list(in_order.values_list("pk", flat=True)) == sorted(in_order.values_list("pk", flat=True))
    assert [tally(record).support for record in records] == [0, 0]


def test_a_second_text_is_not_a_second_support() -> None:
    record, person = ProposalFactory(), UserFactory()
    give_support(record=record, person=person, edition=edition_of(record), now=NOW)
    seal_all()
    publish_page(record.page, author=record.proposer, summary="Again")
    give_support(record=record, person=person, edition=edition_of(record), now=NOW)
    seal_all()
    assert tally(record) == Tally(support=1) == recount(record=record)


def test_a_changed_vote_moves_from_one_number_to_the_other() -> None:
    record, voter = ProposalFactory(vote=True), UserFactory()
    for choice, expected in [
        (Choice.FOR, Tally(votes_for=1)),
        (Choice.AGAINST, Tally(votes_against=1)),
        (Choice.ABSTAIN, Tally(votes_abstain=1)),
    ]:
        cast_vote(record=record, voter=voter, choice=choice, edition=edition_of(record), now=NOW)
        seal_all()
        assert tally(record) == expected == recount(record=record)


def late(record: ProposalRecord, person: Any, act: str, choice: str = "") -> LedgerRow:
    """An act whose permission was asked before the close and which was written after it."""
    row: LedgerRow = LedgerRow.objects.append(
        record=record,
        voter=voter_key(record, person),
        act=act,
        choice=choice,
        edition=edition_of(record),
        at=record.closes_at,
    )
    return row


def test_a_vote_dated_at_the_close_is_refused_and_the_vote_before_it_stands() -> None:
    record, voter, newcomer = ProposalFactory(vote=True), UserFactory(), UserFactory()
    cast_vote(record=record, voter=voter, choice=Choice.FOR, edition=edition_of(record), now=NOW)
    late(record, voter, Act.VOTE_CAST, Choice.AGAINST)
    Ballot.objects.update(choice=Choice.AGAINST, cast_at=record.closes_at)
    late(record, newcomer, Act.VOTE_CAST, Choice.AGAINST)
    Ballot.objects.create(
        proposal=record,
        person=newcomer,
        voter=voter_key(record, newcomer),
        edition=edition_of(record),
        choice=Choice.AGAINST,
        cast_at=record.closes_at,
    )
    assert seal_all() == 3
    assert tally(record) == Tally(votes_for=1) == recount(record=record)
    assert list(LedgerRow.objects.order_by("pk").values_list("counted", flat=True)) == [True, False, False]
    ballot = Ballot.objects.get()
    assert (ballot.person, ballot.choice, ballot.cast_at) == (voter, Choice.FOR, NOW)


def test_support_after_a_change_of_stage_is_refused_and_taking_back_never_is() -> None:
    record = ProposalFactory(city=True)
    stays, comes = UserFactory(), UserFactory()
    give_support(record=record, person=stays, edition=edition_of(record), now=NOW)
    moment = NOW + timedelta(hours=1)
    enter(record, Stage.ANSWERED, actor=record.proposer, now=moment)
    record.closes_at = moment
    late(record, comes, Act.SUPPORT_GIVEN)
    Support.objects.create(
        proposal=record,
        person=comes,
        voter=voter_key(record, comes),
        edition=edition_of(record),
        given_at=moment,
    )
    seal_all()
    assert tally(record) == Tally(support=1) == recount(record=record)
    assert list(Support.objects.values_list("person", flat=True)) == [stays.pk]
    late(record, stays, Act.SUPPORT_TAKEN_BACK)
    seal_all()
    assert tally(record) == Tally() == recount(record=record)


def test_many_acts_in_any_batches_give_the_numbers_of_a_recount_and_of_the_current_rows() -> None:
    chance = random.Random(20260504)
    gathering, voting = ProposalFactory(), ProposalFactory(vote=True)
    people = UserFactory.create_batch(6)
    editions = {record: edition_of(record) for record in (gathering, voting)}
    for _act in range(120):
        person = chance.choice(people)
        if chance.random() < 0.5:
            cast_vote(
                record=voting,
                voter=person,
                choice=chance.choice(Choice.values),
                edition=editions[voting],
                now=NOW,
            )
        elif chance.random() < 0.6:
            give_support(record=gathering, person=person, edition=editions[gathering], now=NOW)
        else:
            take_back(record=gathering, person=person, now=NOW)
        if chance.random() < 0.2:
            seal(limit=chance.randint(1, 5))
    seal_all()
    assert tally(gathering) == recount(record=gathering) == Tally(support=Support.objects.count())
    by_choice = [Ballot.objects.filter(choice=choice).count() for choice in Choice.values]
    assert tally(voting) == recount(record=voting) == Tally(0, *by_choice)
    assert LedgerRow.objects.filter(counted=False).count() == 0


def test_counting_one_proposal_costs_the_same_for_2_and_for_40_rows() -> None:
    record, counts = ProposalFactory(), []
    people = iter(UserFactory.create_batch(42))
    for number in (2, 40):
        for _one in range(number):
            give_support(record=record, person=next(people), edition=edition_of(record), now=NOW)
        with CaptureQueriesContext(connection) as queries:
            assert seal() == number
        counts.append(len(queries))
    assert counts[1] <= counts[0] <= 17
