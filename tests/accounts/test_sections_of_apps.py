"""What the other apps show of a person: versions, proposals, support, votes and comments."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from policywiki.accounts.actions.export import export_mine
from policywiki.accounts.models import User
from policywiki.discussion.models import Comment, Flag
from policywiki.editions.models import Edition
from proposals.models import Ballot, Support
from tests.factories.people import UserFactory
from tests.factories.proposals import ProposalFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 2, 9, 0, tzinfo=UTC)


def take_part(person: User, number: int = 1) -> list[Any]:
    """So many proposals of somebody else that this person supports and votes on."""
    records = []
    for _ in range(number):
        record = ProposalFactory()
        edition = Edition.objects.current(record.page)
        common = {"proposal": record, "person": person, "voter": "x", "edition": edition}
        Support.objects.create(**common, given_at=NOW)
        Ballot.objects.create(**common, choice="against", reason="Too dear", cast_at=NOW)
        records.append(record)
    return records


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("tab", ["supported", "votes"])
def test_my_support_and_votes_at_constant_queries(client: Client, tab: str) -> None:
    person = UserFactory()
    client.force_login(person)
    url = f"/en/me/{tab}/"
    assert client.get(url).status_code == 200
    (record,) = take_part(person)
    take_part(UserFactory())
    page = client.get(url).content.decode()
    assert record.page.title in page and record.code in page
    few = queries(client, url)
    take_part(person, 4)
    assert queries(client, url) == few


def test_nobody_sees_how_another_voted(client: Client) -> None:
    person = UserFactory()
    take_part(person)
    page = client.get(f"/en/people/{person.pk}/").content.decode()
    assert "Too dear" not in page and "Against" not in page


def test_a_profile_shows_public_proposals_and_credited_versions(client: Client) -> None:
    record = ProposalFactory()
    person = record.proposer
    url = f"/en/people/{person.pk}/"
    page = client.get(url)
    assert record.code in page.content.decode()
    edition = Edition.objects.current(record.page)
    shown = edition.get_absolute_url() in page.content.decode()
    assert shown is (edition.author == person)
    record.page.unpublish()
    assert record.code not in client.get(url).content.decode()
    client.force_login(person)
    assert record.code not in client.get(url).content.decode()


def test_my_data_holds_what_i_did_everywhere() -> None:
    person = UserFactory()
    (record,) = take_part(person)
    other = UserFactory()
    take_part(other)
    mine = Comment.objects.create(
        page=record.page.page_ptr, author=person, text="Racks, please", created_at=NOW
    )
    Flag.objects.create(comment=mine, by=person, why="I did not mean it", created_at=NOW)
    everything = json.loads(json.dumps(export_mine(person=person, actor=person, now=NOW)))
    parts = {part["name"]: part["rows"] for part in everything["parts"]}
    assert [row["choice"] for row in parts["votes"]] == ["against"]
    assert len(parts["support"]) == 1 and str(record) == parts["support"][0]["proposal"]
    assert [row["text"] for row in parts["comments"]] == ["Racks, please"]
    assert [row["why"] for row in parts["flags"]] == ["I did not mean it"]
    assert "editions" in parts
