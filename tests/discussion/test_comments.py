"""Comments: who may write, threads, withdrawing, flagging, and what a moderator decides."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from policywiki.core.verdicts import NotAllowed, NotFound, WrongStage
from policywiki.discussion.actions.comments import flag_comment, post_comment, withdraw_comment
from policywiki.discussion.models import Comment, CommentState, Flag
from policywiki.discussion.shown import Looking, Shown
from policywiki.discussion.threads import Wish, page_of_threads
from policywiki.moderation.actions.cases import decide
from policywiki.moderation.models import Case, Decision, Reason
from policywiki.wiki.models import KnowledgePage
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(site: Any) -> KnowledgePage:
    return knowledge_page()


def say(
    page: KnowledgePage, text: str = "Well said", parent: Comment | None = None, author: Any = None
) -> Comment:
    return post_comment(
        page=page, author=author or UserFactory(), text=text, stance="for", parent=parent, now=timezone.now()
    )


def threads(page: KnowledgePage, viewer: Any = None) -> list[Shown]:
    looking = Looking(viewer or UserFactory(), may_write=True)
    return list(page_of_threads(page.pk, looking=looking, wish=Wish()).object_list)


def test_pages_without_a_discussion_answer_not_found(site: Any) -> None:
    with pytest.raises(NotFound):
        say(site.index)


def test_a_guest_is_asked_to_sign_in_and_an_empty_comment_is_refused(page: KnowledgePage) -> None:
    from django.contrib.auth.models import AnonymousUser

    with pytest.raises(NotAllowed):
        say(page, author=AnonymousUser())
    with pytest.raises(ValidationError):
        say(page, text="  \n ")


def test_answers_stand_under_what_they_answer(page: KnowledgePage) -> None:
    first = say(page, "One")
    answer = say(page, "Two", parent=first)
    say(page, "Three", parent=answer)
    thread = threads(page)
    assert thread[0].replies[0].replies[0].text_html == "<p>Three</p>"
    assert Comment.objects.get(text="Three").root_id == first.pk


def test_withdrawn_it_is_gone_but_answers_stay(page: KnowledgePage) -> None:
    first = say(page, "One")
    say(page, "Two", parent=first)
    with pytest.raises(NotFound):
        withdraw_comment(comment=first, author=UserFactory(), now=timezone.now())
    withdraw_comment(comment=first, author=first.author, now=timezone.now())
    thread = threads(page)
    assert (thread[0].state, thread[0].text_html, len(thread[0].replies)) == ("withdrawn", "", 1)
    with pytest.raises(WrongStage):
        say(page, "Three", parent=first)


def test_a_number_of_flags_hides_nothing_until_a_person_decides(page: KnowledgePage) -> None:
    comment = say(page, "Rude")
    for _number in range(5):
        flag_comment(comment=comment, by=UserFactory(), why="rude", now=timezone.now())
    again = UserFactory()
    flag_comment(comment=comment, by=again, why="rude", now=timezone.now())
    flag_comment(comment=comment, by=again, why="very rude", now=timezone.now())
    comment.refresh_from_db()
    assert comment.state == CommentState.SHOWN
    assert Flag.objects.count() == 6
    assert Case.objects.count() == 1
    decide(
        case=comment.case,
        decision=Decision.NOT_PUBLISHED,
        moderator=UserFactory(moderator=True),
        version=1,
        reason=Reason.objects.get(code="hurtful"),
        now=timezone.now(),
    )
    comment.refresh_from_db()
    assert comment.state == CommentState.HIDDEN
    assert comment.text == "Rude"


def test_one_does_not_flag_oneself(page: KnowledgePage) -> None:
    comment = say(page)
    with pytest.raises(NotAllowed):
        flag_comment(comment=comment, by=comment.author, why="-", now=timezone.now())


def test_a_discussion_costs_the_same_queries_whatever_its_length(
    page: KnowledgePage, django_assert_num_queries: Any
) -> None:
    viewer = UserFactory()
    first = say(page)
    for number in range(12):
        say(page, str(number), parent=first)
        say(page, str(number))
    with django_assert_num_queries(6):  # threads, their number, answers, theirs, own support, who looks
        threads(page, viewer)


def test_markup_in_a_comment_is_shown_as_text(page: KnowledgePage) -> None:
    say(page, "<script>alert(1)</script> see https://example.org")
    thread = threads(page)
    assert "<script>" not in thread[0].text_html
    assert 'href="https://example.org"' in thread[0].text_html


def test_writing_and_flagging_in_the_browser(page: KnowledgePage, client: Client) -> None:
    member = UserFactory()
    client.force_login(member)
    sent = client.post(reverse("discussion:write", args=[page.pk]), {"text": "I agree", "stance": "for"})
    comment = Comment.objects.get()
    assert sent.url.endswith(f"#comment-{comment.pk}")
    refused = client.post(reverse("discussion:write", args=[page.pk]), {"text": "", "stance": "for"})
    assert refused.status_code == 422
    client.force_login(UserFactory())
    flagged = client.post(reverse("discussion:flag", args=[comment.pk]), {"why": "off topic"})
    assert flagged.status_code == 302
    assert Case.objects.get().kind == "comment_flag"
    page.unpublish()
    assert client.get(reverse("discussion:comment", args=[comment.pk])).status_code == 404


@pytest.mark.parametrize("state", [CommentState.HELD, CommentState.HIDDEN, CommentState.WITHDRAWN])
@pytest.mark.parametrize("signed_in", [True, False])
def test_the_form_for_an_answer_shows_no_comment_that_is_not_shown(
    page: KnowledgePage, client: Client, state: str, signed_in: bool
) -> None:
    comment = say(page, "Secret words")
    Comment.objects.filter(pk=comment.pk).update(state=state)
    if signed_in:
        client.force_login(UserFactory())
    answer = client.get(reverse("discussion:reply", args=[comment.pk]))
    assert "Secret words" not in answer.content.decode()
    assert answer.status_code == (404 if state == CommentState.HELD else 409)


def test_a_held_comment_has_an_address_for_its_author_and_moderators_only(
    page: KnowledgePage, client: Client
) -> None:
    comment = say(page, "Secret words")
    Comment.objects.filter(pk=comment.pk).update(state=CommentState.HELD)
    people = {None: 404, UserFactory(): 404, comment.author: 200, UserFactory(moderator=True): 200}
    for person, status in people.items():
        client.logout()
        if person is not None:
            client.force_login(person)
        assert client.get(comment.get_absolute_url()).status_code == status


def test_answers_stay_while_what_they_answer_is_being_checked(page: KnowledgePage, client: Client) -> None:
    """In the list and on the thread's own page, in their place, naming whom they answer."""
    first = say(page, "One")
    held = say(page, "Secret words", parent=first)
    answer = say(page, "Three", parent=held)
    say(page, "Four", parent=answer)
    Comment.objects.filter(pk=held.pk).update(state=CommentState.HELD)
    (thread,) = threads(page)
    (reply,) = thread.replies
    assert (reply.id, reply.level, reply.answers_to) == (answer.pk, 1, held)
    html = client.get(first.get_absolute_url()).content.decode()
    assert html.index("One<") < html.index("Three<") < html.index("Four<")
    assert "Secret words" not in html
    assert held.get_absolute_url() not in html  # would answer 404


def test_a_thread_stays_while_its_first_comment_is_being_checked(page: KnowledgePage, client: Client) -> None:
    """What nobody has answered does not leave a gap in the list."""
    first, alone = say(page, "Secret words"), say(page, "Secret too")
    answers = [say(page, f"Answer {at}", parent=first) for at in range(3)]
    Comment.objects.filter(pk__in=[first.pk, alone.pk]).update(state=CommentState.HELD)
    (thread,) = threads(page)
    assert (thread.id, thread.text_html, thread.more) == (first.pk, "", 1)
    assert [one.id for one in thread.replies] == [one.pk for one in answers[:2]]
    html = client.get(thread.thread_url).content.decode()
    assert "Answer 2" in html
    assert "Secret words" not in html
