"""One corrects one's own comment: freely for a quarter of an hour, then with what it said before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from policywiki.core.verdicts import NotFound, WrongStage
from policywiki.discussion.actions.comments import flag_comment, post_comment, withdraw_comment
from policywiki.discussion.actions.correct import correct_comment
from policywiki.discussion.models import CORRECT_FREELY, Comment, CommentVersion
from tests.factories.people import UserFactory

from .test_comments import page, say  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


def correct(comment: Comment, text: str, after: timedelta, stance: str = "for") -> Comment:
    return correct_comment(
        comment=comment, author=comment.author, text=text, stance=stance, now=comment.created_at + after
    )


@pytest.mark.parametrize(
    ("after", "versions"),
    [
        (timedelta(0), []),
        (CORRECT_FREELY, []),
        (CORRECT_FREELY + timedelta(seconds=1), ["Well said"]),
        (timedelta(days=300), ["Well said"]),
    ],
)
def test_a_trace_is_left_after_a_quarter_of_an_hour(page: Any, after: timedelta, versions: list[str]) -> None:  # noqa: F811
    comment = correct(say(page), "Better said", after)
    assert comment.text == "Better said"
    assert [one.text for one in CommentVersion.objects.all()] == versions
    assert bool(comment.edited_at) == bool(versions)


def test_a_changed_side_is_a_change_and_the_same_again_is_none(page: Any) -> None:  # noqa: F811
    comment = say(page)
    late = timedelta(hours=1)
    correct(comment, "Well said", late)
    assert not CommentVersion.objects.exists()
    correct(comment, "Well said", late, stance="against")
    assert [(one.text, one.stance) for one in CommentVersion.objects.all()] == [("Well said", "for")]


def test_only_its_author_and_not_while_a_moderator_looks_at_it(page: Any) -> None:  # noqa: F811
    comment = say(page)
    for person in (AnonymousUser(), UserFactory(), UserFactory(moderator=True)):
        with pytest.raises(NotFound):
            correct_comment(comment=comment, author=person, text="x", stance="for", now=timezone.now())
    with pytest.raises(ValidationError):
        correct(comment, " ", timedelta(0))
    flag_comment(comment=comment, by=UserFactory(), why="Rude", now=timezone.now())
    with pytest.raises(WrongStage):
        correct(comment, "Nothing to see", timedelta(0))
    withdrawn = say(page)
    withdraw_comment(comment=withdrawn, author=withdrawn.author, now=timezone.now())
    with pytest.raises(WrongStage):
        correct(withdrawn, "x", timedelta(0))


def test_a_held_text_cannot_be_brought_in_by_changing(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    """The rules are asked again."""
    asked: list[str] = []
    monkeypatch.setattr(
        "policywiki.discussion.actions.correct.weigh", lambda **of: asked.append(of["text"]) or []
    )
    correct(say(page), "Buy now", timedelta(0))
    assert asked == ["Buy now"]


def test_in_the_browser_with_what_it_said_before(page: Any, client: Client) -> None:  # noqa: F811
    author = UserFactory()
    comment = post_comment(
        page=page, author=author, text="The first words", stance="for",
        now=timezone.now() - timedelta(hours=1),
    )  # fmt: skip
    client.force_login(author)
    address = reverse("discussion:correct", args=[comment.pk])
    assert "The first words" in client.get(address).content.decode()
    refused = client.post(address, {"text": "", "stance": "for"})
    assert refused.status_code == 422
    sent = client.post(address, {"text": "The second words", "stance": "against"})
    assert sent.url == f"{comment.get_absolute_url()}#comment-{comment.pk}"
    client.logout()
    before = reverse("discussion:versions", args=[comment.pk])
    assert before in client.get(reverse("discussion:talk", args=[page.pk])).content.decode()
    html = client.get(before).content.decode()
    assert "The first words" in html and "The second words" in html
    withdraw_comment(comment=comment, author=author, now=timezone.now())
    assert client.get(before).status_code == 404
    client.force_login(UserFactory())
    assert client.get(address).status_code == 404
