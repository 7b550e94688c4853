"""Taken, put back, handed over, put off; notes and second opinions; nobody near their own text."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from policywiki.core.verdicts import NotAllowed, NotFound, Refused, WrongStage
from policywiki.moderation.actions.taking import claim, hand_over, postpone, release
from policywiki.moderation.actions.talking import ask_opinion, give_opinion, note_inside
from policywiki.moderation.models import CLAIM_LASTS, Case
from tests.factories.cases import waiting
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> Any:
    return UserFactory(moderator=True)


@pytest.fixture
def bo() -> Any:
    return UserFactory(moderator=True)


def test_what_one_has_taken_another_cannot_until_it_runs_out(anna: Any, bo: Any) -> None:
    case, now = waiting(), timezone.now()
    claim(case=case, moderator=anna, now=now)
    with pytest.raises(WrongStage):
        claim(case=case, moderator=bo, now=now + CLAIM_LASTS - timedelta(seconds=1))
    taken = claim(case=case, moderator=bo, now=now + CLAIM_LASTS + timedelta(seconds=1))
    assert taken.claimed_by == bo


def test_put_back_is_free_at_once(anna: Any, bo: Any) -> None:
    case, now = waiting(), timezone.now()
    claim(case=case, moderator=anna, now=now)
    release(case=case, moderator=anna, now=now)
    assert claim(case=case, moderator=bo, now=now).claimed_by == bo


def test_handed_over_to_a_colleague_who_may_decide(anna: Any, bo: Any) -> None:
    case, now = waiting(author=UserFactory()), timezone.now()
    assert hand_over(case=case, moderator=anna, to=bo, now=now).taken_by(now) == bo
    for stranger in (UserFactory(), case.author):
        with pytest.raises(WrongStage):
            hand_over(case=case, moderator=bo, to=stranger, now=now)


def test_put_off_leaves_the_list_and_comes_back_by_itself(anna: Any) -> None:
    case, now = waiting(), timezone.now()
    postpone(case=case, moderator=anna, until=now + timedelta(days=3), now=now)
    assert case not in Case.objects.to_check().awake(now)
    assert case in Case.objects.to_check().put_off(now)
    assert case in Case.objects.to_check().awake(now + timedelta(days=4))
    for wrong in (now - timedelta(days=1), now + timedelta(days=40)):
        with pytest.raises(WrongStage):
            postpone(case=case, moderator=anna, until=wrong, now=now)


def test_what_colleagues_say_is_not_public(anna: Any, bo: Any) -> None:
    case, now = waiting(), timezone.now()
    note_inside(case=case, moderator=anna, note="Looks like an advertisement", now=now)
    asked = ask_opinion(case=case, moderator=anna, of=bo, question="Is the source right?", now=now)
    given = give_opinion(opinion=asked, moderator=bo, answer="Yes, page 9.", now=now)
    assert given.answered_at == now
    assert case.entries.count() == 3
    assert not case.entries.public().exists()


def test_only_who_was_asked_answers_and_once(anna: Any, bo: Any) -> None:
    case, now = waiting(), timezone.now()
    asked = ask_opinion(case=case, moderator=anna, of=bo, question="Right?", now=now)
    with pytest.raises(NotAllowed):
        give_opinion(opinion=asked, moderator=anna, answer="Yes", now=now)
    give_opinion(opinion=asked, moderator=bo, answer="Yes", now=now)
    with pytest.raises(WrongStage):
        give_opinion(opinion=asked, moderator=bo, answer="No", now=now)


VERBS = {
    "claim": lambda case, who, now: claim(case=case, moderator=who, now=now),
    "release": lambda case, who, now: release(case=case, moderator=who, now=now),
    "hand over": lambda case, who, now: hand_over(
        case=case, moderator=who, to=UserFactory(moderator=True), now=now
    ),
    "postpone": lambda case, who, now: postpone(
        case=case, moderator=who, until=now + timedelta(days=1), now=now
    ),
    "note": lambda case, who, now: note_inside(case=case, moderator=who, note="Mine", now=now),
    "ask": lambda case, who, now: ask_opinion(
        case=case, moderator=who, of=UserFactory(moderator=True), question="?", now=now
    ),
}


@pytest.mark.parametrize("verb", VERBS)
def test_nobody_works_on_their_own_text(anna: Any, verb: str) -> None:
    case = waiting(author=anna)
    with pytest.raises(NotAllowed):
        VERBS[verb](case, anna, timezone.now())


@pytest.mark.parametrize("verb", VERBS)
def test_a_member_learns_nothing_of_it(verb: str) -> None:
    case = waiting()
    with pytest.raises(NotFound):
        VERBS[verb](case, UserFactory(), timezone.now())


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb != "note"])
def test_nothing_more_happens_to_what_is_decided(anna: Any, verb: str) -> None:
    case = waiting(state="closed", decision="publish")
    with pytest.raises(Refused):
        VERBS[verb](case, anna, timezone.now())
