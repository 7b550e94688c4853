"""Counting that lags is seen: at /healthz/vitals, on the admin's home, in the log."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from proposals.actions.seal import seal_all
from proposals.actions.support import give_support
from proposals.vitals import say_when_counting_lags
from tests.factories.people import UserFactory
from tests.factories.proposals import ProposalFactory, edition_of

pytestmark = pytest.mark.django_db

ENGLISH = {"Accept-Language": "en"}


def wait(seconds: float) -> None:
    """One support that has waited so long to be counted."""
    moment = timezone.now() - timedelta(seconds=seconds)
    record = ProposalFactory(now=moment - timedelta(hours=1))
    give_support(record=record, person=UserFactory(), edition=edition_of(record), now=moment)


def test_the_lag_is_shown_and_alarms_once_it_is_too_long(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    wait(10)
    answer = client.get("/healthz/vitals")
    assert (answer.status_code, answer.json()["alarming"]) == (200, [])
    assert 10 <= answer.json()["counting_lag_seconds"] < 60
    wait(90)
    # The oldest that waits decides, not the one written first.
    answer = client.get("/healthz/vitals")
    assert (answer.status_code, answer.json()["alarming"]) == (503, ["counting_lag_seconds"])
    assert client.get("/healthz").status_code == 200
    with caplog.at_level(logging.ERROR, logger="proposals"):
        say_when_counting_lags()
    assert "seconds to be counted" in caplog.text
    seal_all()
    assert client.get("/healthz/vitals").json() == {"alarming": [], "counting_lag_seconds": 0.0}


def test_administrators_see_it_on_their_home_and_moderators_do_not(client: Client, site: object) -> None:
    wait(90)
    client.force_login(UserFactory(administrator=True))
    page = client.get("/admin/", headers=ENGLISH).content.decode()
    assert "the worker runs" in page
    client.force_login(UserFactory(moderator=True))
    assert "the worker runs" not in client.get("/admin/", headers=ENGLISH).content.decode()
