"""?at=: the whole proposal as it stood at the end of a day - text, stage, numbers, answer - and nothing later."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from policywiki.core.publication import publishing
from policywiki.discussion.actions.comments import post_comment
from policywiki.editions.models import Edition
from proposals.actions.answer import publish_answer
from proposals.actions.seal import seal_all
from proposals.actions.stage import enter, locked
from proposals.actions.support import give_support, take_back
from proposals.acts import Act, Choice
from proposals.models import LedgerRow, ProposalRecord
from proposals.models.votes import voter_key
from proposals.past import as_it_stood, end_of, votes_at
from proposals.stages import Stage
from proposals.tally import recounted
from tests.factories.people import UserFactory
from tests.factories.proposals import NOW, ProposalFactory, edition_of

pytestmark = pytest.mark.django_db

DAY = date(2026, 5, 4)  # of NOW


def on(days: int, hours: int = 0) -> datetime:
    return NOW + timedelta(days=days, hours=hours)


def new_text(record: ProposalRecord, title: str, at: datetime) -> Any:
    page = record.page
    page.title = title
    with publishing(author=record.proposer, summary="Better", published_at=at):
        page.save_revision(user=record.proposer).publish(user=record.proposer, skip_permission_checks=True)
    return edition_of(record)


@pytest.fixture
def lived() -> ProposalRecord:
    """Published on day 0, three supporters, a new text, one taken back; with the city on day 5, answered on day 9."""
    record: ProposalRecord = ProposalFactory()
    Edition.objects.filter(page_id=record.page_id).update(published_at=NOW)
    first, people = edition_of(record), UserFactory.create_batch(3)
    for number, person in enumerate(people):
        give_support(record=record, person=person, edition=first, now=on(number, 1))
    second = new_text(record, "Racks at both gates", on(3))
    give_support(record=record, person=people[0], edition=second, now=on(3, 2))
    take_back(record=record, person=people[1], now=on(4))
    post_comment(page=record.page, author=people[0], text="Good.", stance="for", language="en", now=on(2))
    seal_all()
    fresh = locked(record)
    enter(fresh, Stage.CITY, actor=record.proposer, now=on(5))
    publish_answer(
        record=fresh, official=UserFactory(official=True), state="adopted", text="<p>We build both.</p>",
        department="Roads", now=on(9),
    )  # fmt: skip
    return ProposalRecord.objects.select_related("page", "call").get(pk=record.pk)


def at(record: ProposalRecord, days: int) -> Any:
    past = as_it_stood(record, DAY + timedelta(days=days))
    assert past is not None
    return past


@pytest.mark.parametrize(
    ("days", "title", "support", "of_text", "stage", "answers", "comments"),
    [
        (0, "Bicycle racks at the north gate", 1, 1, "support", 0, 0),
        (2, "Bicycle racks at the north gate", 3, 3, "support", 0, 1),
        (3, "Racks at both gates", 3, 1, "support", 0, 1),
        (4, "Racks at both gates", 2, 1, "support", 0, 1),
        (5, "Racks at both gates", 2, 1, "city", 0, 1),
        (9, "Racks at both gates", 2, 1, "answered", 1, 1),
    ],
)
def test_every_day_is_found_again(
    lived: ProposalRecord,
    days: int,
    title: str,
    support: int,
    of_text: int,
    stage: str,
    answers: int,
    comments: int,
) -> None:
    past = at(lived, days)
    assert past.page.title == title
    assert (past.record.support_count, past.support_of_text) == (support, of_text)
    assert past.record.stage == stage
    assert len(past.answers) == answers
    assert past.record.comment_count == comments
    assert (past.record.due_at is not None) is (stage == "city")


def test_looking_back_writes_nothing(lived: ProposalRecord) -> None:
    at(lived, 0)
    fresh = ProposalRecord.objects.get(pk=lived.pk)
    assert (fresh.stage, fresh.support_count) == ("answered", 2)


def test_today_is_what_the_page_shows(lived: ProposalRecord) -> None:
    past = as_it_stood(lived, timezone.localdate())
    assert past is not None
    assert past.record.support_count == lived.support_count == 2
    assert (past.record.stage, past.page.title) == (lived.stage, lived.page.title)


def test_the_page_of_a_day_offers_nothing_to_do_and_tells_nothing_later(
    lived: ProposalRecord, client: Client
) -> None:
    address = f"/en/proposals/{lived.code}/"
    html = client.get(address, {"at": "2026-05-06"}).content.decode()
    for words in [
        "as it stood at the end of",
        "Bicycle racks at the north gate",
        '<span class="big">3</span>',
    ]:
        assert words in html, words
    for words in [
        "Racks at both gates",
        "We build both.",
        f"/p/{lived.number}/support/",
        "Handed to the city",
    ]:
        assert words not in html, words
    last = client.get(address, {"at": "2026-05-13"}).content.decode()
    assert "We build both." in last
    assert "1 of them supported this text" in last
    for language, over in [("en", "(over)"), ("zh-hans", "（已截止）")]:
        then = client.get(f"/{language}/proposals/{lived.code}/", {"at": "2026-05-10"})
        assert then.status_code == 200
        assert over not in then.content.decode()  # what was to come on that day


def test_before_it_was_public_it_was_not_there(lived: ProposalRecord, client: Client) -> None:
    assert client.get(f"/en/proposals/{lived.code}/", {"at": "2026-05-03"}).status_code == 404


@pytest.mark.parametrize("asked", ["yesterday", "2026-13-01", "2999-01-01", "2026-05-04T10:00"])
def test_what_is_no_day_is_asked_again(lived: ProposalRecord, client: Client, asked: str) -> None:
    response = client.get(f"/en/proposals/{lived.code}/", {"at": asked})
    assert response.status_code == 400
    assert 'type="date"' in response.content.decode()


def test_what_is_not_public_now_was_not_public_then_either(lived: ProposalRecord, client: Client) -> None:
    lived.page.unpublish()
    assert client.get(f"/en/proposals/{lived.code}/", {"at": "2026-05-06"}).status_code == 404


def test_the_numbers_of_a_day_are_a_recount_of_the_ledger() -> None:
    """A thousand acts of sixty voters, votes set aside and counted again: every day as `tally.recounted` has it."""
    record, dice = ProposalFactory(vote=True), Random(7)
    record.stage_changes.update(closes_at=None)
    edition, voters = edition_of(record), UserFactory.create_batch(12)
    for step in range(200):
        choice, act = dice.choice(Choice.values), Act.VOTE_CAST
        if dice.random() < 0.15:
            choice, act = "", dice.choice([Act.VOTE_SET_ASIDE, Act.VOTE_COUNTED_AGAIN])
        LedgerRow.objects.append(
            record=record, voter=voter_key(record, dice.choice(voters)), act=act, choice=choice,
            edition=edition, at=on(0) + timedelta(hours=step),
        )  # fmt: skip
    seal_all()
    for days in range(10):
        moment = end_of(DAY + timedelta(days=days))
        again = recounted(record.ledger.counted().filter(at__lt=moment))
        assert votes_at(record, moment) == again, days


def test_a_result_kept_until_the_close_is_kept_on_every_day(client: Client) -> None:
    record = ProposalFactory(vote=True, vote_hidden=True, now=timezone.now())
    html = client.get(f"/en/proposals/{record.code}/", {"at": timezone.localdate().isoformat()})
    assert html.context["vote"] is None
    assert "The result of this vote is shown after its close." in html.content.decode()


def test_a_past_page_costs_the_same_however_many_acts(lived: ProposalRecord, client: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/en/proposals/{lived.code}/", {"at": "2026-05-06"}).status_code == 200
        return len(captured)

    asked()
    few = asked()
    for number in range(5):
        person = UserFactory()
        LedgerRow.objects.append(
            record=lived, voter=voter_key(lived, person), act=Act.SUPPORT_GIVEN, edition=edition_of(lived),
            at=on(1, number),
        )  # fmt: skip
    seal_all()
    assert asked() == few
