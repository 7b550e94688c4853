"""A real conversation of 1,921 people through the real voting action: vtaiwan.uberx (CC BY 4.0, Open Polis Data)."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

from policywiki.accounts.models import User
from policywiki.editions.models import Edition
from proposals.actions.enter import enter_all
from proposals.actions.seal import seal_all
from proposals.actions.vote import cast_vote
from proposals.acts import Choice
from proposals.models import Ballot, LedgerRow, ProposalRecord, StageChange
from tests.factories.proposals import ProposalFactory, edition_of
from tests.proposals.polis import Event, cells, events, published

pytestmark = [pytest.mark.django_db, pytest.mark.data, pytest.mark.whole]

BEGUN, ENDS = datetime(2015, 6, 1, tzinfo=UTC), datetime(2019, 3, 1, tzinfo=UTC)  # last vote: 10 Feb 2019


def statements(numbers: set[int]) -> dict[int, tuple[ProposalRecord, Edition]]:
    """A proposal for each statement, open to votes for as long as the conversation was."""
    made = {number: ProposalFactory(vote=True, now=BEGUN) for number in sorted(numbers)}
    ProposalRecord.objects.update(closes_at=ENDS)
    StageChange.objects.filter(to_stage="vote").update(closes_at=ENDS)
    fresh = {record.pk: record for record in ProposalRecord.objects.to_act_on()}
    return {number: (fresh[record.pk], edition_of(record)) for number, record in made.items()}


def people(numbers: set[int]) -> dict[int, User]:
    User.objects.bulk_create(User(email=f"polis{n}@example.org", password="!") for n in sorted(numbers))
    return {
        int(user.email[5:].split("@")[0]): user for user in User.objects.filter(email__startswith="polis")
    }


def replay(found: list[Event]) -> dict[int, int]:
    """Cast every vote at its moment; statement -> primary key of its record."""
    records, voters = statements({one.statement for one in found}), people({one.voter for one in found})
    for start in range(0, len(found), 1000):
        with transaction.atomic():
            for event in found[start : start + 1000]:
                record, edition = records[event.statement]
                cast_vote(
                    record=record,
                    voter=voters[event.voter],
                    choice=event.choice,
                    edition=edition,
                    now=event.at,
                )
        seal_all()
    return {number: record.pk for number, (record, _edition) in records.items()}


def test_every_cell_of_the_published_matrix_and_every_published_count(data_folder: Path) -> None:
    folder = data_folder / "polis-opendata" / "vtaiwan.uberx"
    of_record = {pk: number for number, pk in replay(events(folder)).items()}
    current = {
        (of_record[row.proposal_id], int(row.person.email[5:].split("@")[0])): row.choice
        for row in Ballot.objects.select_related("person").iterator()
    }
    assert len(current) == 49_443
    assert current == cells(folder)
    rows = Counter(
        (of_record[proposal], choice)
        for proposal, choice in LedgerRow.objects.values_list("proposal_id", "choice").iterator()
    )
    assert rows.total() == 49_997
    counts = list(published(folder))
    assert len(counts) == 197
    for number, agrees, disagrees in counts:
        assert (rows[number, Choice.FOR], rows[number, Choice.AGAINST]) == (agrees, disagrees), number
    shown = ProposalRecord.objects.in_bulk(list(of_record))
    for pk, record in shown.items():
        stands = Counter(choice for (number, _voter), choice in current.items() if number == of_record[pk])
        assert (record.votes_for, record.votes_against, record.votes_abstain) == (
            stands[Choice.FOR],
            stands[Choice.AGAINST],
            stands[Choice.ABSTAIN],
        )
    enter_all(now=ENDS + timedelta(days=1))
    call_command("verify_ledger")
