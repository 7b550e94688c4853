"""Who may do what in which stage: role x stage, verb by verb."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from proposals import permissions as may
from proposals.models import AnswerState, ProposalRecord
from proposals.stages import Stage
from tests.factories.people import UserFactory
from tests.factories.proposals import NOW, ProposalFactory, answer

pytestmark = pytest.mark.django_db

ROLES = ["guest", "member", "proposer", "moderator", "official", "administrator"]
SIGNED_IN = {"member", "proposer", "moderator", "official", "administrator"}
CITY_STAFF = {"official", "administrator"}
EVERYBODY = set(ROLES)
NOBODY: set[str] = set()
ENDED = ["carried_out", "withdrawn", "unsupported", "merged", "divided"]

# verb -> stage -> the roles that may.
TABLE: dict[str, dict[str, set[str]]] = {
    "read": dict.fromkeys(Stage.values, EVERYBODY),
    "support": {
        "support": SIGNED_IN,
        "deliberation": SIGNED_IN,
        "vote": NOBODY,
        "city": SIGNED_IN,
        "answered": NOBODY,
        "carried_out": NOBODY,
        "withdrawn": NOBODY,
        "unsupported": NOBODY,
        "merged": NOBODY,
        "divided": NOBODY,
    },
    "vote": dict.fromkeys(Stage.values, NOBODY) | {"vote": SIGNED_IN},
    "answer": dict.fromkeys(Stage.values, NOBODY) | {"city": CITY_STAFF, "answered": CITY_STAFF},
    "carry_out": dict.fromkeys(Stage.values, NOBODY) | {"answered": CITY_STAFF},
    "withdraw": dict.fromkeys(Stage.values, NOBODY) | {"support": {"proposer"}, "deliberation": {"proposer"}},
    # Once enough support was found, the text's only author changes it no longer on their own.
    "change_text": dict.fromkeys(Stage.values, NOBODY)
    | {
        "support": SIGNED_IN,
        "deliberation": SIGNED_IN - {"proposer"},
        "city": SIGNED_IN - {"proposer"},
    },
    "invite": {stage: {"proposer"} for stage in Stage.values} | dict.fromkeys(ENDED, NOBODY),
    "join": dict.fromkeys(Stage.values, NOBODY)
    | dict.fromkeys(["support", "deliberation", "vote", "city"], SIGNED_IN),
    "comment": dict.fromkeys(Stage.values, EVERYBODY) | dict.fromkeys(ENDED, NOBODY),
    "name_pages": dict.fromkeys(Stage.values, NOBODY) | {"answered": CITY_STAFF, "carried_out": CITY_STAFF},
    "take_digests": dict.fromkeys(Stage.values, CITY_STAFF),
}
TABLE["take_back"] = TABLE["support"]
TABLE["ask_no_longer"] = TABLE["invite"]
ELSEWHERE = {
    "begin_change": "asks about a page: tests/proposals/test_change_pages.py",
    "object": "a voter's own ballot, set aside or not: tests/proposals/test_doubts.py",
    "decide_amendment": "asks about an amendment: tests/proposals/test_amendments.py",
    "decline_amendment": "asks about an amendment: tests/proposals/test_amendments.py",
    "propose": "asks about a call and the day: tests/proposals/test_calls.py",
    "choose_call": "asks about a draft: tests/proposals/test_calls.py",
    "answer_invitation": "asks about an invitation: tests/proposals/test_amendments.py",
}


def test_every_verb_stands_in_the_table() -> None:
    verbs = {name.removeprefix("can_") for name in vars(may) if name.startswith("can_")}
    assert verbs == (set(TABLE) - {"read"}) | set(ELSEWHERE)


def ask(verb: str, user: Any, record: ProposalRecord) -> Any:
    if verb == "read":
        return may.may_read(user, record)
    if verb == "comment":  # who is signed in is the discussion's own question
        return may.can_comment(user, record.page)
    if verb == "take_digests":
        return may.can_take_digests(user)
    timed = {"now": NOW} if verb in {"support", "take_back", "vote"} else {}
    return getattr(may, f"can_{verb}")(user, record, **timed)


def person(role: str, record: ProposalRecord) -> Any:
    if role == "guest":
        return AnonymousUser()
    if role == "proposer":
        return record.proposer
    return UserFactory() if role == "member" else UserFactory(**{role: True})


@pytest.mark.parametrize("stage", Stage.values)
def test_role_by_stage(stage: str) -> None:
    record = ProposalFactory(stage=stage)
    people = {role: person(role, record) for role in ROLES}
    for verb, by_stage in TABLE.items():
        allowed = {role for role, user in people.items() if ask(verb, user, record)}
        assert allowed == by_stage[stage], verb


def test_every_no_says_why_or_hides() -> None:
    record = ProposalFactory(withdrawn=True)
    for verb in TABLE:
        for role in ROLES:
            verdict = ask(verb, person(role, record), record)
            assert verdict or verdict.hidden or str(verdict.reason), (verb, role)


def test_what_is_for_officials_is_hidden_from_others() -> None:
    record = ProposalFactory(city=True)
    for role in ["guest", "member", "moderator"]:
        assert ask("answer", person(role, record), record).hidden
        assert ask("carry_out", person(role, record), record).hidden


@pytest.mark.parametrize("verb", ["support", "vote"])
def test_the_close_is_the_close_to_the_second(verb: str) -> None:
    record = ProposalFactory(**{} if verb == "support" else {"vote": True})
    user, close = UserFactory(), record.closes_at
    assert getattr(may, f"can_{verb}")(user, record, now=close - timedelta(seconds=1))
    late = getattr(may, f"can_{verb}")(user, record, now=close)
    assert not late
    assert late.when


def test_what_was_taken_off_the_site_is_not_there() -> None:
    record = ProposalFactory()
    record.page.unpublish()
    record.refresh_from_db()
    user = UserFactory()
    assert may.may_read(user, record).hidden
    assert may.can_support(user, record, now=NOW).hidden


def test_only_what_was_adopted_can_be_carried_out() -> None:
    record = ProposalFactory(answered=True)
    official = UserFactory(official=True)
    answer(record, now=NOW + timedelta(days=1), state=AnswerState.NOT_ADOPTED)
    assert not may.can_carry_out(official, record)
    answer(record, now=NOW + timedelta(days=2), state=AnswerState.TRIAL)
    assert may.can_carry_out(official, ProposalRecord.objects.get(pk=record.pk))


def test_a_person_who_left_may_do_nothing_for_the_city() -> None:
    record = ProposalFactory(city=True)
    official = UserFactory(official=True)
    official.is_active = False
    official.save()
    assert not may.can_answer(official, record)
