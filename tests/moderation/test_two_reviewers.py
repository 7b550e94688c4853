"""Where protection asks for two, two different moderators say publish."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from policywiki.core.page_content import content_of
from policywiki.core.verdicts import WrongStage
from policywiki.moderation.actions.cases import ask_for_reviewers, decide, open_case
from policywiki.moderation.models import Case, CaseState, Decision, Reason
from policywiki.suggestions.actions.write import send
from policywiki.suggestions.models import State
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page
from tests.suggestions.test_life import publish, suggest, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def suggestion(site: Any) -> Any:
    found = suggest(knowledge_page(), UserFactory(), "marked bays", "blue bays")
    ask_for_reviewers(case=found.case, number=2)
    return found


def state_of(suggestion: Any) -> str:
    return Case.objects.get(pk=suggestion.case_id).state


def test_the_first_publish_is_noted_and_the_second_publishes(suggestion: Any) -> None:
    publish(suggestion, UserFactory(moderator=True))
    assert state_of(suggestion) == CaseState.OPEN
    assert "blue bays" not in text_of(suggestion.page)
    publish(suggestion, UserFactory(moderator=True))
    assert state_of(suggestion) == CaseState.CLOSED
    assert "blue bays" in text_of(suggestion.page)


def test_one_person_is_not_two(suggestion: Any) -> None:
    moderator = UserFactory(moderator=True)
    publish(suggestion, moderator)
    with pytest.raises(WrongStage):
        publish(suggestion, moderator)
    assert "blue bays" not in text_of(suggestion.page)


def test_a_text_sent_again_needs_both_again(suggestion: Any) -> None:
    first = UserFactory(moderator=True)
    publish(suggestion, first)
    content = content_of(suggestion.page.specific) | {"summary": "Where to leave a bicycle."}
    suggestion.refresh_from_db()
    send(suggestion=suggestion, author=suggestion.author, content=content, summary="", now=timezone.now())
    publish(suggestion, UserFactory(moderator=True))
    assert state_of(suggestion) == CaseState.OPEN
    publish(suggestion, first)
    assert state_of(suggestion) == CaseState.CLOSED


def test_one_no_is_enough(suggestion: Any) -> None:
    publish(suggestion, UserFactory(moderator=True))
    case = Case.objects.get(pk=suggestion.case_id)
    decide(case=case, decision=Decision.NOT_PUBLISHED, moderator=UserFactory(moderator=True),
           version=case.version, reason=Reason.objects.all()[0], now=timezone.now())  # fmt: skip
    suggestion.refresh_from_db()
    assert suggestion.state == State.NOT_PUBLISHED


def test_a_case_may_ask_for_two_from_its_first_day(site: Any) -> None:
    case = open_case(
        kind="change", title="Bays", author=UserFactory(), now=timezone.now(), approvals_needed=2
    )
    assert case.approvals_needed == 2
