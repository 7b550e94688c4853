""" "My twenty": twenty of one topic for one moderator, who sees how far they have come."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from taggit.models import Tag

from policywiki.core.verdicts import NotFound, WrongStage
from policywiki.moderation.actions.batch import deal, put_rest_back
from policywiki.moderation.actions.taking import claim
from policywiki.moderation.models import Batch, Case
from tests.factories.cases import waiting
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> Any:
    return UserFactory(moderator=True, display_name="Anna")


def parks() -> Tag:
    return Tag.objects.get_or_create(name="Parks")[0]


def test_twenty_of_the_topic_in_the_order_of_the_line(anna: Any) -> None:
    author, now = UserFactory(), timezone.now()
    mine = [waiting(f"Park {n}", topic="Parks", hours_ago=50 - n, author=author) for n in range(23)]
    waiting("Bus", topic="Buses", hours_ago=90, author=author)
    waiting("My own park", topic="Parks", hours_ago=99, author=anna)
    claim(case=mine[0], moderator=UserFactory(moderator=True), now=now)
    batch = deal(moderator=anna, topic=parks(), now=now)
    assert list(batch.left(now)) == mine[1:21]
    assert all(case.taken_by(now) == anna for case in batch.left(now))


def test_two_get_different_ones(anna: Any) -> None:
    author, now = UserFactory(), timezone.now()
    for n in range(4):
        waiting(f"Park {n}", author=author)
    first = deal(moderator=anna, topic=None, now=now, size=2)
    second = deal(moderator=UserFactory(moderator=True), topic=None, now=now, size=3)
    assert second.cases.count() == 2
    assert not first.cases.filter(pk__in=second.cases.all()).exists()


def test_one_at_a_time_and_the_rest_goes_back(anna: Any) -> None:
    now = timezone.now()
    for n in range(3):
        waiting(f"Park {n}")
    batch = deal(moderator=anna, topic=None, now=now, size=2)
    with pytest.raises(WrongStage):
        deal(moderator=anna, topic=None, now=now)
    assert put_rest_back(batch=batch, moderator=anna, now=now) == 2
    assert not Case.objects.taken(now).exists()
    assert Batch.objects.of(anna) is None
    assert deal(moderator=anna, topic=None, now=now).cases.count() == 3


def test_nothing_to_deal_is_said_and_members_learn_nothing(anna: Any) -> None:
    with pytest.raises(WrongStage):
        deal(moderator=anna, topic=parks(), now=timezone.now())
    with pytest.raises(NotFound):
        deal(moderator=UserFactory(), topic=None, now=timezone.now())


def test_after_a_day_they_are_free_again(anna: Any) -> None:
    case, now = waiting(), timezone.now()
    deal(moderator=anna, topic=None, now=now)
    later = now + timedelta(days=1, seconds=1)
    assert claim(case=case, moderator=UserFactory(moderator=True), now=later)
    assert not Batch.objects.of(anna).left(later).exists()


def test_the_page_says_12_of_20(anna: Any, client: Client) -> None:
    author, now = UserFactory(), timezone.now()
    cases = [waiting(f"Park {n}", topic="Parks", author=author) for n in range(20)]
    client.force_login(anna)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    dealt = client.post(reverse("moderation:batch"), {"topic": parks().pk})
    assert dealt.url.endswith("?batch=1")
    Case.objects.filter(pk__in=[case.pk for case in cases[:12]]).update(state="closed")
    html = client.get(reverse("moderation:batch")).content.decode()
    assert "12 of 20" in html
    assert cases[12].title in html
    Case.objects.update(state="closed", decided_at=now)
    assert "All done: 20 items looked at." in client.get(reverse("moderation:batch")).content.decode()
