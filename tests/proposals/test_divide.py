"""One proposal becomes several: its parts are checked like any other, its supporters say yes to each."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from policywiki.core.verdicts import NotFound, WrongStage
from policywiki.moderation.actions.cases import decide
from policywiki.moderation.models import Decision
from policywiki.suggestions.actions.write import withdraw
from policywiki.suggestions.models import State, Suggestion
from proposals.actions.divide import begin_division, finish_division, give_up_division
from proposals.drafts import KeptDraft, send_draft
from proposals.merging import questions
from proposals.models import Division, ProposalRecord, Succession
from proposals.stages import Stage
from tests.factories.people import UserFactory
from tests.factories.proposals import CallFactory, ProposalFactory
from tests.proposals.test_merge import answer, fresh, new

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def call() -> Any:
    return CallFactory()


def divided(record: ProposalRecord, parts: int = 2) -> Division:
    return begin_division(
        record=record, proposer=record.proposer, parts=parts, why="Two things.", now=timezone.now()
    )


def drafts(division: Division) -> list[Suggestion]:
    return [part.suggestion for part in division.parts.select_related("suggestion")]


class Asked:
    def __init__(self, user: Any) -> None:
        self.user = user


def publish(suggestion: Suggestion) -> None:
    """Sent as it was begun, and published."""
    draft = KeptDraft(Asked(suggestion.author), str(suggestion.pk))  # type: ignore[arg-type]
    send_draft(draft, now=timezone.now())
    case = Suggestion.objects.get(pk=suggestion.pk).case
    decide(
        case=case, decision=Decision.PUBLISH, moderator=UserFactory(moderator=True), version=case.version,
        now=timezone.now(),
    )  # fmt: skip


def test_each_part_begins_with_the_whole_text_and_nothing_changes_yet() -> None:
    record = new("Racks and pumps")
    division = divided(record, 3)
    titles = [suggestion.title for suggestion in drafts(division)]
    assert titles == ["Racks and pumps (1)", "Racks and pumps (2)", "Racks and pumps (3)"]
    form = drafts(division)[0].draft["form"]
    assert form["problem"] == "The pavement is blocked."
    assert form["measures"][0]["what"] == "Build racks"
    assert fresh(record).stage == Stage.SUPPORT


def test_when_the_last_part_is_published_they_stand_in_its_place() -> None:
    people = UserFactory.create_batch(2)
    record = new("Racks and pumps", people)
    one, two = drafts(divided(record))
    publish(one)
    assert fresh(record).stage == Stage.SUPPORT
    mail.outbox.clear()
    publish(two)
    assert fresh(record).stage == Stage.DIVIDED
    parts = [row.after for row in Succession.objects.filter(before=record)]
    assert [part.page.title for part in parts] == ["Racks and pumps (1)", "Racks and pumps (2)"]
    told = [message for message in mail.outbox if "goes on in parts" in message.subject]
    assert sorted(message.to[0] for message in told) == sorted(person.email for person in people)
    assert questions(people[0]) == parts
    answer(parts[0], people[0], yes=True)
    answer(parts[1], people[0], yes=False)
    assert [fresh(part).support_count for part in parts] == [1, 0]
    assert questions(people[0]) == []
    assert fresh(record).support_count == 2


def test_the_old_address_shows_the_parts_and_its_own_history(client: Client) -> None:
    record = new("Racks and pumps")
    for suggestion in drafts(divided(record)):
        publish(suggestion)
    response = client.get(f"/en/proposals/{record.code}/")
    html = response.content.decode()
    assert response.status_code == 200
    for words in ["This proposal goes on in parts:", "Racks and pumps (2)", "Divided into several proposals"]:
        assert words in html, words


def test_a_part_that_is_taken_back_is_left_out_and_one_part_is_no_division() -> None:
    record = new("Racks, pumps and taps")
    division = divided(record, 3)
    one, two, three = drafts(division)
    publish(one)
    withdraw(suggestion=three, author=three.author, now=timezone.now())
    assert not finish_division(division=division, now=timezone.now())
    publish(two)
    assert fresh(record).stage == Stage.DIVIDED
    assert Succession.objects.count() == 2
    assert not finish_division(division=division, now=timezone.now())


def test_given_up_it_stays_one_and_the_drafts_stay() -> None:
    record = new("Racks and pumps")
    division = divided(record)
    with pytest.raises(WrongStage):
        divided(record)
    give_up_division(division=division, proposer=record.proposer, now=timezone.now())
    assert [suggestion.state for suggestion in drafts(division)] == [State.DRAFT, State.DRAFT]
    for suggestion in drafts(division):
        publish(suggestion)
    assert fresh(record).stage == Stage.SUPPORT
    assert divided(record).pk != division.pk


def test_what_went_to_the_city_meanwhile_goes_its_own_way() -> None:
    record = new("Racks and pumps")
    one, two = drafts(divided(record))
    publish(one)
    ProposalRecord.objects.filter(pk=record.pk).update(stage=Stage.CITY)
    publish(two)
    assert fresh(record).stage == Stage.CITY
    assert not Succession.objects.exists()


def test_only_its_proposer_and_only_with_a_reason() -> None:
    record = new("Racks and pumps")
    now = timezone.now()
    for person in (UserFactory(), UserFactory(moderator=True), AnonymousUser()):
        with pytest.raises(NotFound):
            begin_division(record=record, proposer=person, parts=2, why="x", now=now)
    for parts, why in [(1, "x"), (9, "x"), (2, " ")]:
        with pytest.raises(ValidationError):
            begin_division(record=record, proposer=record.proposer, parts=parts, why=why, now=now)
    with pytest.raises(WrongStage):
        divided(ProposalFactory(city=True))


def test_begun_followed_and_given_up_on_its_page(client: Client) -> None:
    record = new("Racks and pumps")
    address = f"/en/p/{record.number}/divide/"
    assert client.get(address).status_code == 404
    client.force_login(record.proposer)
    assert client.post(address, {"do": "begin", "parts": "2", "why": ""}).status_code == 422
    assert client.post(address, {"do": "begin", "parts": "2", "why": "Two things."}).status_code == 302
    html = client.get(address).content.decode()
    assert "Racks and pumps (2)" in html
    client.post(address, {"do": "finish"})
    assert fresh(record).stage == Stage.SUPPORT
    client.post(address, {"do": "give_up"})
    assert "Write the parts" in client.get(address).content.decode()
