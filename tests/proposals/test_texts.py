"""Support belongs to a text: after a change supporters are asked, count for a while, and nobody is removed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from policywiki.core.events import SupportersAsked
from policywiki.editions.models import Edition
from policywiki.notifications import handlers as letters
from proposals.actions import texts
from proposals.actions.advance import advance_stages
from proposals.actions.seal import seal_all
from proposals.actions.support import give_support, take_back
from proposals.actions.texts import let_lapse, note_change, supporters_to_ask
from proposals.actions.vote import cast_vote
from proposals.ledger.checking import check_record
from proposals.models import ProposalRecord, Support, TextChange, TextSupport
from proposals.stages import Stage
from proposals.texts import Asked, Behind, behind, first_question
from tests.factories.people import PASSWORD, UserFactory
from tests.factories.proposals import CallFactory, ProposalFactory, edition_of, publish_page

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)


# ------------------------------------------------------------------------------------------- the pure rule


@pytest.mark.parametrize(
    ("counts", "asked", "result"),
    [
        ({1: 7}, [], Behind(current=7)),
        ({1: 310, 2: 1204}, [Asked(2, over=False)], Behind(1204, 310, 0)),
        ({1: 310, 2: 1204}, [Asked(2, over=True)], Behind(1204, 310, 310)),
        # The first unanswered question runs, however often the text changes after it.
        ({1: 3, 2: 2, 3: 1}, [Asked(3, over=False), Asked(2, over=True)], Behind(1, 5, 3)),
        # A typographic third text asks nobody: who supports the second supports it too.
        ({2: 4, 3: 1}, [Asked(2, over=True)], Behind(5, 0, 0)),
        # The third text is the first one again: who supported that is not asked, who supports the second is.
        ({1: 5, 2: 3}, [Asked(2, over=True), Asked(3, over=False, returns_to=1)], Behind(5, 3, 0)),
        # Then a fourth: its question is the first for both, and the second's for nobody.
        (
            {1: 5, 2: 3, 3: 1, 4: 2},
            [Asked(2, over=True), Asked(3, over=True, returns_to=1), Asked(4, over=False)],
            Behind(2, 9, 3),
        ),
        # Back and forth: each text stands again for its own.
        (
            {1: 5, 2: 3},
            [Asked(2, True), Asked(3, True, returns_to=1), Asked(4, True, returns_to=2)],
            Behind(3, 5, 5),
        ),
    ],
)
def test_who_stands_behind_which_text(counts: dict[int, int], asked: list[Asked], result: Behind) -> None:
    assert behind(counts, asked) == result


def test_threshold_counts_the_current_text_and_those_who_may_still_answer() -> None:
    assert Behind(current=5, earlier=4, lapsed=3).counting == 6
    assert first_question(2, [Asked(2, over=False)]) is None


# ------------------------------------------------------------------------------------------- its life


def supported_by(record: ProposalRecord, people: int, *, at: datetime = NOW) -> list[Any]:
    persons = UserFactory.create_batch(people)
    for person in persons:
        give_support(record=record, person=person, edition=edition_of(record), now=at)
    seal_all()
    return persons


def change(record: ProposalRecord, summary: str = "Now for 200 bicycles.") -> Edition:
    """One more text of it; what the worker does after the publication is done too."""
    record.page.summary = summary
    publish_page(record.page, author=record.proposer, summary="More bicycles")
    edition = edition_of(record)
    note_change(edition=edition)
    return edition


def numbers(record: ProposalRecord) -> tuple[int, int, int]:
    """All supporters, those of an earlier text, those who no longer count."""
    record = ProposalRecord.objects.get(pk=record.pk)
    return record.support_count, record.earlier_count, record.lapsed_count


def test_after_a_change_supporters_are_of_an_earlier_text_and_still_count() -> None:
    record = ProposalFactory(now=NOW)
    people = supported_by(record, 3)
    edition = change(record)
    assert numbers(record) == (3, 3, 0)
    give_support(record=record, person=people[0], edition=edition, now=NOW)
    take_back(record=record, person=people[1], now=NOW)
    seal_all()
    assert numbers(record) == (2, 1, 0)
    assert dict(TextSupport.objects.values_list("edition__number", "people")) == {1: 1, 2: 1}
    assert check_record(ProposalRecord.objects.get(pk=record.pk)).problems == []


def test_after_the_days_of_the_call_the_silent_no_longer_count_and_are_still_there() -> None:
    record = ProposalFactory(now=NOW, call=CallFactory(reconfirm_days=3))
    silent, keeps = supported_by(record, 2)
    edition = change(record)
    until = TextChange.objects.get().answer_until
    assert timezone.localtime(until).date() - timezone.localtime(edition.published_at).date() == timedelta(3)
    assert let_lapse(now=until - timedelta(seconds=1)) == 0
    assert let_lapse(now=until) == 1
    assert let_lapse(now=until) == 0
    assert numbers(record) == (2, 2, 2)
    assert Support.objects.filter(person=silent).exists()
    give_support(record=record, person=keeps, edition=edition, now=until)
    seal_all()
    assert numbers(record) == (2, 1, 1)


def test_a_typographic_change_asks_nobody() -> None:
    record = ProposalFactory(now=NOW)
    supported_by(record, 1)
    change(record, "Two-level racks, for 120 bicycles")
    assert not TextChange.objects.get().asks
    assert numbers(record) == (1, 0, 0)


def test_a_text_that_comes_back_does_not_ask_those_who_supported_it(monkeypatch: Any) -> None:
    """Nothing but typography between them; who supports the text in between is asked, also when that returns."""
    record = ProposalFactory(now=NOW)
    early = supported_by(record, 2)
    first = record.page.summary
    change(record, "Now for 200 bicycles.")
    let_lapse(now=TextChange.objects.get().answer_until)
    assert numbers(record) == (2, 2, 2)
    (late,) = supported_by(record, 1)
    mail.outbox.clear()
    third = change(record, first + ".")
    assert TextChange.objects.get(edition=third).returns_to == Edition.objects.of(record.page).get(number=1)
    assert numbers(record) == (3, 1, 0)
    assert [message.to for message in mail.outbox] == [[late.email]]
    screen = browse(early[0]).get(f"/en/p/{record.number}/changed/").content.decode()
    assert "It is again the text that you supported" in screen
    assert "Its text has changed since." not in browse(early[0]).get("/en/me/supported/").content.decode()
    fourth = change(record, "Now for 300 bicycles.")
    assert numbers(record) == (3, 3, 0)
    asked = supporters_to_ask(TextChange.objects.get(edition=fourth), after=0, limit=9)
    assert [one.person for one in asked] == early
    assert check_record(ProposalRecord.objects.get(pk=record.pk)).problems == []


def test_the_threshold_is_reached_by_those_who_count_and_stays_reached() -> None:
    record = ProposalFactory(now=NOW, call=CallFactory(support_threshold=3))
    people = supported_by(record, 2)
    edition = change(record)
    until = TextChange.objects.get().answer_until
    let_lapse(now=until)
    supported_by(record, 1)
    assert numbers(record) == (3, 2, 2)
    advance_stages(now=until)
    record.refresh_from_db()
    assert record.stage == Stage.SUPPORT  # three supporters, one of them of this text
    for person in people:
        give_support(record=record, person=person, edition=edition, now=until)
    advance_stages(now=until)
    record.refresh_from_db()
    assert record.stage == Stage.CITY
    take_back(record=record, person=people[0], now=until)
    advance_stages(now=until + timedelta(days=1))
    record.refresh_from_db()
    assert record.stage == Stage.CITY


def test_those_asked_and_silent_still_carry_the_threshold_in_their_days() -> None:
    record = ProposalFactory(now=NOW, call=CallFactory(support_threshold=2))
    supported_by(record, 1)
    change(record)
    supported_by(record, 1)
    advance_stages(now=NOW + timedelta(days=1))
    record.refresh_from_db()
    assert record.stage == Stage.CITY


def test_publishing_does_nothing_for_each_supporter_and_noting_twice_asks_once(monkeypatch: Any) -> None:
    monkeypatch.setattr(texts, "publish", lambda event: None)  # the letters are tasks of their own
    costs = []
    for people in (1, 12):
        record = ProposalFactory(now=NOW)
        supported_by(record, people)
        record.page.summary = "Now for 200 bicycles."
        with CaptureQueriesContext(connection) as queries:
            publish_page(record.page, author=record.proposer)
        costs.append(len(queries))
        note_change(edition=edition_of(record))
        assert TextChange.objects.filter(proposal=record).count() == 1
    assert costs[0] == costs[1]


def test_support_for_a_text_that_has_changed_meanwhile_is_for_the_text_that_was_read() -> None:
    record = ProposalFactory(now=NOW)
    read = edition_of(record)
    change(record)
    person = UserFactory()
    give_support(record=record, person=person, edition=read, now=NOW)
    seal_all()
    assert numbers(record) == (1, 1, 0)
    give_support(record=record, person=person, edition=edition_of(record), now=NOW)
    give_support(record=record, person=person, edition=read, now=NOW)  # an old window: never back
    assert Support.objects.get(person=person).edition == edition_of(record)


def test_a_changed_count_of_texts_is_found() -> None:
    record = ProposalFactory(now=NOW)
    supported_by(record, 2)
    TextSupport.objects.update(people=5)
    assert any("5 supporters are shown, a recount gives 2" in line for line in check_record(record).problems)


# ------------------------------------------------------------------------------------------- asking


def test_supporters_are_written_to_in_batches_once_until_they_answer(monkeypatch: Any) -> None:
    record = ProposalFactory(now=NOW)
    people = supported_by(record, 3)
    sent: list[SupportersAsked] = []
    monkeypatch.setattr(letters, "ASKED_AT_ONCE", 2)
    monkeypatch.setattr(letters, "publish", sent.append)
    first = change(record)
    assert len(mail.outbox) == 2
    letters.ask_supporters(sent[0])
    letters.ask_supporters(sent[0])  # delivered twice
    assert sorted(message.to[0] for message in mail.outbox) == sorted(person.email for person in people)
    assert "200" in mail.outbox[0].body
    assert f"/en/p/{record.number}/changed/" in mail.outbox[0].body
    give_support(record=record, person=people[0], edition=first, now=NOW)
    second = change(record, "Now for 300 bicycles.")
    again = TextChange.objects.get(edition=second)
    assert [one.person for one in supporters_to_ask(again, after=0, limit=9)] == [people[0]]


# ------------------------------------------------------------------------------------------- the screens


def browse(person: Any) -> Client:
    client = Client()
    assert client.login(username=person.email, password=PASSWORD)
    return client


def test_the_box_says_both_numbers_and_leads_to_the_difference() -> None:
    record = ProposalFactory(now=NOW)
    person, _other = supported_by(record, 2)
    change(record)
    supported_by(record, 1)
    page = browse(person).get(record.page.url.replace("zh-hans", "en")).content.decode()
    assert "1 supports this text," in page
    assert "2 supported an earlier one." in page
    assert f"/p/{record.number}/changed/" in page
    assert "For 14 days who has not answered still counts" in page


def test_one_screen_shows_the_difference_and_one_tap_keeps_or_takes_back() -> None:
    record = ProposalFactory(now=NOW)
    keeps, leaves = supported_by(record, 2)
    edition = change(record)
    address = f"/en/p/{record.number}/"
    for person, button in [(keeps, "support"), (leaves, "take-back")]:
        client = browse(person)
        screen = client.get(f"{address}changed/").content.decode()
        assert "The text you supported has changed" in screen
        assert "<ins>" in screen
        assert "200" in screen
        client.post(f"{address}{button}/", {"edition": edition.pk})
        assert "You know this text" in client.get(f"{address}changed/").content.decode()
    assert list(Support.objects.values_list("person", "edition")) == [(keeps.pk, edition.pk)]


def test_guests_sign_in_first_and_my_things_name_what_has_changed() -> None:
    record = ProposalFactory(now=NOW)
    (person,) = supported_by(record, 1)
    change(record)
    answer = Client().get(f"/en/p/{record.number}/changed/")
    assert answer.status_code == 302
    assert "changed" in answer["Location"]
    assert "Its text has changed since." in browse(person).get("/en/me/supported/").content.decode()


def test_a_voter_is_told_that_the_text_has_changed() -> None:
    record = ProposalFactory(now=NOW, vote=True)
    voter = UserFactory()
    cast_vote(record=record, voter=voter, choice="for", edition=edition_of(record), now=NOW)
    change(record)
    client = browse(voter)
    assert (
        "The text has changed since you voted."
        in client.get(record.page.url.replace("zh-hans", "en")).content.decode()
    )
    assert (
        "The text you voted on has changed" in client.get(f"/en/p/{record.number}/changed/").content.decode()
    )
