"""What the threshold and the clock do, safe to repeat and to be killed."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command

from policywiki.accounts.models import User
from proposals.actions import advance
from proposals.actions.advance import GRACE, advance_stages
from proposals.actions.support import give_support
from proposals.models import ProposalRecord, StageChange
from proposals.stages import Stage
from tests.factories.people import UserFactory
from tests.factories.proposals import NOW, CallFactory, ProposalFactory, edition_of

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def stage(record: ProposalRecord) -> str:
    return ProposalRecord.objects.get(pk=record.pk).stage


def moves(record: ProposalRecord) -> list[tuple[str, str]]:
    return list(StageChange.objects.filter(proposal=record).values_list("from_stage", "to_stage"))


@pytest.mark.parametrize(
    ("deliberation", "vote", "follows"),
    [
        (False, False, Stage.CITY),
        (True, False, Stage.DELIBERATION),
        (False, True, Stage.VOTE),
        (True, True, Stage.DELIBERATION),
    ],
)
def test_the_threshold_opens_the_next_stage_of_the_call(deliberation: bool, vote: bool, follows: str) -> None:
    call = CallFactory(uses_deliberation=deliberation, uses_vote=vote, support_threshold=2, answer_days=30)
    record = ProposalFactory(call=call)
    for person in UserFactory.create_batch(2):
        assert advance_stages(now=NOW) == 0
        give_support(record=record, person=person, edition=edition_of(record), now=NOW)
    assert advance_stages(now=NOW + MINUTE) == 1
    assert stage(record) == follows
    change = StageChange.objects.filter(proposal=record).last()
    assert change is not None
    assert (change.actor, change.at) == (User.objects.system(), NOW + MINUTE)


def test_with_the_city_has_a_day_of_answer_and_no_close() -> None:
    record = ProposalFactory(
        call=CallFactory(answer_days=30, department="Roads Department"), support_count=500
    )
    advance_stages(now=NOW)
    record = ProposalRecord.objects.get(pk=record.pk)
    assert (record.stage, record.closes_at) == (Stage.CITY, None)
    assert record.department == "Roads Department"
    assert record.due_at is not None
    assert record.due_at.isoformat() == "2026-06-03T10:00:00+00:00"  # 18:00 in Shanghai, 30 days on


def test_the_threshold_is_the_one_promised_at_publication() -> None:
    record = ProposalFactory(call=CallFactory(support_threshold=5))
    CallFactory(support_threshold=1)
    ProposalRecord.objects.filter(pk=record.pk).update(support_count=4)
    assert advance_stages(now=NOW) == 0
    ProposalRecord.objects.filter(pk=record.pk).update(support_count=5)
    assert advance_stages(now=NOW) == 1


@pytest.mark.parametrize(
    ("trait", "vote", "then"),
    [
        ({}, False, Stage.UNSUPPORTED),
        ({"deliberation": True}, False, Stage.CITY),
        ({"deliberation": True}, True, Stage.VOTE),
        ({"vote": True}, True, Stage.CITY),
        ({"vote": True}, False, Stage.CITY),
    ],
)
def test_a_stage_ends_with_its_time(trait: dict[str, bool], vote: bool, then: str) -> None:
    record = ProposalFactory(call=CallFactory(uses_deliberation=True, uses_vote=vote), **trait)
    before = record.stage
    assert advance_stages(now=record.closes_at + GRACE - timedelta(seconds=1)) == 0
    assert stage(record) == before
    assert advance_stages(now=record.closes_at + GRACE) == 1
    assert stage(record) == then


def test_support_of_the_last_second_is_counted_before_the_close() -> None:
    record = ProposalFactory(call=CallFactory(support_threshold=1))
    last = record.closes_at - timedelta(seconds=1)
    give_support(record=record, person=UserFactory(), edition=edition_of(record), now=last)
    advance_stages(now=record.closes_at + GRACE)
    assert stage(record) == Stage.CITY


@pytest.mark.parametrize("trait", ["city", "answered", "carried_out", "withdrawn", "unsupported"])
def test_the_clock_leaves_the_rest_alone(trait: str) -> None:
    record = ProposalFactory(**{trait: True}, support_count=900)
    assert advance_stages(now=NOW + timedelta(days=4000)) == 0
    assert stage(record) == record.stage


def test_twice_moves_once() -> None:
    record = ProposalFactory(support_count=500)
    assert [advance_stages(now=NOW), advance_stages(now=NOW)] == [1, 0]
    assert moves(record) == [("", "support"), ("support", "city")]


def test_killed_in_between_it_goes_on_where_it_was(monkeypatch: Any) -> None:
    records = [ProposalFactory(support_count=500) for _number in range(3)]
    real, calls = advance.enter, []

    def killed_at_the_second(*args: Any, **kwargs: Any) -> Any:
        calls.append(args)
        change = real(*args, **kwargs)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return change

    monkeypatch.setattr(advance, "enter", killed_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        advance_stages(now=NOW)
    assert sorted(stage(record) for record in records) == [Stage.CITY, Stage.SUPPORT, Stage.SUPPORT]
    assert advance_stages(now=NOW) == 2
    assert {stage(record) for record in records} == {Stage.CITY}


def test_the_command_does_the_same() -> None:
    ProposalFactory(support_count=500)
    output = StringIO()
    with time_machine.travel(NOW, tick=False):
        call_command("advance_stages", stdout=output)
    assert output.getvalue() == "1 proposals moved\n"
