"""Was this page useful? One answer a reader, seen by those who look after the pages, and no new cookie for reading."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from policywiki.wiki.models import Usefulness
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def page(site: Any) -> Any:
    return knowledge_page()


def question(page: Any) -> str:
    return reverse("wiki:useful", args=[page.pk])


def answered() -> list[tuple[bool, str]]:
    return list(Usefulness.objects.order_by("pk").values_list("useful", "why"))


def test_the_question_stands_on_the_page_and_reading_sets_no_cookie(page: Any, client: Client) -> None:
    shown = client.get(page.url)
    assert f"{question(page)}?answer=yes" in shown.content.decode()
    assert set(shown.cookies) <= {"django_language"}
    assert client.get(question(page), {"answer": "no"}).status_code == 200
    assert answered() == []


def test_one_answer_a_device_and_the_last_counts(page: Any, client: Client) -> None:
    client.post(question(page), {"answer": "no", "why": "It  is\nold."})
    assert answered() == [(False, "It is old.")]
    client.post(question(page), {"answer": "yes"})
    assert answered() == [(True, "")]
    Client().post(question(page), {"answer": "no"})
    assert answered() == [(True, ""), (False, "")]


def test_one_answer_an_account_on_any_device(page: Any) -> None:
    person = UserFactory()
    for _device in range(2):
        client = Client()
        client.force_login(person)
        client.post(question(page), {"answer": "yes"})
    assert len(answered()) == 1
    assert (
        str(person.pk) not in Usefulness.objects.get().reader[:4]
        or len(Usefulness.objects.get().reader) == 32
    )
    assert Usefulness.objects.get().edition == 1


def test_nothing_chosen_is_asked_again_with_the_words_kept(page: Any, client: Client) -> None:
    answer = client.post(question(page), {"why": "It is old."})
    assert answer.status_code == 422
    assert "It is old." in answer.content.decode() and "Choose yes or no." in answer.content.decode()


def test_what_is_not_public_is_not_asked_about(page: Any, client: Client) -> None:
    page.unpublish()
    assert client.get(question(page)).status_code == 404
    assert client.post(question(page), {"answer": "yes"}).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [("guest", 302), ("member", 302), ("moderator", 200), ("official", 200), ("administrator", 200)],
)
def test_who_reads_the_counts(page: Any, client: Client, who: str, status: int) -> None:
    if who != "guest":
        client.force_login(UserFactory(**({} if who == "member" else {who: True})))
    for address in (reverse("usefulness:report"), reverse("usefulness:words", args=[page.pk])):
        assert client.get(address).status_code == status


def test_the_counts_by_page_and_as_a_table(page: Any, client: Client) -> None:
    other = knowledge_page(title="=HYPERLINK(evil)")
    for answer in ("yes", "no", "no"):
        Client().post(question(page), {"answer": answer, "why": "Old." if answer == "no" else ""})
    Client().post(question(other), {"answer": "yes"})
    client.force_login(UserFactory(official=True))
    shown = client.get(reverse("usefulness:report")).content.decode()
    assert shown.index("Shared bicycles") < shown.index("=HYPERLINK(evil)")
    rows = list(
        csv.DictReader(
            StringIO(client.get(reverse("usefulness:report"), {"as": "csv"}).content.decode("utf-8-sig"))
        )
    )
    assert [(row["title"], row["yes"], row["no"], row["with_words"]) for row in rows] == [
        ("Shared bicycles", "1", "2", "2"), ("'=HYPERLINK(evil)", "1", "0", "0"),
    ]  # fmt: skip
    assert client.get(reverse("usefulness:words", args=[page.pk])).content.decode().count("Old.") == 2


def test_the_report_is_about_the_days_that_are_asked_for(page: Any, client: Client) -> None:
    Client().post(question(page), {"answer": "yes"})
    Usefulness.objects.update(answered_at=timezone.now() - timedelta(days=40))
    client.force_login(UserFactory(official=True))
    recent = {"first": (timezone.localdate() - timedelta(days=7)).isoformat(), "as": "csv"}
    assert client.get(reverse("usefulness:report"), recent).content.decode().count("\n") == 1
    assert client.get(reverse("usefulness:report"), {"as": "csv"}).content.decode().count("\n") == 2


def test_the_report_costs_the_same_queries_for_1_and_for_20(page: Any, client: Client) -> None:
    client.force_login(UserFactory(official=True))

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(reverse("usefulness:report"))
        return len(asked)

    Client().post(question(page), {"answer": "yes"})
    cost()
    one = cost()
    for number in range(20):
        Usefulness.objects.create(
            page=knowledge_page(title=f"Page {number}"),
            reader=str(number),
            useful=True,
            answered_at=timezone.now(),
        )
    assert cost() == one


def test_the_counts_stay_inside(page: Any, client: Client) -> None:
    Client().post(question(page), {"answer": "no", "why": "Very secret opinion"})
    for address in (
        page.url,
        reverse("wiki:page_json", args=[page.pk]),
        reverse("wiki:history", args=[page.pk]),
    ):
        assert "secret opinion" not in client.get(address).content.decode()
