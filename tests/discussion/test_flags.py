"""Flags: a person decides, never a number; what a flagger's word has been worth counts for the order only."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from policywiki.core.verdicts import NotAllowed
from policywiki.discussion.actions.comments import flag_comment
from policywiki.discussion.models import Comment
from policywiki.moderation.actions.cases import decide
from policywiki.moderation.actions.second_look import ask_second_look
from policywiki.moderation.models import Case, Decision, Reason, TrackRecord
from tests.factories.people import UserFactory

from .test_comments import page, say  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


def flagged(comment: Comment, *flaggers: Any) -> Comment:
    for one in flaggers:
        flag_comment(comment=comment, by=one, why="Rude", now=timezone.now())
    comment.refresh_from_db()
    return comment


def judge(comment: Comment, decision: str, moderator: Any) -> None:
    case = Case.objects.get(pk=comment.case_id)
    reason = Reason.objects.get(code="hurtful") if decision == Decision.NOT_PUBLISHED else None
    decide(case=case, decision=decision, moderator=moderator, version=case.version, reason=reason,
           now=timezone.now())  # fmt: skip
    comment.refresh_from_db()


def test_however_many_flags_a_comment_stays_until_a_person_decides(page: Any) -> None:  # noqa: F811
    comment = flagged(say(page), *(UserFactory() for _ in range(12)))
    assert comment.state == "shown"
    assert Case.objects.count() == 1


def test_a_second_look_brings_it_back_and_turns_the_flaggers_record(page: Any) -> None:  # noqa: F811
    flagger = UserFactory()
    comment = flagged(say(page), flagger)
    judge(comment, Decision.NOT_PUBLISHED, UserFactory(moderator=True))
    assert comment.state == "hidden"
    assert TrackRecord.objects.get(person=flagger).flags_upheld == 1
    ask_second_look(case=comment.case, author=comment.author, why="It is about the rule.", now=timezone.now())
    judge(comment, Decision.PUBLISH, UserFactory(moderator=True))
    assert comment.state == "shown"
    record = TrackRecord.objects.get(person=flagger)
    assert (record.flags_upheld, record.flags_dismissed) == (0, 1)


def test_a_moderator_who_flagged_it_does_not_judge_it(page: Any) -> None:  # noqa: F811
    moderator = UserFactory(moderator=True)
    comment = flagged(say(page), moderator)
    with pytest.raises(NotAllowed):
        judge(comment, Decision.NOT_PUBLISHED, moderator)


def test_flags_of_who_was_right_before_move_it_further_ahead(page: Any) -> None:  # noqa: F811
    right, unknown, wrong = UserFactory(), UserFactory(), UserFactory()
    TrackRecord.objects.create(person=right, flags_upheld=9)
    TrackRecord.objects.create(person=wrong, flags_dismissed=9)
    hours = [Case.objects.get(pk=flagged(say(page), one).case_id).head_starts["flags"]
             for one in (right, unknown, wrong)]  # fmt: skip
    assert hours == sorted(hours, reverse=True)
    assert len(set(hours)) == 3


def test_its_author_reads_the_letter_and_the_way_to_a_second_look(page: Any, client: Client) -> None:  # noqa: F811
    comment = flagged(say(page), UserFactory())
    judge(comment, Decision.NOT_PUBLISHED, UserFactory(moderator=True))
    link = reverse("second_look:ask", args=[comment.case_id])
    client.force_login(UserFactory())
    assert link not in client.get(comment.get_absolute_url()).content.decode()
    client.force_login(comment.author)
    assert link in client.get(comment.get_absolute_url()).content.decode()
    assert client.get(link).status_code == 200


def test_a_moderator_does_not_read_who_flagged_their_own_comment(page: Any, client: Client) -> None:  # noqa: F811
    flagger, author = UserFactory(display_name="Flagging Fang"), UserFactory(moderator=True)
    comment = flagged(say(page, author=author), flagger)
    shown = {}
    for person in (author, UserFactory(moderator=True)):
        client.force_login(person)
        shown[person] = client.get(reverse("moderation:review", args=[comment.case_id])).content.decode()
    assert ["Flagging Fang" in html for html in shown.values()] == [False, True]
