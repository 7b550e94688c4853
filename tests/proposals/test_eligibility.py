"""Who may support and vote under a call: a table of rules and people, and what those read who may not."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from policywiki.accounts.actions.residence import note_residence
from policywiki.core.verdicts import NotAllowed
from policywiki.places.models import District
from proposals.actions.support import give_support, take_back
from proposals.actions.vote import cast_vote
from proposals.eligibility import Eligibility
from proposals.models import Ballot, ProposalRecord
from tests.factories.people import UserFactory
from tests.factories.proposals import CallFactory, ProposalFactory, edition_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def districts() -> dict[str, District]:
    return {
        code: District.objects.create(code=code, name_zh=code, name_en=code.title())
        for code in ("east", "west")
    }


def person(kind: str, districts: dict[str, District]) -> Any:
    if kind == "unconfirmed":
        return UserFactory(confirmed=False)
    user = UserFactory()
    if kind in districts:
        note_residence(person=user, district=districts[kind], way="invitation", now=timezone.now())
    return user


RULES = [
    # rule, district, who may
    (Eligibility.SIGNED_IN, "", {"unconfirmed", "confirmed", "east", "west"}),
    (Eligibility.CONFIRMED, "", {"confirmed", "east", "west"}),
    (Eligibility.RESIDENT, "", {"east", "west"}),
    (Eligibility.RESIDENT, "east", {"east"}),
]


@pytest.mark.parametrize("rule, district, allowed", RULES)
def test_who_may_vote_and_support(
    rule: str, district: str, allowed: set[str], districts: dict[str, District]
) -> None:
    call = CallFactory(eligibility=rule, eligible_district=districts.get(district))
    now = timezone.now()
    voting, gathering = ProposalFactory(vote=True, call=call, now=now), ProposalFactory(call=call, now=now)
    may: dict[str, set[str]] = {"vote": set(), "support": set()}
    for kind in ("unconfirmed", "confirmed", "east", "west"):
        user = person(kind, districts)
        with suppress(NotAllowed):
            cast_vote(record=voting, voter=user, choice="for", edition=edition_of(voting), now=now)
            may["vote"].add(kind)
        with suppress(NotAllowed):
            give_support(record=gathering, person=user, edition=edition_of(gathering), now=now)
            may["support"].add(kind)
    assert may == {"vote": allowed, "support": allowed}


def test_whoever_moved_away_may_still_take_support_back(districts: dict[str, District]) -> None:
    call = CallFactory(eligibility=Eligibility.RESIDENT, eligible_district=districts["east"])
    now = timezone.now()
    record, user = ProposalFactory(call=call, now=now), person("east", districts)
    give_support(record=record, person=user, edition=edition_of(record), now=now)
    note_residence(person=user, district=districts["west"], way="invitation", now=now)
    assert take_back(record=record, person=user, now=now)


def test_the_box_says_who_may_vote_and_leads_to_the_proof(
    client: Client, districts: dict[str, District]
) -> None:
    call = CallFactory(eligibility=Eligibility.RESIDENT, eligible_district=districts["east"])
    record = ProposalFactory(vote=True, call=call, now=timezone.now())
    user = UserFactory()
    client.force_login(user)
    url = f"/en/proposals/{record.page.slug}/"
    page = client.get(url).content.decode()
    assert "residents of East" in page
    assert f"/en/me/residence/?next={url}%23vote" in page
    assert 'name="choice"' not in page
    sent = {"choice": "for", "edition": edition_of(record).pk}
    assert client.post(f"/en/p/{record.number}/vote/", sent).status_code == 403
    assert not Ballot.objects.exists()
    note_residence(person=user, district=districts["east"], way="invitation", now=timezone.now())
    assert 'name="choice"' in client.get(url).content.decode()
    assert client.post(f"/en/p/{record.number}/vote/", sent).status_code == 302
    assert ProposalRecord.objects.get().ballots.count() == 1
