"""Ten thousand comments on one proposal: the same queries and no more bytes than for ten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from policywiki.discussion.models import Comment, Quotation
from policywiki.discussion.threads import OF_A_THREAD, in_reading_order
from tests.factories.people import UserFactory
from tests.factories.proposals import ProposalFactory

from .test_quotations import english

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 4, tzinfo=UTC)
MANY = 10_000
LIMIT = 100_000  # bytes
WORDS = "这一条我完全同意：楼道里不该充电，车棚要先建起来，钱从公共收益里出，账目每季度贴在门口。" * 20


def fill(page: Any, many: int, author: Any) -> None:
    """Half of them threads, half of them answers, one answer to the other, all in ten of the threads."""
    half = many // 2
    roots = Comment.objects.bulk_create(
        [
            Comment(page_id=page.pk, author=author, text=WORDS, created_at=NOW + timedelta(seconds=at))
            for at in range(half)
        ],
        batch_size=1000,
    )
    for at in range(0, half, 500):
        last: list[Comment | None] = list(roots[-10:])
        rows = []
        for number in range(at, min(at + 500, half)):
            root = roots[-10:][number % len(roots[-10:])]
            parent = last[number % len(last)] if number - at < 10 else root
            rows.append(Comment(page_id=page.pk, author=author, text=WORDS, parent=parent, root=root,
                                created_at=NOW + timedelta(days=1, seconds=number)))  # fmt: skip
        Comment.objects.bulk_create(rows)


def quote(page: Any) -> None:
    """Comments on 250 different, overlapping words of its text."""
    text = "The pavement is blocked."
    pieces = [text[start:end] for start in range(len(text)) for end in range(start + 1, len(text) + 1)]
    comments = Comment.objects.filter(page_id=page.pk, parent=None).order_by("-pk")
    Quotation.objects.bulk_create(
        Quotation(comment=comment, exact=words, now_exact=words, anchor="problem", state_since=NOW)
        for comment, words in zip(comments, pieces[-250:], strict=False)
    )


def looked_at(client: Client, address: str) -> tuple[int, int]:
    """(queries, bytes) of a page; its second showing, so that nothing is filled for the first time."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(queries), len(answer.content)


def test_a_page_costs_the_same_whatever_is_below_it(site: Any, client: Client) -> None:
    record = ProposalFactory()
    author, reader = UserFactory(), UserFactory()
    client.force_login(reader)
    fill(record.page, 20, author)
    asked = [
        record.page.url,
        f"{record.page.url}?comments=answered",
        f"{record.page.url}?comments=supported&talk=2",
    ]
    quote(record.page)
    few = [looked_at(client, address)[0] for address in asked[:2]]
    Quotation.objects.all().delete()
    Comment.objects.filter(parent__isnull=False).delete()
    Comment.objects.all().delete()
    fill(record.page, MANY, author)
    quote(record.page)
    many = [looked_at(client, address) for address in asked]
    assert [queries for queries, _size in many[:2]] == few
    assert max(size for _queries, size in many) < LIMIT, many


def test_a_thread_of_thousands_is_shown_a_page_at_a_time(site: Any, client: Client) -> None:
    record = ProposalFactory()
    fill(record.page, 6000, UserFactory())
    last = Comment.objects.order_by("pk").last()
    assert last is not None
    queries, size = looked_at(client, last.get_absolute_url())
    assert queries < 30
    assert size < LIMIT
    html = client.get(last.get_absolute_url()).content.decode()
    assert f'id="comment-{last.pk}"' in html
    assert html.count('<li class="comment"') == OF_A_THREAD or f"/ {6000 // 20 // OF_A_THREAD + 1}" in html


def test_an_answer_follows_what_it_answers() -> None:
    rows = [(2, 1), (3, 1), (4, 2), (5, 3), (6, 2), (7, 4)]
    assert in_reading_order(rows, 1) == [2, 4, 7, 6, 3, 5]


def test_a_thread_as_deep_as_it_is_long_is_read_without_recursion() -> None:
    rows = [(number + 1, number) for number in range(1, 50_000)]
    assert in_reading_order(rows, 1) == list(range(2, 50_001))


def test_answers_deep_down_stand_in_one_column_and_name_whom_they_answer(site: Any, client: Client) -> None:
    record = ProposalFactory()
    parent: Comment | None = None
    first: Comment | None = None
    for at in range(12):
        parent = Comment.objects.create(
            page=record.page.page_ptr, author=UserFactory(display_name=f"Speaker {at}"), text=f"Words {at}",
            parent=parent, root=first, created_at=NOW + timedelta(minutes=at),
        )  # fmt: skip
        first = first or parent
    assert first is not None
    html = client.get(english(first.get_absolute_url())).content.decode()
    assert all(f"Words {at}<" in html for at in range(12))
    assert html.count("In answer to") == 8  # the first four stand under each other
    shown = client.get(english(record.page.url)).content.decode()
    assert "Show 9 more answers" in shown
