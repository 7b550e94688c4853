"""Supporting a proposal and taking it back: one current row, every act written down."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from policywiki.core.verdicts import NotAllowed, NotFound, WrongStage
from proposals.actions.seal import seal_all
from proposals.actions.support import give_support, take_back
from proposals.acts import Act
from proposals.models import LedgerRow, ProposalRecord, Support
from proposals.showing import support_view
from tests.factories.people import UserFactory
from tests.factories.proposals import NOW, ProposalFactory, edition_of, publish_page

pytestmark = pytest.mark.django_db


def acts() -> list[str]:
    return list(LedgerRow.objects.order_by("pk").values_list("act", flat=True))


def test_support_is_bound_to_the_text_that_was_read() -> None:
    record, person = ProposalFactory(), UserFactory()
    edition = edition_of(record)
    support = give_support(record=record, person=person, edition=edition, now=NOW)
    assert (support.edition, support.given_at) == (edition, NOW)
    row = LedgerRow.objects.get()
    assert (row.act, row.edition, row.at, row.position) == (Act.SUPPORT_GIVEN, edition, NOW, None)


def test_supporting_twice_is_one_support_and_one_act() -> None:
    record, person = ProposalFactory(), UserFactory()
    for _time in range(2):
        give_support(record=record, person=person, edition=edition_of(record), now=NOW)
    assert Support.objects.count() == 1
    assert acts() == [Act.SUPPORT_GIVEN]


def test_supporting_a_newer_text_moves_the_support_there() -> None:
    record, person = ProposalFactory(), UserFactory()
    give_support(record=record, person=person, edition=edition_of(record), now=NOW)
    record.page.summary = "Now for 200 bicycles."
    publish_page(record.page, author=record.proposer, summary="More")
    newer, later = edition_of(record), NOW + timedelta(hours=1)
    support = give_support(record=record, person=person, edition=newer, now=later)
    assert (support.edition, support.given_at) == (newer, later)
    assert Support.objects.count() == 1
    assert acts() == [Act.SUPPORT_GIVEN, Act.SUPPORT_GIVEN]


def test_the_worker_counts_while_the_page_is_made() -> None:
    """The record was read before, the reader's own acts after: their support is in the number once."""
    record, person = ProposalFactory(), UserFactory()
    give_support(record=record, person=person, edition=edition_of(record), now=NOW)
    read = ProposalRecord.objects.get(pk=record.pk)
    assert support_view(read, person, edition_of(record), now=NOW)["count"] == 1
    read = ProposalRecord.objects.get(pk=record.pk)
    seal_all()
    assert support_view(read, person, edition_of(record), now=NOW)["count"] == 1


def test_taking_back_leaves_no_current_row_but_both_acts() -> None:
    record, person = ProposalFactory(), UserFactory()
    give_support(record=record, person=person, edition=edition_of(record), now=NOW)
    assert take_back(record=record, person=person, now=NOW)
    assert not Support.objects.exists()
    assert acts() == [Act.SUPPORT_GIVEN, Act.SUPPORT_TAKEN_BACK]
    assert not take_back(record=record, person=person, now=NOW)
    assert len(acts()) == 2


def test_one_row_per_person_is_a_rule_of_the_database() -> None:
    record, person = ProposalFactory(), UserFactory()
    support = give_support(record=record, person=person, edition=edition_of(record), now=NOW)
    support.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        support.save(force_insert=True)


def test_the_ledger_knows_no_person() -> None:
    one, other, person = ProposalFactory(), ProposalFactory(), UserFactory()
    for record in (one, other):
        give_support(record=record, person=person, edition=edition_of(record), now=NOW)
    names = set(LedgerRow.objects.values_list("voter", flat=True))
    assert len(names) == 2
    assert not {field.name for field in LedgerRow._meta.get_fields()} & {"person", "user", "actor"}


def test_guests_and_ended_proposals_are_refused_with_a_reason_and_nothing_is_written() -> None:
    record, person = ProposalFactory(), UserFactory()
    with pytest.raises(NotAllowed):
        give_support(record=record, person=AnonymousUser(), edition=edition_of(record), now=NOW)
    ended = ProposalFactory(withdrawn=True)
    with pytest.raises(WrongStage):
        give_support(record=ended, person=person, edition=edition_of(ended), now=NOW)
    with pytest.raises(WrongStage):
        take_back(record=ended, person=person, now=NOW)
    assert acts() == []


def test_a_version_of_another_proposal_cannot_be_supported_here() -> None:
    record, other = ProposalFactory(), ProposalFactory()
    with pytest.raises(NotFound):
        give_support(record=record, person=UserFactory(), edition=edition_of(other), now=NOW)
    assert acts() == []
