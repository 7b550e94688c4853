"""Voting: for, against or abstain, changeable until the close."""

from __future__ import annotations

from datetime import timedelta

import pytest

from policywiki.core.verdicts import NotFound, WrongStage
from proposals.actions.seal import seal_all
from proposals.actions.vote import cast_vote
from proposals.acts import Act, Choice
from proposals.models import Ballot, LedgerRow, ProposalRecord
from tests.factories.people import UserFactory
from tests.factories.proposals import NOW, ProposalFactory, edition_of

pytestmark = pytest.mark.django_db


def test_a_vote_with_its_reason_bound_to_the_text() -> None:
    record, voter = ProposalFactory(vote=True), UserFactory()
    edition = edition_of(record)
    ballot = cast_vote(
        record=record, voter=voter, choice=Choice.AGAINST, edition=edition, now=NOW, reason=" Too dear. "
    )
    assert (ballot.choice, ballot.reason, ballot.edition) == (Choice.AGAINST, "Too dear.", edition)
    row = LedgerRow.objects.get()
    assert (row.act, row.choice) == (Act.VOTE_CAST, Choice.AGAINST)


def test_voting_again_replaces_the_vote_and_both_are_written_down() -> None:
    record, voter = ProposalFactory(vote=True), UserFactory()
    edition = edition_of(record)
    for choice in (Choice.FOR, Choice.ABSTAIN):
        cast_vote(record=record, voter=voter, choice=choice, edition=edition, now=NOW)
    assert Ballot.objects.get().choice == Choice.ABSTAIN
    written = list(LedgerRow.objects.order_by("pk").values_list("act", "choice"))
    assert written == [(Act.VOTE_CAST, Choice.FOR), (Act.VOTE_CAST, Choice.ABSTAIN)]


def test_the_same_vote_again_is_written_down_again_and_counts_once() -> None:
    record, voter = ProposalFactory(vote=True), UserFactory()
    edition = edition_of(record)
    cast_vote(record=record, voter=voter, choice=Choice.FOR, edition=edition, now=NOW)
    later = NOW + timedelta(hours=1)
    cast_vote(record=record, voter=voter, choice=Choice.FOR, edition=edition, now=later, reason="It is time.")
    assert LedgerRow.objects.count() == 2
    assert (Ballot.objects.get().reason, Ballot.objects.get().cast_at) == ("It is time.", later)
    seal_all()
    assert ProposalRecord.objects.get(pk=record.pk).votes_for == 1


@pytest.mark.parametrize("choice", ["", "yes", "FOR"])
def test_only_the_three_words_are_a_vote(choice: str) -> None:
    record = ProposalFactory(vote=True)
    with pytest.raises(WrongStage):
        cast_vote(record=record, voter=UserFactory(), choice=choice, edition=edition_of(record), now=NOW)
    assert not Ballot.objects.exists()


def test_nothing_is_written_where_voting_is_not_open_or_the_text_is_another() -> None:
    record, other = ProposalFactory(), ProposalFactory(vote=True)
    with pytest.raises(WrongStage):
        cast_vote(record=record, voter=UserFactory(), choice=Choice.FOR, edition=edition_of(record), now=NOW)
    with pytest.raises(NotFound):
        cast_vote(record=other, voter=UserFactory(), choice=Choice.FOR, edition=edition_of(record), now=NOW)
    assert not Ballot.objects.exists()
    assert not LedgerRow.objects.exists()
