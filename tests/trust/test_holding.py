"""Holding rules: what they look at, their dry run, and what happens to what they hold."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from policywiki.core.verdicts import YES, NotFound, WrongStage
from policywiki.discussion import registry
from policywiki.discussion.actions.comments import post_comment
from policywiki.discussion.models import Comment, CommentState
from policywiki.moderation.actions.cases import decide
from policywiki.moderation.models import Case, Reason
from policywiki.suggestions.listing import open_to_page
from policywiki.suggestions.permissions import may_read
from policywiki.trust import past
from policywiki.trust.actions.rules import switch_rule, try_rule
from policywiki.trust.holding import (
    FINE,
    REFUSED,
    Memory,
    Sent,
    digest_of,
    dry_run,
    holds,
    links_in,
    new_text,
)
from policywiki.trust.models import HoldingRule
from policywiki.wiki.models import KnowledgePage
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page
from tests.suggestions.test_life import suggest

NOON = datetime(2026, 5, 4, 4, 0, tzinfo=UTC)
TEXT = "Please mend the pavement at the north gate."


def sent(
    author: int = 1, *, at: datetime = NOON, text: str = TEXT, days_here: int = 30, outcome: str = FINE
) -> Sent:
    joined = at - timedelta(days=days_here)
    return Sent("comment", author, joined, at, digest_of(text), links_in(text), outcome)


def numbers(kind: str, limit: int, minutes: int = 60, scope: str = "both") -> dict[str, Any]:
    return {"kind": kind, "scope": scope, "limit": limit, "minutes": minutes}


@pytest.mark.parametrize(
    ("rule", "what", "earlier", "held"),
    [
        (numbers("new_account", 1), sent(days_here=0), [], True),
        (numbers("new_account", 1), sent(days_here=1), [], False),
        (numbers("links", 2), sent(text="https://a.org and https://b.org"), [], True),
        (numbers("links", 2), sent(text="https://a.org"), [], False),
        (numbers("speed", 3), sent(), [5, 10], True),
        (numbers("speed", 3), sent(), [5, 70], False),
        (numbers("repeated", 2, 100), sent(2, text=TEXT.upper().replace(" ", "  ")), [5, 70], True),
        (numbers("repeated", 2, 60), sent(2), [5, 70], False),
        (numbers("repeated", 1, 60), sent(2, text="I agree"), [5], False),
        (numbers("speed", 1, scope="suggestion"), sent(), [], False),
    ],
)
def test_what_each_kind_looks_at(rule: dict[str, Any], what: Sent, earlier: list[int], held: bool) -> None:
    memory = Memory()
    for minutes in sorted(earlier, reverse=True):
        memory.add(sent(at=NOON - timedelta(minutes=minutes)))
    assert holds(rule, what, memory) is held


def test_a_dry_run_counts_good_and_bad() -> None:
    story = [
        sent(1, days_here=0, outcome=REFUSED),
        sent(2, days_here=0, outcome=FINE),
        sent(3, days_here=9, outcome=REFUSED),
        sent(3, days_here=9, outcome=FINE),
    ]
    assert dry_run(numbers("new_account", 1), story) == {
        "total": 4, "held": 2, "held_refused": 1, "held_fine": 1, "missed": 1, "people": 2,
    }  # fmt: skip


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.integers(1, 3), st.integers(0, 30), st.sampled_from(["a" * 30, "b" * 30])), max_size=20
    )
)
def test_property_the_dry_run_holds_what_would_have_been_held(told: list[tuple[int, int, str]]) -> None:
    """Walking through the past one by one, as it happened, holds exactly as many."""
    moment, story = NOON, []
    for author, minutes, text in told:
        moment += timedelta(minutes=minutes)
        story.append(sent(author, at=moment, text=text))
    for rule in (numbers("speed", 2, 20), numbers("repeated", 2, 40)):
        held = 0
        for place, one in enumerate(story):
            memory = Memory()
            for earlier in story[:place]:
                memory.add(earlier)
            held += holds(rule, one, memory)
        assert dry_run(rule, story)["held"] == held


def test_only_what_is_new_in_a_suggestion_counts() -> None:
    assert new_text(["<p>a</p><p>b</p>", "c\nd"], ["<p>a</p>", "d"]) == "<p>b</p>\nc"


# With the database.


@pytest.fixture
def page(site: Any, monkeypatch: pytest.MonkeyPatch) -> KnowledgePage:
    monkeypatch.setitem(registry._rules, KnowledgePage, lambda user, page: YES)
    return knowledge_page()


def in_force(**fields: Any) -> HoldingRule:
    official = UserFactory(official=True)
    rule = HoldingRule.objects.create(
        name_zh="规则", name_en="Rule", message_zh="请稍等", message_en="Please wait a little", **fields
    )
    try_rule(rule=rule, official=official, now=timezone.now())
    return switch_rule(rule=rule, on=True, official=official, now=timezone.now())


def say(page: Any, author: Any, text: str = TEXT) -> Comment:
    return post_comment(page=page, author=author, text=text, stance="for", language="en", now=timezone.now())


@pytest.mark.django_db
def test_a_rule_is_tried_before_it_is_in_force(site: Any) -> None:
    official, rule = UserFactory(official=True), HoldingRule.objects.get(name_en="Many links")
    with pytest.raises(WrongStage):
        switch_rule(rule=rule, on=True, official=official, now=timezone.now())
    with pytest.raises(NotFound):
        try_rule(rule=rule, official=UserFactory(moderator=True), now=timezone.now())
    try_rule(rule=rule, official=official, now=timezone.now())
    rule = switch_rule(rule=rule, on=True, official=official, now=timezone.now())
    assert rule.tried
    rule.limit = 9
    assert not rule.tried


@pytest.mark.django_db
def test_a_held_comment_waits_and_its_author_sees_why(page: KnowledgePage, client: Client) -> None:
    in_force(kind="new_account", limit=1)
    author, stranger = UserFactory(), UserFactory()
    client.force_login(author)
    with override("en"):
        address = reverse("discussion:write", args=[page.pk])
    answer = client.post(address, {"text": TEXT, "stance": "for"}, follow=True)
    comment = Comment.objects.get()
    assert comment.state == CommentState.HELD
    assert "Please wait a little" in answer.content.decode()
    place = reverse("discussion:comment", args=[comment.pk])
    assert TEXT in client.get(place).content.decode()
    client.force_login(stranger)
    assert TEXT not in client.get(place, follow=True).content.decode()
    moderator = UserFactory(moderator=True)
    decide(case=comment.case, decision="publish", moderator=moderator, version=1, now=timezone.now())
    assert TEXT in client.get(place).content.decode()


@pytest.mark.django_db
def test_a_held_comment_that_is_refused_is_kept_for_a_second_look(page: KnowledgePage) -> None:
    in_force(kind="new_account", limit=1)
    comment, reason = say(page, UserFactory()), Reason.objects.get(code="hurtful")
    decide(
        case=comment.case, decision="not_published", moderator=UserFactory(moderator=True), version=1,
        reason=reason, now=timezone.now(),
    )  # fmt: skip
    comment.refresh_from_db()
    assert (comment.state, comment.text) == (CommentState.HIDDEN, TEXT)


@pytest.mark.django_db
def test_a_suggestion_says_why_it_is_held(page: KnowledgePage) -> None:
    in_force(kind="links", limit=1)
    suggestion = suggest(page, UserFactory(), "marked bays", "see https://spam.example")
    assert suggestion.case.hold.messages("en") == ["Please wait a little"]
    other = suggest(page, UserFactory(), "marked bays", "blue bays")
    assert not hasattr(other.case, "hold")
    member, moderator = UserFactory(), UserFactory(moderator=True)
    assert [bool(may_read(who, suggestion)) for who in (suggestion.author, moderator, member)] == [
        True,
        True,
        False,
    ]
    assert may_read(member, other)
    assert [one.pk for one in open_to_page(page.pk)] == [other.pk]


@pytest.mark.django_db
def test_staff_are_not_held(page: KnowledgePage) -> None:
    in_force(kind="new_account", limit=1)
    assert say(page, UserFactory(moderator=True)).state == CommentState.SHOWN


@pytest.mark.django_db
def test_the_dry_run_reads_the_real_past(page: KnowledgePage) -> None:
    for number in range(3):
        say(page, UserFactory(), f"{TEXT} {number}")
    suggest(page, UserFactory(), "marked bays", "blue bays")
    assert dry_run(numbers("new_account", 1), past.sendings())["held"] == 4
    assert dry_run(numbers("new_account", 1, scope="comment"), past.sendings())["held"] == 3


@pytest.mark.django_db
def test_the_officials_room(site: Any, client: Client) -> None:
    client.force_login(UserFactory(moderator=True))
    assert client.get(reverse("trust_desk:rules")).status_code == 404
    client.force_login(UserFactory(official=True))
    rule = HoldingRule.objects.get(name_en="Many links")
    assert client.get(reverse("trust_desk:rules")).status_code == 200
    client.post(reverse("trust_desk:try", args=["holding", rule.pk]))
    client.post(reverse("trust_desk:switch", args=["holding", rule.pk]), {"on": "1"})
    rule.refresh_from_db()
    assert (rule.active, rule.tried) == (True, True)
    assert client.get(reverse("trust_desk:switch", args=["holding", rule.pk])).status_code == 405
    assert Case.objects.count() == 0
