"""The city answers, carries out; the proposer withdraws; the text stands still."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from policywiki.core import events
from policywiki.core.events import AnswerPublished, StageChanged
from policywiki.core.verdicts import NotAllowed, NotFound, WrongStage
from proposals.actions import answer as answering
from proposals.actions import stage as staging
from proposals.actions.answer import publish_answer
from proposals.actions.carry_out import carry_out
from proposals.actions.withdraw import withdraw_proposal
from proposals.models import Answer, AnswerState, ProposalRecord, StageChange
from proposals.stages import Stage
from tests.factories.people import UserFactory
from tests.factories.proposals import NOW, ProposalFactory

pytestmark = pytest.mark.django_db


def say(record: ProposalRecord, official: Any, **changed: Any) -> Answer:
    given = {
        "state": AnswerState.IN_PART,
        "text": "<p>Six of twelve.</p>",
        "department": "Roads Department",
        "now": NOW,
    }
    return publish_answer(record=record, official=official, **(given | changed))


def test_an_answer_moves_the_proposal_and_tells_the_house(monkeypatch: Any) -> None:
    told: list[Any] = []
    monkeypatch.setattr(answering, "publish", told.append)
    monkeypatch.setattr(staging, "publish", told.append)
    record, official = ProposalFactory(city=True), UserFactory(official=True)
    told.clear()
    answer = say(record, official)
    fresh = ProposalRecord.objects.get(pk=record.pk)
    assert (fresh.stage, fresh.stage_since, fresh.due_at) == (Stage.ANSWERED, NOW, None)
    assert fresh.answer == answer
    assert (answer.by, answer.department, answer.due_at) == (official, "Roads Department", record.due_at)
    assert told == [
        StageChanged(record_id=record.pk, from_stage="city", to_stage="answered"),
        AnswerPublished(record_id=record.pk, answer_id=answer.pk),
    ]
    assert events.AnswerPublished is AnswerPublished


def test_a_later_answer_is_the_last_word_and_the_first_stays() -> None:
    record, official = ProposalFactory(answered=True), UserFactory(official=True)
    later = say(record, official, state=AnswerState.NOT_ADOPTED, now=NOW + timedelta(days=9))
    record = ProposalRecord.objects.get(pk=record.pk)
    assert record.answer == later
    assert record.answers.count() == 2
    assert record.stage == Stage.ANSWERED


def test_the_text_of_an_answer_goes_through_the_door() -> None:
    answer = say(
        ProposalFactory(city=True), UserFactory(official=True), text="<p onclick=x>Yes<script>1</script></p>"
    )
    assert "script" not in answer.text
    assert "onclick" not in answer.text
    assert "Yes" in answer.text


@pytest.mark.parametrize(
    "changed", [{"state": "maybe"}, {"state": "unstated"}, {"text": " "}, {"text": "<p></p>"}]
)
def test_half_an_answer_is_refused(changed: dict[str, str]) -> None:
    record = ProposalFactory(city=True)
    with pytest.raises(ValidationError):
        say(record, UserFactory(official=True), **changed)
    assert not Answer.objects.exists()
    assert ProposalRecord.objects.get(pk=record.pk).stage == Stage.CITY


def test_only_officials_answer_and_only_what_the_city_has() -> None:
    with pytest.raises(NotFound):
        say(ProposalFactory(city=True), UserFactory(moderator=True))
    with pytest.raises(WrongStage):
        say(ProposalFactory(), UserFactory(official=True))


def test_carried_out_with_a_note() -> None:
    record, official = ProposalFactory(answered=True), UserFactory(official=True)
    change = carry_out(record=record, official=official, note=" Opened on 1 May. ", now=NOW)
    assert (change.to_stage, change.note) == (Stage.CARRIED_OUT, "Opened on 1 May.")
    with pytest.raises(WrongStage):
        carry_out(record=record, official=official, note="", now=NOW)


def test_a_proposer_withdraws_with_a_reason_and_nothing_is_lost() -> None:
    record = ProposalFactory()
    withdraw_proposal(record=record, proposer=record.proposer, reason="Joined another.", now=NOW)
    fresh = ProposalRecord.objects.get(pk=record.pk)
    assert fresh.stage == Stage.WITHDRAWN
    assert fresh.page.live
    assert StageChange.objects.get(to_stage="withdrawn").note == "Joined another."
    with pytest.raises(WrongStage):
        withdraw_proposal(record=record, proposer=record.proposer, reason="", now=NOW)


def test_nobody_withdraws_for_another() -> None:
    with pytest.raises(NotFound):
        withdraw_proposal(record=ProposalFactory(), proposer=UserFactory(), reason="", now=NOW)
    assert NotAllowed is not NotFound


@pytest.mark.parametrize("stage", Stage.values)
def test_past_its_first_stage_the_admin_finds_the_text_locked(stage: str) -> None:
    page = ProposalFactory(stage=stage).page
    lock = page.get_lock()
    assert (lock is None) is (stage == Stage.SUPPORT)
    assert lock is None or lock.for_user(UserFactory(administrator=True))
