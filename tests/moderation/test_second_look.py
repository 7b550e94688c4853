"""A second look: once, by another moderator, with the text kept; and the letter the author reads."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from policywiki.core.verdicts import NotAllowed, NotFound, WrongStage
from policywiki.moderation.actions.cases import decide
from policywiki.moderation.actions.second_look import ask_second_look
from policywiki.moderation.letters import letter, letter_about
from policywiki.moderation.models import Case, Decision, Reason
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page
from tests.suggestions.test_life import publish, suggest, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> Any:
    return UserFactory(moderator=True)


def refuse(case: Case, moderator: Any) -> Case:
    case = Case.objects.get(pk=case.pk)
    return decide(case=case, decision=Decision.NOT_PUBLISHED, moderator=moderator, version=case.version,
                  reason=Reason.objects.get(code="no-source"), now=timezone.now())  # fmt: skip


def ask(case: Case, author: Any, why: str = "The source is on page 9.") -> Case:
    return ask_second_look(case=case, author=author, why=why, now=timezone.now())


@pytest.fixture
def refused(site: Any, anna: Any) -> Any:
    suggestion = suggest(knowledge_page(), UserFactory(), "marked bays", "blue bays")
    refuse(suggestion.case, anna)
    suggestion.refresh_from_db()
    return suggestion


def test_another_moderator_reads_the_text_as_it_was_sent(refused: Any, anna: Any) -> None:
    ask(refused.case, refused.author)
    refused.refresh_from_db()
    assert refused.state == "sent"
    with pytest.raises(NotAllowed):
        publish(refused, anna)
    publish(refused, UserFactory(moderator=True))
    assert "blue bays" in text_of(refused.page)


def test_only_once(refused: Any) -> None:
    ask(refused.case, refused.author)
    mail.outbox.clear()
    refuse(refused.case, UserFactory(moderator=True))
    assert len(mail.outbox) == 1
    with pytest.raises(WrongStage):
        ask(refused.case, refused.author)
    assert "second look" not in " ".join(letter_about(Case.objects.get(pk=refused.case_id), "en"))


def test_only_its_author_and_only_with_a_word(refused: Any, anna: Any) -> None:
    for stranger in (UserFactory(), anna):
        with pytest.raises(NotFound):
            ask(refused.case, stranger)
    with pytest.raises(WrongStage):
        ask(refused.case, refused.author, why="  ")


def test_what_was_published_or_waits_needs_none(site: Any, anna: Any) -> None:
    suggestion = suggest(knowledge_page(), UserFactory(), "marked bays", "blue bays")
    with pytest.raises(WrongStage):
        ask(suggestion.case, suggestion.author)
    publish(suggestion, anna)
    with pytest.raises(WrongStage):
        ask(suggestion.case, suggestion.author)


def test_from_the_page_of_the_suggestion(refused: Any, client: Client) -> None:
    client.force_login(refused.author)
    address = reverse("second_look:ask", args=[refused.case_id])
    assert address in client.get(refused.get_absolute_url()).content.decode()
    assert "缺少出处" in client.get(address).content.decode()
    assert client.post(address, {"why": ""}).status_code == 422
    assert client.post(address, {"why": "See page 9"}).url == refused.get_absolute_url()
    again = client.post(address, {"why": "And page 10"})
    assert again.status_code == 409
    assert "And page 10" in again.content.decode()
    client.force_login(UserFactory())
    assert client.get(address).status_code == 404


def test_the_letter_thanks_a_first_author_before_all_else_in_their_language(site: Any) -> None:
    reason = Reason.objects.get(code="no-source")
    lines = letter(
        decision=Decision.NOT_PUBLISHED, language="zh-hans", reason=reason, note="第9页", first_time=True
    )
    assert lines[0].startswith("感谢")
    assert lines[1:4] == [reason.label_zh, reason.message_zh, "第9页"]
    assert letter(decision=Decision.NOT_PUBLISHED, language="en", reason=reason)[0] == "No source"


def test_the_mail_says_the_same_as_the_page(refused: Any) -> None:
    case = Case.objects.get(pk=refused.case_id)
    said = letter_about(case, refused.author.language)
    assert said[0].startswith("Thank you for the first")
    assert all(line in mail.outbox[-1].body for line in said)
