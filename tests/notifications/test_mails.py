"""The author hears when a suggestion arrived and what was decided: once, in their language."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from policywiki.core.events import SuggestionSent
from policywiki.moderation.actions.cases import decide
from policywiki.moderation.models import Decision, Reason
from policywiki.notifications.handlers import tell_received
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page
from tests.suggestions.test_life import publish, suggest

pytestmark = pytest.mark.django_db


def test_received_and_published_are_told_once_each(site: Any) -> None:
    author = UserFactory(language="en")
    suggestion = suggest(knowledge_page(title="Bays"), author, "marked bays", "blue bays")
    publish(suggestion, UserFactory(moderator=True))
    subjects = [message.subject for message in mail.outbox]
    assert subjects == ["We have received “Bays”", "“Bays” is public"]
    assert {address for message in mail.outbox for address in message.to} == {author.email}
    tell_received(SuggestionSent(suggestion_id=suggestion.pk, version=1))
    assert len(mail.outbox) == 2


def test_a_refusal_carries_its_reason_in_the_authors_language(site: Any) -> None:
    author = UserFactory(language="zh-hans")
    suggestion = suggest(knowledge_page(), author, "marked bays", "blue bays")
    reason = Reason.objects.get(code="no-source")
    decide(
        case=suggestion.case,
        decision=Decision.NOT_PUBLISHED,
        moderator=UserFactory(moderator=True),
        version=1,
        reason=reason,
        now=timezone.now(),
    )
    assert reason.label_zh in mail.outbox[-1].body
    assert reason.message_zh in mail.outbox[-1].body
    assert f"/zh-hans/suggestions/{suggestion.pk}/" in mail.outbox[-1].body


def test_nobody_who_has_left_is_written_to(site: Any) -> None:
    author = UserFactory()
    suggestion = suggest(knowledge_page(), author, "marked bays", "blue bays")
    mail.outbox.clear()
    author.erased_at, author.is_active = timezone.now(), False
    author.save()
    publish(suggestion, UserFactory(moderator=True))
    assert mail.outbox == []
