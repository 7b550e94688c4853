"""A pair of rows is written whole or not at all, and in its order."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from proposals.acts import Act
from proposals.models import Ballot, LedgerRow, ProposalRecord
from proposals.models.votes import voter_key
from tests.factories.people import UserFactory
from tests.factories.proposals import NOW, ProposalFactory, edition_of

pytestmark = pytest.mark.django_db


def pair(
    record: ProposalRecord, voter: Any, choice: str, minute: int = 0, **act: Any
) -> tuple[Ballot, LedgerRow]:
    edition, key, at = edition_of(record), voter_key(record, voter), NOW + timedelta(minutes=minute)
    vote = Ballot(proposal=record, person=voter, voter=key, edition=edition, choice=choice, cast_at=at)
    row = LedgerRow(proposal=record, voter=key, act=Act.VOTE_CAST, choice=choice, edition=edition, at=at)
    for name, value in act.items():
        setattr(row, name, value)
    return vote, row


def test_every_field_arrives_as_the_model_would_have_saved_it() -> None:
    record, voter = ProposalFactory(vote=True), UserFactory()
    vote, row = pair(record, voter, "against")
    vote.reason, vote.shows_name, vote.came_from, vote.seconds_to_fill = "太贵 100% '\"", True, "ab", 2.5
    Ballot.objects.put(vote, row)
    found, act = Ballot.objects.get(), LedgerRow.objects.get()
    for field in Ballot._meta.concrete_fields[1:]:
        assert getattr(found, field.attname) == getattr(vote, field.attname), field.name
    for field in LedgerRow._meta.concrete_fields[1:]:
        assert getattr(act, field.attname) == getattr(row, field.attname), field.name


@pytest.mark.django_db(transaction=True)
def test_where_the_second_cannot_be_written_the_first_is_not() -> None:
    record, voter = ProposalFactory(vote=True), UserFactory()
    Ballot.objects.put(*pair(record, voter, "for"))
    with pytest.raises(IntegrityError):
        Ballot.objects.put(*pair(record, voter, "against", act=None))
    assert Ballot.objects.get().choice == "for"
    assert LedgerRow.objects.count() == 1


def test_a_second_vote_writes_over_the_first_and_both_acts_stay_in_their_order() -> None:
    record, voter, other = ProposalFactory(vote=True), UserFactory(), UserFactory()
    for minute, (person, choice) in enumerate([(voter, "for"), (other, "for"), (voter, "abstain")]):
        Ballot.objects.put(*pair(record, person, choice, minute))
    assert sorted(Ballot.objects.values_list("choice", flat=True)) == ["abstain", "for"]
    acts = list(LedgerRow.objects.order_by("pk").values_list("choice", "at"))
    assert acts == [
        (choice, NOW + timedelta(minutes=n)) for n, choice in enumerate(["for", "for", "abstain"])
    ]
