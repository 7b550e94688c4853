"""One message per event, in the reader's language, none where nothing happened; moderators hear once a day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from taggit.models import Tag

from policywiki.core.events import CaseDecided, PartHidden
from policywiki.core.verdicts import YES
from policywiki.discussion import registry
from policywiki.discussion.actions.comments import flag_comment, post_comment
from policywiki.moderation.actions.cases import decide
from policywiki.moderation.actions.second_look import ask_second_look
from policywiki.moderation.models import Case, Reason, ReviewerScope
from policywiki.notifications.safety import summarise, tell_hidden, tell_of_decision
from policywiki.suggestions.actions.accept import accept
from policywiki.trust.actions.block import block_person, lift_block
from policywiki.trust.actions.hide import hide_part
from policywiki.trust.hiding import item_of
from policywiki.wiki.models import KnowledgePage
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page
from tests.suggestions.test_life import suggest

pytestmark = pytest.mark.django_db


def refuse(case: Case, **fields: Any) -> None:
    decide(
        case=case, decision="not_published", moderator=UserFactory(moderator=True), version=case.version,
        reason=Reason.objects.get(code="hurtful"), now=timezone.now(), **fields,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("language", "subject"), [("en", "You may not write here for now"), ("zh-hans", "您暂时不能在这里发言")]
)
def test_a_pause_and_its_end(site: Any, language: str, subject: str) -> None:
    person, moderator = UserFactory(language=language), UserFactory(moderator=True)
    reason = Reason.objects.get(code="hurtful")
    block = block_person(
        person=person, moderator=moderator, reason=reason, until=None, now=timezone.now(), note="Be kind"
    )
    assert mail.outbox[-1].subject == subject
    assert reason.in_language(language)[0] in mail.outbox[-1].body
    assert "Be kind" in mail.outbox[-1].body
    lift_block(block=block, moderator=moderator, now=timezone.now())
    assert len(mail.outbox) == 2


def test_a_comment_that_was_removed_and_a_second_look_that_changed_nothing(
    site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(registry._rules, KnowledgePage, lambda user, page: YES)
    author = UserFactory()
    comment = post_comment(
        page=knowledge_page(), author=author, text="Rude", stance="for", now=timezone.now()
    )
    flag_comment(comment=comment, by=UserFactory(), why="rude", now=timezone.now())
    mail.outbox.clear()
    case = Case.objects.get()
    refuse(case)
    assert [message.to for message in mail.outbox] == [[author.email]]
    assert "second look" in mail.outbox[0].body
    tell_of_decision(CaseDecided(case_id=case.pk, decision="not_published"))
    assert len(mail.outbox) == 1
    case.refresh_from_db()
    ask_second_look(case=case, author=author, why="A quotation", now=timezone.now())
    case.refresh_from_db()
    refuse(case)
    assert len(mail.outbox) == 2


def test_a_kept_comment_says_nothing_to_its_author(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry._rules, KnowledgePage, lambda user, page: YES)
    comment = post_comment(
        page=knowledge_page(), author=UserFactory(), text="Fine", stance="for", now=timezone.now()
    )
    flag_comment(comment=comment, by=UserFactory(), why="rude", now=timezone.now())
    mail.outbox.clear()
    decide(
        case=Case.objects.get(),
        decision="publish",
        moderator=UserFactory(moderator=True),
        version=1,
        now=timezone.now(),
    )
    assert mail.outbox == []


def test_hidden_is_told_once_however_often_it_is_delivered(site: Any) -> None:
    page = knowledge_page(sections={"Wang": "Call 13800138000"})
    item = item_of("page", page.pk)
    assert item is not None
    part = hide_part(
        item=item, words=["13800138000"], moderator=UserFactory(moderator=True), now=timezone.now()
    )
    tell_hidden(PartHidden(part_id=part.pk, page_id=page.pk))
    assert len(mail.outbox) == 1


def test_email_not_sent_when_the_publication_rolls_back(site: Any, settings: Any) -> None:
    """On the real outbox: a failure after publishing takes the page, the edition and the mail back together."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    suggestion = suggest(knowledge_page(), UserFactory(), "marked bays", "blue bays")
    before = DBTaskResult.objects.count()

    def fail() -> None:
        with transaction.atomic():
            accept(suggestion=suggestion, reviewer=UserFactory(moderator=True), now=timezone.now())
            assert DBTaskResult.objects.count() > before
            raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        fail()
    assert DBTaskResult.objects.count() == before
    suggestion.refresh_from_db()
    assert suggestion.state == "sent"


def test_moderators_hear_once_a_day_what_waits(site: Any) -> None:
    moderator, away = UserFactory(moderator=True), UserFactory(moderator=True)
    suggest(knowledge_page(), UserFactory(), "marked bays", "blue bays")
    mail.outbox.clear()
    away.is_active = False
    away.save()
    UserFactory(moderator=True, daily_summary=False)
    morning = timezone.localtime(timezone.now()).replace(hour=8, minute=5)
    summarise(now=morning.replace(hour=7))
    assert mail.outbox == []
    for minutes in (0, 10, 600):
        summarise(now=morning + timedelta(minutes=minutes))
    assert [(message.to, message.subject) for message in mail.outbox] == [
        ([moderator.email], "1 item waits for you and your colleagues")
    ]
    Case.objects.update(state="closed")
    summarise(now=morning + timedelta(days=1))
    assert len(mail.outbox) == 1


def test_the_summary_counts_what_a_moderator_can_decide_on(site: Any) -> None:
    """Not their own texts, not other moderators' fields, not what was put off: the number on the admin's first page."""
    of_buses, of_all = UserFactory(moderator=True), UserFactory(moderator=True)
    ReviewerScope.objects.create(reviewer=of_buses).topics.set([Tag.objects.create(name="Buses")])
    page = knowledge_page(tags=["Bicycles"])
    suggest(page, UserFactory(), "marked bays", "blue bays")
    suggest(page, of_all, "street office", "district office")
    put_off = suggest(page, UserFactory(), "marked bays", "red bays")
    morning = timezone.localtime(timezone.now()).replace(hour=8, minute=5)
    Case.objects.filter(suggestion=put_off).update(postponed_until=morning + timedelta(days=2))
    mail.outbox.clear()
    summarise(now=morning)
    assert [(one.to, one.subject) for one in mail.outbox] == [
        ([of_all.email], "1 item waits for you and your colleagues")
    ]
