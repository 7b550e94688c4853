"""A threat to life: one button, the city's instruction, out of the ordinary list, everybody called."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from policywiki.core.verdicts import YES, NotFound, WrongStage
from policywiki.discussion import registry
from policywiki.discussion.actions.comments import post_comment
from policywiki.discussion.models import Comment
from policywiki.moderation.models import Case
from policywiki.trust.actions.alarm import end_alarm, raise_alarm
from policywiki.trust.hiding import item_of
from policywiki.trust.models import Alarm, CityInstruction
from policywiki.wiki.models import KnowledgePage
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page
from tests.suggestions.test_life import suggest

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment(site: Any, monkeypatch: pytest.MonkeyPatch) -> Comment:
    monkeypatch.setitem(registry._rules, KnowledgePage, lambda user, page: YES)
    return post_comment(
        page=knowledge_page(),
        author=UserFactory(),
        text="I will not see Monday",
        stance="for",
        now=timezone.now(),
    )


def item(kind: str, pk: int) -> Any:
    found = item_of(kind, pk)
    assert found is not None
    return found


def test_raised_it_is_out_of_the_list_and_comes_back_when_dealt_with(site: Any) -> None:
    suggestion, moderator = (
        suggest(knowledge_page(), UserFactory(), "marked bays", "blue bays"),
        UserFactory(moderator=True),
    )
    mail.outbox.clear()
    alarm = raise_alarm(item=item("suggestion", suggestion.pk), moderator=moderator, now=timezone.now())
    assert not Case.objects.to_check().exists()
    assert [message.to for message in mail.outbox] == [[moderator.email]]
    with pytest.raises(ValidationError):
        end_alarm(alarm=alarm, moderator=moderator, done=" ", now=timezone.now())
    end_alarm(alarm=alarm, moderator=moderator, done="Called 110", now=timezone.now())
    assert Case.objects.to_check().count() == 1
    with pytest.raises(WrongStage):
        end_alarm(alarm=alarm, moderator=moderator, done="Again", now=timezone.now())


def test_a_comment_is_taken_from_view_and_two_presses_are_one_alarm(comment: Comment, client: Client) -> None:
    for _press in range(2):
        raise_alarm(
            item=item("comment", comment.pk), moderator=UserFactory(moderator=True), now=timezone.now()
        )
    assert Alarm.objects.count() == 1
    shown = client.get(reverse("discussion:comment", args=[comment.pk])).content.decode()
    assert "I will not see Monday" not in shown


def test_others_have_no_such_button(comment: Comment) -> None:
    for who in ({}, {"official": True}):
        with pytest.raises(NotFound):
            raise_alarm(item=item("comment", comment.pk), moderator=UserFactory(**who), now=timezone.now())


def test_the_button_the_instruction_and_what_was_done(comment: Comment, client: Client) -> None:
    CityInstruction.objects.update_or_create(defaults={"text_zh": "先打110", "text_en": "Call 110 first"})
    client.force_login(UserFactory(moderator=True, language="en"))
    button = reverse("trust_desk:alarm_item", args=["comment", comment.pk])
    assert "先打110" in client.get(button).content.decode()
    assert Alarm.objects.count() == 0
    alarm = client.post(button).url
    shown = client.get(alarm).content.decode()
    assert comment.author.email in shown
    assert "I will not see Monday" in shown
    assert client.post(alarm, {"done": "Police told at 14:05"}).url == reverse("trust_desk:alarms")
    assert "Police told at 14:05" in client.get(reverse("trust_desk:alarms")).content.decode()
