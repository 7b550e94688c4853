"""What thousands of guests open at once is made once a moment; each has a form of their own all the same."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from policywiki.core import moment
from proposals import wagtail_hooks
from tests.factories.people import UserFactory
from tests.factories.proposals import ProposalFactory, publish_page

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


class Clock:
    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Clock:
    settings.MOMENT_SECONDS = 1.0
    made = Clock()
    monkeypatch.setattr(moment, "time", made)
    return made


@pytest.fixture
def record(site: Any) -> Any:
    return ProposalFactory()


def opened(client: Client, record: Any) -> Any:
    """The proposal as somebody without any cookie gets it."""
    client.cookies.clear()
    return client.get(record.page.get_url())


def test_the_second_guest_costs_no_query_and_gets_the_same_page(
    clock: Clock, record: Any, client: Client, django_assert_num_queries: Any
) -> None:
    first = opened(client, record)
    with django_assert_num_queries(0):
        second = opened(client, record)
    assert TOKEN.sub("", second.content.decode()) == TOKEN.sub("", first.content.decode())
    assert dict(second.headers) == dict(first.headers)


def test_each_guest_has_a_token_of_their_own_that_works(clock: Clock, record: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    sent = []
    for _guest in range(2):
        page = opened(client, record)
        secret, token = client.cookies["csrftoken"].value, TOKEN.search(page.content.decode())[1]  # type: ignore[index]
        sent.append(secret)
        form = {"csrfmiddlewaretoken": token, "edition": page.context["edition"].pk if page.context else ""}
        assert client.post(f"/en/p/{record.number}/support/", form).status_code != 403
        stolen = {"csrfmiddlewaretoken": token}
        client.cookies["csrftoken"] = "x" * 32
        assert client.post(f"/en/p/{record.number}/support/", stolen).status_code == 403
    assert sent[0] != sent[1]


def test_it_is_made_anew_after_a_moment_by_one_of_those_who_ask(
    clock: Clock, record: Any, client: Client
) -> None:
    opened(client, record)
    record.page.summary = "A sentence that was not there."
    publish_page(record.page, author=record.proposer)
    assert record.page.summary not in opened(client, record).content.decode()
    clock.now += 1.1
    assert record.page.summary in opened(client, record).content.decode()
    assert record.page.summary in opened(client, record).content.decode()


def test_while_one_makes_it_anew_the_others_get_the_old_one_for_some_seconds(
    clock: Clock, record: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = opened(client, record)
    asked: dict[float, int] = {}
    show = wagtail_hooks.show_proposal

    def slowly(request: Any, page: Any) -> Any:
        """Meanwhile two others ask, three and six seconds after."""
        monkeypatch.setattr(wagtail_hooks, "show_proposal", show)
        for seconds in (3.0, 3.0):
            clock.now += seconds
            with CaptureQueriesContext(connection) as queries:
                assert opened(client, record).status_code == old.status_code
            asked[clock.now] = len(queries)
        return show(request, page)

    clock.now += 1.1
    monkeypatch.setattr(wagtail_hooks, "show_proposal", slowly)
    opened(client, record)
    soon, late = asked.values()
    assert soon == 0
    assert late > 0


def test_who_is_signed_in_or_chose_how_it_looks_gets_their_own(
    clock: Clock, record: Any, client: Client
) -> None:
    plain = opened(client, record).content.decode()
    client.cookies["theme"] = "dark"
    assert 'data-theme="dark"' in client.get(record.page.get_url()).content.decode()
    client.cookies.clear()
    person = UserFactory(display_name="Somebody Here")
    client.force_login(person)
    mine = client.get(record.page.get_url()).content.decode()
    assert mine != plain
    assert opened(client, record).content.decode().count("csrfmiddlewaretoken") == plain.count(
        "csrfmiddlewaretoken"
    )


def test_what_is_taken_off_the_site_is_gone_after_a_moment(clock: Clock, record: Any, client: Client) -> None:
    opened(client, record)
    record.page.unpublish()
    clock.now += 1.1
    assert opened(client, record).status_code == 404
    assert opened(client, record).status_code == 404


@pytest.mark.parametrize(
    "path", ["{page}?at=2026-01-01", "{page}?read=1", "/en/search/?q=park", "/en/propose/"]
)
def test_questions_and_pages_outside_the_tree_are_never_kept(
    clock: Clock, record: Any, client: Client, path: str
) -> None:
    for _time in range(2):
        client.cookies.clear()
        with CaptureQueriesContext(connection) as asked:
            client.get(path.format(page=record.page.get_url()))
        assert len(asked) > 0
