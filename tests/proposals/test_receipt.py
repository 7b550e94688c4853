"""A receipt: shown after voting and under My things, found by its code alone, naming nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from proposals.actions.enter import enter_all
from proposals.actions.seal import seal_all
from proposals.actions.vote import cast_vote
from proposals.acts import Choice
from proposals.models import LedgerRow, ProposalRecord
from proposals.models.votes import receipt_of, voter_key
from proposals.templatetags.votes import in_fours
from tests.factories.people import UserFactory
from tests.factories.proposals import NOW, ProposalFactory, edition_of

pytestmark = pytest.mark.django_db


def url(record: ProposalRecord) -> str:
    return f"/en/p/{record.number}/receipt/"


def voted() -> tuple[ProposalRecord, list]:
    record, people = ProposalFactory(vote=True), UserFactory.create_batch(5)
    for person in people:
        cast_vote(record=record, voter=person, choice=Choice.AGAINST, edition=edition_of(record), now=NOW)
    return record, people


def test_the_code_finds_the_act_before_it_is_counted_then_counted_then_with_its_place_and_fingerprint() -> (
    None
):
    record, people = voted()
    code = in_fours(receipt_of(record, people[0])).upper()
    guest = Client()
    assert "Recorded; it is counted in a moment." in guest.post(url(record), {"code": code}).content.decode()
    seal_all()
    assert "Counted" in guest.post(url(record), {"code": code}).content.decode()
    enter_all(now=NOW + timedelta(days=1))
    text = guest.post(url(record), {"code": code}).content.decode()
    row = LedgerRow.objects.get(voter=voter_key(record, people[0]))
    assert row.hash in text and "Against" in text
    assert str(people[0]) not in text and people[0].email not in text


def test_of_a_vote_that_was_changed_the_receipt_says_which_entry_holds() -> None:
    record, people = voted()
    later = NOW + timedelta(minutes=1)
    cast_vote(record=record, voter=people[0], choice=Choice.FOR, edition=edition_of(record), now=later)
    seal_all()
    code = receipt_of(record, people[0])
    acts = Client().post(url(record), {"code": code}).context["acts"]
    assert [(act.choice, act.replaced) for act in acts] == [("against", True), ("for", False)]


def test_the_public_pseudonym_and_a_wrong_code_open_nothing() -> None:
    record, people = voted()
    for code in (voter_key(record, people[0]), "0" * 32, "no code", ""):
        response = Client().post(url(record), {"code": code})
        assert response.status_code == 422
        assert "No entry has this code" in response.content.decode()


def test_a_receipt_of_one_proposal_finds_nothing_on_another() -> None:
    record, people = voted()
    other, _others = voted()
    assert Client().post(url(other), {"code": receipt_of(record, people[0])}).status_code == 422


def test_whoever_is_signed_in_sees_their_own_without_typing_and_in_my_things(client: Client) -> None:
    record, people = voted()
    client.force_login(people[1])
    code = in_fours(receipt_of(record, people[1]))
    assert code in client.get(url(record)).content.decode()
    assert code in client.get("/en/me/votes/").content.decode()
    client.force_login(UserFactory())
    assert "You have neither supported this proposal" in client.get(url(record)).content.decode()


def test_after_voting_the_box_says_so_with_the_receipt(client: Client) -> None:
    record, voter = ProposalFactory(vote=True), UserFactory()
    ProposalRecord.objects.update(closes_at=None)
    client.force_login(voter)
    sent = {"choice": "for", "edition": edition_of(record).pk}
    response = client.post(f"/en/p/{record.number}/vote/", sent)
    assert response.status_code == 302 and response["Location"].endswith("#vote")
    page = client.get(response["Location"]).content.decode()
    assert "Your vote has been recorded." in page
    assert in_fours(receipt_of(record, voter)) in page


def test_a_name_is_shown_only_where_its_owner_ticked_the_box_and_only_while_they_are_here(
    client: Client,
) -> None:
    record = ProposalFactory(vote=True)
    shy, open_ = UserFactory(display_name="Shy Person"), UserFactory(display_name="Open Person")
    ProposalRecord.objects.update(closes_at=None)
    for person, ticked in ((shy, {}), (open_, {"shows_name": "1"})):
        client.force_login(person)
        client.post(
            f"/en/p/{record.number}/vote/", {"choice": "for", "edition": edition_of(record).pk, **ticked}
        )
    page = Client().get(f"/en/p/{record.number}/record/").content.decode()
    assert "Open Person" in page and "Shy Person" not in page
    open_.erased_at = NOW
    open_.save()
    assert "Former member" not in Client().get(f"/en/p/{record.number}/record/").content.decode()


def test_who_has_the_code_of_an_act_that_came_too_late_sees_its_moment_and_the_close() -> None:
    record, people = voted()
    LedgerRow.objects.filter(voter=voter_key(record, people[0])).update(at=NOW + timedelta(days=14, hours=9))
    seal_all()
    late, other = (
        Client().post(url(record), {"code": receipt_of(record, person)}).content.decode()
        for person in people[:2]
    )
    closed = timezone.localtime(record.closes_at).strftime("%Y-%m-%d %H:%M:%S")
    came = timezone.localtime(NOW + timedelta(days=14, hours=9)).strftime("%Y-%m-%d %H:%M:%S")
    assert f"It came at {came}; the close was at {closed}." in late
    assert "It came at" not in other
    assert "It came at" not in Client().get(f"/en/p/{record.number}/record/").content.decode()
