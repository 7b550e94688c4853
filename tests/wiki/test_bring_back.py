"""Restoring an earlier version and undoing one change: at once for those who may, else as a suggestion."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from policywiki.core.page_content import content_of
from policywiki.core.publication import UNDOES
from policywiki.core.verdicts import NotAllowed, WrongStage
from policywiki.editions.models import Edition, Reversal
from policywiki.moderation.models import Case
from policywiki.suggestions.models import State, Suggestion
from policywiki.suggestions.protection.actions import protect
from policywiki.wiki.actions.bring_back import RESTORE, UNDO, bring_back
from policywiki.wiki.attribution.authors import written
from policywiki.wiki.changes import Change
from policywiki.wiki.models import KnowledgePage
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page
from tests.suggestions.test_life import publish, suggest, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(site: Any) -> KnowledgePage:
    """Three versions: the first text, "blue bays" by one member, "district office" by another."""
    page, moderator = knowledge_page(), UserFactory(moderator=True)
    publish(suggest(page, UserFactory(), "marked bays", "blue bays"), moderator)
    fresh = KnowledgePage.objects.get(pk=page.pk)
    publish(suggest(fresh, UserFactory(), "street office", "district office"), moderator)
    return KnowledgePage.objects.get(pk=page.pk)


def back(page: KnowledgePage, what: str, number: int, actor: Any, **how: Any) -> Edition | Suggestion:
    edition = Edition.objects.get(page_id=page.pk, number=number)
    given = {"seen": 3, "why": "It was right before"} | how
    return bring_back(page=page, edition=edition, what=what, actor=actor, now=timezone.now(), **given)


def test_a_restored_version_is_a_new_one_and_its_words_stay_their_authors(page: KnowledgePage) -> None:
    moderator = UserFactory(moderator=True)
    done = back(page, RESTORE, 1, moderator)
    assert isinstance(done, Edition)
    assert (done.number, done.author, done.provenance) == (4, moderator, {"restores": 1})
    assert "It was right before" in done.summary
    assert "marked bays" in text_of(page)
    assert "street office" in text_of(page)
    found = written(page, done)
    assert found is not None
    first = Edition.objects.get(page_id=page.pk, number=1)
    assert [share.author for share in found.by] == [first.author]


def test_undoing_one_change_leaves_what_came_after(page: KnowledgePage) -> None:
    done = back(page, UNDO, 2, UserFactory(moderator=True))
    assert isinstance(done, Edition)
    assert done.provenance == {UNDOES: 2}
    # The list of changes says so, and the record of who wrote version 2 counts it.
    assert Change(done, page).kind == "undone"
    assert list(Reversal.objects.filter(by=done).values_list("edition__number", flat=True)) == [2]
    assert "marked bays" in text_of(page)
    assert "district office" in text_of(page)


def test_a_change_that_others_built_on_cannot_be_undone_as_a_whole(page: KnowledgePage) -> None:
    publish(suggest(page, UserFactory(), "blue bays", "green bays"), UserFactory(moderator=True))
    with pytest.raises(WrongStage):
        back(page, UNDO, 2, UserFactory(moderator=True), seen=4)
    assert Edition.objects.filter(page_id=page.pk).count() == 4


@pytest.mark.parametrize(
    ("role", "at_once"),
    [("member", False), ("official", False), ("moderator", True), ("administrator", True)],
)
@pytest.mark.parametrize("what", [RESTORE, UNDO])
def test_moderators_bring_back_at_once_and_others_suggest_it(
    page: KnowledgePage, what: str, role: str, at_once: bool
) -> None:
    actor = UserFactory(role=role)
    before = content_of(page)
    done = back(page, what, 2, actor)
    assert isinstance(done, Edition) is at_once
    if isinstance(done, Suggestion):
        done.refresh_from_db()
        assert (done.state, done.author) == (State.SENT, actor)
        assert content_of(KnowledgePage.objects.get(pk=page.pk)) == before
        publish(done, UserFactory(moderator=True))
        assert ("street office" in text_of(page)) is (what == RESTORE)


def test_nobody_brings_back_their_own_version_without_another_moderator(page: KnowledgePage) -> None:
    moderator = UserFactory(moderator=True)
    Edition.objects.filter(page_id=page.pk, number=1).update(author=moderator)
    assert isinstance(back(page, RESTORE, 1, moderator), Suggestion)


def test_protection_holds_for_bringing_back_too(page: KnowledgePage) -> None:
    official = UserFactory(official=True)
    protect(page=page, level="two", reason="Election", actor=official, now=timezone.now())
    done = back(page, RESTORE, 1, UserFactory(moderator=True))
    assert isinstance(done, Suggestion)
    done.refresh_from_db()
    assert Case.objects.get(pk=done.case_id).approvals_needed == 2
    protect(page=page, level="staff", reason="Election", actor=official, now=timezone.now())
    with pytest.raises(WrongStage, match="Election"):
        back(page, RESTORE, 1, UserFactory())
    assert isinstance(back(page, RESTORE, 1, UserFactory(moderator=True)), Edition)


def test_a_draft_of_staff_survives(page: KnowledgePage) -> None:
    draft = KnowledgePage.objects.get(pk=page.pk)
    draft.summary = "What staff are writing"
    draft.save_revision(user=UserFactory(administrator=True))
    back(page, RESTORE, 1, UserFactory(moderator=True))
    fresh = KnowledgePage.objects.get(pk=page.pk)
    assert fresh.has_unpublished_changes
    waiting = fresh.get_latest_revision().as_object()
    assert waiting.summary == "What staff are writing"
    assert "marked bays" in str(waiting.body.raw_data[0])


@pytest.mark.parametrize(
    ("how", "error"),
    [({"seen": 2}, WrongStage), ({"why": "  "}, ValidationError)],
    ids=["the page has moved on", "no reason"],
)
def test_it_is_refused_and_nothing_is_written(page: KnowledgePage, how: dict[str, Any], error: Any) -> None:
    with pytest.raises(error):
        back(page, RESTORE, 1, UserFactory(moderator=True), **how)
    assert Edition.objects.filter(page_id=page.pk).count() == 3


def test_the_live_version_is_not_restored_and_the_first_not_undone(page: KnowledgePage) -> None:
    for what, number in ((RESTORE, 3), (UNDO, 1)):
        with pytest.raises(WrongStage):
            back(page, what, number, UserFactory(moderator=True))


def test_a_guest_signs_in_first(page: KnowledgePage, client: Client) -> None:
    answer = client.post(reverse("wiki:restore", args=[page.pk, 1]), {"seen": 3, "why": "So"})
    assert answer.status_code == 302
    assert "login" in answer["Location"]
    with pytest.raises(NotAllowed):
        back(page, RESTORE, 1, AnonymousUser())


def test_one_sees_what_would_change_gives_a_reason_and_it_is_done(
    page: KnowledgePage, client: Client
) -> None:
    client.force_login(UserFactory(moderator=True))
    address = reverse("wiki:undo", args=[page.pk, 2])
    assert address in client.get(reverse("wiki:history", args=[page.pk])).content.decode()
    shown = client.get(address)
    assert "marked" in shown.content.decode()
    assert Edition.objects.filter(page_id=page.pk).count() == 3
    seen = shown.context["form"].initial["seen"]
    assert client.post(address, {"seen": seen, "why": ""}).status_code == 422
    stale = client.post(address, {"seen": 1, "why": "Kept words"})
    assert stale.status_code == 409
    assert "Kept words" in stale.content.decode()
    done = client.post(address, {"seen": seen, "why": "Not true"}, follow=True)
    assert "Not true" in done.content.decode()
    assert Edition.objects.filter(page_id=page.pk).count() == 4
