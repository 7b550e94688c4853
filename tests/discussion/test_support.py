"""Support of a comment: one tap, taken back with another; the worker counts; the reader sees their own at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from policywiki.core.events import CommentSupportChanged
from policywiki.core.verdicts import NotAllowed, NotFound, WrongStage
from policywiki.discussion.actions.comments import withdraw_comment
from policywiki.discussion.actions.support import support_comment, take_back_comment_support
from policywiki.discussion.handlers import count_support
from policywiki.discussion.models import Comment, CommentState, CommentSupport
from policywiki.discussion.permissions import may_support
from policywiki.discussion.shown import Looking, shown
from policywiki.discussion.threads import Wish, page_of_threads
from proposals.stages import Stage
from tests.factories.people import UserFactory
from tests.factories.proposals import ProposalFactory

from .test_comments import page, say, threads  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


def support(comment: Comment, person: Any = None) -> Any:
    person = person or UserFactory()
    support_comment(comment=comment, person=person, now=timezone.now())
    comment.refresh_from_db()
    return person


def test_each_person_counts_once_and_can_take_it_back(page: Any) -> None:  # noqa: F811
    comment = say(page)
    person = support(comment)
    support(comment, person)
    support(comment)
    assert comment.support_count == 2
    take_back_comment_support(comment=comment, person=person, now=timezone.now())
    take_back_comment_support(comment=comment, person=person, now=timezone.now())
    comment.refresh_from_db()
    assert comment.support_count == 1
    support(comment, person)
    assert (comment.support_count, CommentSupport.objects.count()) == (2, 2)


def test_counting_twice_changes_nothing(page: Any) -> None:  # noqa: F811
    comment = say(page)
    support(comment)
    for _again in range(2):
        count_support(CommentSupportChanged(comment_id=comment.pk))
    comment.refresh_from_db()
    assert comment.support_count == 1


def test_one_sees_ones_own_support_before_the_worker_has_counted(page: Any) -> None:  # noqa: F811
    comment, person = say(page), UserFactory()
    row = CommentSupport.objects.create(comment=comment, person=person, at=timezone.now())
    assert [(one.support, one.supported) for one in threads(page, person)] == [(1, True)]
    assert [(one.support, one.supported) for one in threads(page)] == [(0, False)]
    Comment.objects.update(support_count=1)
    CommentSupport.objects.filter(pk=row.pk).update(counted=True, stands=False)
    assert [(one.support, one.supported) for one in threads(page, person)] == [(0, False)]


def test_the_worker_counts_while_the_page_is_made(page: Any) -> None:  # noqa: F811
    """The comments were read before, the reader's own row after: their support is in the number once."""
    comment, person = say(page), UserFactory()
    CommentSupport.objects.create(comment=comment, person=person, at=timezone.now())
    read = list(Comment.objects.filter(pk=comment.pk))
    count_support(CommentSupportChanged(comment_id=comment.pk))
    seen = shown(read, Looking(person, may_write=True))[comment.pk]
    assert (seen.support, seen.supported) == (1, True)


def test_neither_guests_nor_the_author_nor_what_is_gone(page: Any) -> None:  # noqa: F811
    comment = say(page)
    for person in (AnonymousUser(), comment.author):
        with pytest.raises(NotAllowed):
            support_comment(comment=comment, person=person, now=timezone.now())
    withdraw_comment(comment=comment, author=comment.author, now=timezone.now())
    comment.refresh_from_db()
    with pytest.raises(WrongStage):
        support_comment(comment=comment, person=UserFactory(), now=timezone.now())


@pytest.mark.parametrize("stage", Stage.values)
def test_who_may_support_when(site: Any, stage: str) -> None:
    """Shown comments of discussions that go on, by whoever is signed in and did not write them."""
    record, author = ProposalFactory(stage=stage), UserFactory()
    people = {"guest": AnonymousUser(), "member": UserFactory(), "moderator": UserFactory(moderator=True)}
    comment = Comment.objects.create(page=record.page, author=author, text="-", created_at=timezone.now())
    ended = stage in (
        Stage.CARRIED_OUT, Stage.WITHDRAWN, Stage.UNSUPPORTED, Stage.MERGED, Stage.DIVIDED,
    )  # fmt: skip
    for comment.state in CommentState.values:
        for who, person in {**people, "author": author}.items():
            verdict = may_support(person, comment)
            shown = comment.state == CommentState.SHOWN
            expected = not ended and shown and who in ("member", "moderator")
            assert bool(verdict) == expected, (comment.state, who)
            assert verdict.when == (ended or not shown), (comment.state, who)


def test_the_orders(page: Any) -> None:  # noqa: F811
    first, second, third = say(page, "1"), say(page, "2"), say(page, "3")
    support(second)
    say(page, "an answer", parent=first)
    gone = say(page, "gone", parent=third)
    withdraw_comment(comment=gone, author=gone.author, now=timezone.now())
    found = {}
    for order in ("newest", "oldest", "supported", "answered", "nonsense"):
        asked = page_of_threads(
            page.pk, looking=Looking(UserFactory(), True), wish=Wish.read({"comments": order})
        )
        found[order] = [one.id for one in asked.object_list]
    assert found == {
        "newest": [third.pk, second.pk, first.pk],
        "oldest": [first.pk, second.pk, third.pk],
        "supported": [second.pk, third.pk, first.pk],
        "answered": [first.pk, third.pk, second.pk],
        "nonsense": [third.pk, second.pk, first.pk],
    }


def test_by_a_form_and_back_to_where_one_was(page: Any, client: Client) -> None:  # noqa: F811
    comment = say(page)
    client.force_login(UserFactory())
    here = f"/en/discussion/{page.pk}/talk/?talk=1"
    answer = client.post(reverse("discussion:support", args=[comment.pk]), {"next": here})
    assert (answer.status_code, answer.url) == (302, f"{here}#comment-{comment.pk}")
    html = client.get(here).content.decode()
    assert reverse("discussion:take_back", args=[comment.pk]) in html
    answer = client.post(
        reverse("discussion:take_back", args=[comment.pk]), {"next": "https://evil.example/"}
    )
    assert answer.url.startswith("/") and not answer.url.startswith("//")
    assert client.get(reverse("discussion:support", args=[comment.pk])).status_code == 405
    assert not CommentSupport.objects.standing().exists()


def test_a_guest_signs_in_and_the_support_completes(page: Any, client: Client) -> None:  # noqa: F811
    comment = say(page)
    answer = client.post(reverse("discussion:support", args=[comment.pk]), {"next": "/en/"})
    assert "/login/" in answer.url or "next=" in answer.url
    assert client.session["pending_act"]["url"].endswith(f"/comments/{comment.pk}/support/")


def test_who_may_not_see_a_comment_does_not_find_its_support(page: Any) -> None:  # noqa: F811
    comment = say(page)
    page.unpublish()
    comment = Comment.objects.get(pk=comment.pk)
    comment.subject = "suggestion:999999"
    with pytest.raises(NotFound):
        support_comment(comment=comment, person=UserFactory(), now=timezone.now())
