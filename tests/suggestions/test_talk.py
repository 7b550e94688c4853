"""The conversation on a suggestion: beside it, about a part of it, for those who can read it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from policywiki.core.verdicts import NotFound, WrongStage
from policywiki.discussion.actions.comments import post_comment
from policywiki.discussion.models import Comment
from policywiki.suggestions.models import State, Suggestion
from policywiki.suggestions.talk import passages
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page
from tests.suggestions.test_life import publish, suggest

pytestmark = pytest.mark.django_db


@pytest.fixture
def suggestion(site: Any) -> Suggestion:
    return suggest(knowledge_page(), UserFactory(), "marked bays", "blue bays")


def write(suggestion: Suggestion) -> str:
    return reverse("discussion:write_about", args=["suggestion", suggestion.pk])


def note(suggestion: Suggestion) -> str:
    return reverse("discussion:note_about", args=["suggestion", suggestion.pk])


def test_one_speaks_about_a_part_of_it_and_others_answer(suggestion: Suggestion, client: Client) -> None:
    client.force_login(UserFactory(display_name="Grace"))
    (part,) = passages(suggestion)
    data = {"text": "Which blue?", "stance": "neutral", "passage": part}
    answer = client.post(write(suggestion), data)
    comment = Comment.objects.get()
    assert answer.url == f"{suggestion.get_absolute_url()}#comment-{comment.pk}"
    client.force_login(suggestion.author)
    client.post(
        reverse("discussion:reply", args=[comment.pk]), {"text": "The light one.", "stance": "neutral"}
    )
    html = client.get(suggestion.get_absolute_url()).content.decode()
    assert "Which blue?" in html and "The light one." in html
    assert '<span class="tag">Where to park</span>' in html
    assert {one.subject for one in Comment.objects.all()} == {f"suggestion:{suggestion.pk}"}


def test_it_stands_neither_on_the_page_nor_on_another_suggestion(
    suggestion: Suggestion, client: Client
) -> None:
    other = suggest(suggestion.page.specific, UserFactory(), "street office", "district office")
    person = UserFactory()
    client.force_login(person)
    client.post(write(suggestion), {"text": "Which blue?", "stance": "neutral"})
    assert "Which blue?" not in client.get(other.get_absolute_url()).content.decode()
    assert not Comment.objects.about(suggestion.page_id).exists()
    with pytest.raises(WrongStage):
        post_comment(
            page=suggestion.page.specific,
            author=person,
            text="x",
            stance="neutral",
            now=timezone.now(),
            parent=Comment.objects.get(),
            subject=f"suggestion:{other.pk}",
        )


def test_who_cannot_read_the_suggestion_reads_and_writes_nothing_there(
    suggestion: Suggestion, client: Client
) -> None:
    client.force_login(UserFactory())
    client.post(write(suggestion), {"text": "Which blue?", "stance": "neutral"})
    comment = Comment.objects.get()
    client.logout()
    for address in (
        write(suggestion),
        comment.get_absolute_url(),
        reverse("discussion:reply", args=[comment.pk]),
    ):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "Which blue?" not in answer.content.decode()
    client.force_login(UserFactory())
    assert client.get(reverse("discussion:write_about", args=["suggestion", 987654])).status_code == 404
    assert client.get(reverse("discussion:write_about", args=["nothing", 1])).status_code == 404


def test_after_the_decision_it_is_read_and_no_longer_written(suggestion: Suggestion, client: Client) -> None:
    person = UserFactory()
    client.force_login(person)
    client.post(write(suggestion), {"text": "Which blue?", "stance": "neutral"})
    publish(suggestion, UserFactory(moderator=True))
    assert client.post(write(suggestion), {"text": "Late", "stance": "neutral"}).status_code == 409
    client.logout()
    html = client.get(suggestion.get_absolute_url()).content.decode()
    assert "Which blue?" in html
    assert "its conversation is closed" in html


def test_a_draft_has_no_conversation(site: Any) -> None:
    from policywiki.suggestions.actions.write import begin

    page, author = knowledge_page(), UserFactory()
    draft = begin(author=author, kind="change", page=page, language="en", now=timezone.now())
    with pytest.raises(NotFound):
        post_comment(
            page=page,
            author=UserFactory(),
            text="x",
            stance="neutral",
            now=timezone.now(),
            subject=f"suggestion:{draft.pk}",
        )


def test_a_text_taken_from_view_is_not_read_through_its_conversation(
    suggestion: Suggestion, client: Client
) -> None:
    """Nor is what others quoted of it there; its author and moderators keep both."""
    client.force_login(UserFactory())
    client.post(write(suggestion), {"text": "It says blue bays", "stance": "neutral"})
    comment = Comment.objects.get()
    Suggestion.objects.filter(pk=suggestion.pk).update(state=State.NOT_PUBLISHED, hidden_at=timezone.now())
    for reader in (None, UserFactory()):
        client.logout() if reader is None else client.force_login(reader)
        for address in (note(suggestion), write(suggestion), comment.get_absolute_url()):
            answer = client.get(address)
            assert answer.status_code == 404
            assert "blue bays" not in answer.content.decode()
        page = client.get(suggestion.get_absolute_url())
        assert page.status_code == 200
        assert "blue bays" not in page.content.decode()
    for keeper in (suggestion.author, UserFactory(moderator=True)):
        client.force_login(keeper)
        assert client.get(comment.get_absolute_url()).status_code == 200
        assert "It says blue bays" in client.get(suggestion.get_absolute_url()).content.decode()


def test_a_guest_is_offered_no_form_of_a_conversation_that_is_closed(
    suggestion: Suggestion, client: Client
) -> None:
    publish(suggestion, UserFactory(moderator=True))
    for address in (write(suggestion), note(suggestion)):
        assert client.get(address).status_code == 409
        assert client.post(address, {"text": "Late", "stance": "neutral"}).status_code == 409
