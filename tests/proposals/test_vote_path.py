"""A vote asks little: a handful of queries, however many have voted, and nothing that anybody else waits for."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from proposals import recent
from proposals.models import LedgerRow, ProposalRecord
from tests.factories.people import UserFactory
from tests.factories.proposals import ProposalFactory, edition_of

pytestmark = pytest.mark.django_db


def vote(client: Client, record: ProposalRecord, edition: int) -> list[str]:
    """The statements of one vote."""
    client.force_login(UserFactory())
    with CaptureQueriesContext(connection) as captured:
        sent = {"choice": "for", "edition": edition}
        headers = {"Referer": f"http://testserver/en/proposals/{record.page.slug}/"}
        response = client.post(f"/en/p/{record.number}/vote/", sent, headers=headers)
        assert response.status_code == 302
        assert response["Location"] == f"/en/proposals/{record.page.slug}/#vote"
    return [query["sql"] for query in captured]


def test_session_person_and_two_rows_are_all_that_a_vote_asks_for(client: Client, settings: Any) -> None:
    settings.ACT_ON_SECONDS = 60.0
    record = ProposalFactory(vote=True, now=timezone.now())
    edition = edition_of(record).pk
    recent._records.clear()
    recent._editions.clear()
    vote(client, record, edition)
    asked = vote(client, record, edition)
    recent._records.clear()
    recent._editions.clear()
    told = [sql for sql in asked if "SAVEPOINT" not in sql and not sql.startswith(("BEGIN", "COMMIT"))]
    written = [sql for sql in told if "INSERT INTO" in sql]
    one_statement = connection.vendor == "postgresql"
    assert len(written) == (1 if one_statement else 2), written
    assert len(told) <= 3 + len(written), told
    assert [sql for sql in told if sql.startswith(("UPDATE", "DELETE"))] == []
    assert not one_statement or not [sql for sql in asked if sql.startswith(("BEGIN", "SAVEPOINT"))], asked
    assert LedgerRow.objects.count() == 2


def test_what_is_kept_knows_a_restricted_page_and_one_taken_off(client: Client) -> None:
    record = ProposalFactory(vote=True, now=timezone.now())
    sent = {"choice": "for", "edition": edition_of(record).pk}
    client.force_login(UserFactory())
    restriction = PageViewRestriction.objects.create(page=record.call, restriction_type="login")
    assert client.post(f"/en/p/{record.number}/vote/", sent).status_code == 404
    restriction.delete()
    record.page.unpublish()
    assert client.post(f"/en/p/{record.number}/vote/", sent).status_code == 404


def test_nobody_is_led_to_another_site_after_voting(client: Client) -> None:
    record = ProposalFactory(vote=True, now=timezone.now())
    client.force_login(UserFactory())
    sent = {"choice": "for", "edition": edition_of(record).pk}
    headers = {"Referer": "https://evil.example/en/"}
    response = client.post(f"/en/p/{record.number}/vote/", sent, headers=headers)
    assert response["Location"].startswith("/en/proposals/")


def test_a_reason_that_is_too_long_is_never_cut_but_given_back(client: Client) -> None:
    record = ProposalFactory(vote=True, now=timezone.now())
    client.force_login(UserFactory())
    sent = {"choice": "for", "edition": edition_of(record).pk, "reason": "because " * 130}
    refused = client.post(f"/en/p/{record.number}/vote/", sent)
    assert refused.status_code == 409
    assert sent["reason"].strip() in refused.content.decode()
    assert not LedgerRow.objects.exists()
    sent["reason"] = (
        "x" * 998 + "\r\n" + "y"
    )  # browsers count a line break once and send it as two characters
    assert client.post(f"/en/p/{record.number}/vote/", sent).status_code == 302
