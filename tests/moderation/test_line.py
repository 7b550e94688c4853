"""The order of the line: who waits longest is first, head starts counted; nothing waits for ever."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policywiki.moderation.actions.facts import place, recount
from policywiki.moderation.models import Case, Standing
from policywiki.moderation.registry import register_head_start
from policywiki.moderation.weights import LONGEST_HOURS, by_doubling, total_hours, word_of
from tests.factories.cases import waiting
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page
from tests.suggestions.test_life import publish, suggest

few_examples = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@few_examples
@given(st.dictionaries(st.sampled_from("abcd"), st.floats(-1e6, 1e6)))
def test_head_starts_never_exceed_a_week(starts: dict[str, float]) -> None:
    assert -LONGEST_HOURS <= total_hours(starts) <= LONGEST_HOURS


@few_examples
@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_more_support_never_counts_less_but_crowds_count_little(few: int, more: int) -> None:
    assert (by_doubling(few) <= by_doubling(more)) == (few <= more)
    assert by_doubling(10_000) < 48


@few_examples
@given(st.integers(0, 1000), st.integers(0, 1000))
def test_a_flaggers_word_weighs_by_their_record(upheld: int, dismissed: int) -> None:
    assert word_of(0, 0) == 1
    assert 0 < word_of(upheld, dismissed) < 2
    assert word_of(upheld + 1, dismissed) > word_of(upheld, dismissed)
    assert word_of(upheld, dismissed + 1) < word_of(upheld, dismissed)


@pytest.mark.django_db
def test_a_head_start_moves_ahead_by_its_hours_and_no_more() -> None:
    case, older, oldest = waiting(hours_ago=2), waiting(hours_ago=5), waiting(hours_ago=20)
    register_head_start("test", "test", lambda cases: {one.pk: 10.0 for one in cases if one.pk == case.pk})
    try:
        place([case, older, oldest])
        assert list(Case.objects.to_check()) == [oldest, case, older]
        case.refresh_from_db()
        assert case.head_starts["test"] == 10.0
        assert case.opened_at - case.counts_from == timedelta(hours=10)
    finally:
        register_head_start("test", "test", lambda cases: {})


@pytest.mark.django_db
def test_a_sent_suggestion_knows_its_size_topics_and_first_author(site: Any) -> None:
    page = knowledge_page(tags=["Bicycles"])
    case = Case.objects.get(suggestion=suggest(page, UserFactory(), "marked bays", "blue bays"))
    assert case.size > 0
    assert [topic.name for topic in case.topics.all()] == ["Bicycles"]
    assert case.first_time
    assert case.standing == Standing.FIRST
    assert case.due_at == case.opened_at + timedelta(days=2)
    assert case.head_starts["first"] == 12.0


@pytest.mark.django_db
def test_an_overlap_is_seen_in_the_list_as_soon_as_the_other_is_published(site: Any) -> None:
    page = knowledge_page()
    first = suggest(page, UserFactory(), "marked bays", "blue bays")
    second = suggest(page, UserFactory(), "marked bays", "green bays")
    publish(first, UserFactory(moderator=True))
    assert Case.objects.get(suggestion=second).overlaps


@pytest.mark.django_db
def test_the_record_of_an_author_is_counted_from_the_cases(site: Any) -> None:
    author, moderator = UserFactory(), UserFactory(moderator=True)
    publish(suggest(knowledge_page(), author, "marked bays", "blue bays"), moderator)
    second = suggest(knowledge_page(title="Other"), author, "marked bays", "blue bays")
    assert not second.case.first_time
    assert second.case.standing == Standing.GOOD
    waiting(author=author, state="closed", decision="not_published")
    record = recount(person_id=author.pk)
    assert (record.published, record.not_published, record.standing) == (1, 1, Standing.MIXED)
    assert recount(person_id=author.pk).published == 1
    assert Case.objects.get(suggestion=second).standing == Standing.MIXED


@pytest.mark.django_db
def test_late_is_late(site: Any) -> None:
    now = timezone.now()
    late, early = waiting(due_at=now - timedelta(hours=1)), waiting(due_at=now + timedelta(hours=1))
    assert list(Case.objects.to_check().overdue(now)) == [late]
    assert not early.is_overdue(now)
