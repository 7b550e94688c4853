"""Nobody decides on their own text, whatever address they use; and one's field binds by every address."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from taggit.models import Tag

from policywiki.core.verdicts import NotAllowed
from policywiki.moderation.actions.batch import deal
from policywiki.moderation.forms import QueueFilter
from policywiki.moderation.models import Case, CaseState, Reason, ReviewerScope
from policywiki.moderation.permissions import may_check
from policywiki.places.models import District
from tests.factories.cases import waiting
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page
from tests.suggestions.test_life import publish, suggest, text_of

pytestmark = pytest.mark.django_db


def tomorrow() -> str:
    return str((timezone.now() + timedelta(days=1)).date())


# name -> (address of the case, what is sent). `other` is the case of somebody else, whose address is misused.
ROUTES: dict[str, Any] = {
    "decide": lambda own, other: (reverse("moderation:decide", args=[own.case_id]), {}),
    "decide, another's address": lambda own, other: (
        reverse("moderation:decide", args=[other.case_id]),
        {"case": own.case_id, "suggestion": own.pk, "pk": own.case_id, "version": own.case.version + 7},
    ),
    "take": lambda own, other: (reverse("moderation:take", args=[own.case_id]), {}),
    "put back": lambda own, other: (reverse("moderation:put_back", args=[own.case_id]), {}),
    "hand over": lambda own, other: (
        reverse("moderation:hand_over", args=[own.case_id]),
        {"colleague": UserFactory(moderator=True).pk},
    ),
    "put off": lambda own, other: (
        reverse("moderation:postpone", args=[own.case_id]),
        {"until": tomorrow()},
    ),
    "note": lambda own, other: (reverse("moderation:note", args=[own.case_id]), {"note": "Fine"}),
    "ask": lambda own, other: (
        reverse("moderation:ask", args=[own.case_id]),
        {"colleague": UserFactory(moderator=True).pk, "note": "Fine?"},
    ),
    "several at once": lambda own, other: (
        reverse("moderation:bulk"),
        {"chosen": [f"{own.case_id}:{own.case.version}"]},
    ),
    "edit and publish": lambda own, other: (
        reverse("suggestions:edit_for_author", args=[own.pk]),
        {"do": "publish", "version": own.case.version, "body-TOTAL_FORMS": 0, "body-INITIAL_FORMS": 0,
         "sources-TOTAL_FORMS": 0, "sources-INITIAL_FORMS": 0, "title": "Mine", "what": "x"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("role", ["moderator", "administrator"])
def test_own_text_by_this_route(site: Any, client: Client, route: str, role: str) -> None:
    me, page = UserFactory(**{role: True}), knowledge_page()
    own = suggest(page, me, "marked bays", "blue bays")
    other = suggest(page, UserFactory(), "street office", "district office")
    client.force_login(me)
    address, data = ROUTES[route](own, other)
    client.post(address, {"decision": "publish", "version": own.case.version} | data)
    case = Case.objects.get(pk=own.case_id)
    assert (case.state, case.claimed_by, case.postponed_until) == (CaseState.OPEN, None, None)
    assert "blue bays" not in text_of(page)
    assert list(case.entries.values_list("verb", flat=True)) == ["opened"]


def test_it_is_not_even_offered_or_dealt(site: Any) -> None:
    me = UserFactory(moderator=True)
    own, other = waiting(author=me), waiting()
    assert list(QueueFilter({}, moderator=me).cases()) == [other]
    assert own not in deal(moderator=me, topic=None, now=timezone.now()).cases.all()


@pytest.fixture
def dongmen() -> District:
    return District.objects.create(code="dongmen", name_zh="东门区", name_en="Dongmen")


def field(*, topics: list[str] = [], districts: list[District] = [], whole_city: bool = True) -> Any:  # noqa: B006
    """A moderator who looks after these."""
    reviewer = UserFactory(moderator=True)
    scope = ReviewerScope.objects.create(reviewer=reviewer, whole_city=whole_city)
    scope.topics.set([Tag.objects.get_or_create(name=name)[0] for name in topics])
    scope.districts.set(districts)
    return reviewer


@pytest.mark.parametrize(
    ("topics", "here", "whole_city", "may"),
    # item: topic Parks, in Dongmen
    [
        ([], False, True, True),
        (["Parks"], False, True, True),
        (["Buses"], False, True, False),
        (["Buses", "Parks"], True, True, True),
        (["Buses"], True, True, False),
        ([], True, False, True),
    ],
)
def test_a_field_is_topics_and_districts(
    dongmen: District, topics: list[str], here: bool, whole_city: bool, may: bool
) -> None:
    case = waiting(topic="Parks", district=dongmen)
    reviewer = field(topics=topics, districts=[dongmen] if here else [], whole_city=whole_city)
    assert bool(may_check(reviewer, case)) == may
    assert (case in QueueFilter({}, moderator=reviewer).cases()) == may


def test_what_concerns_the_whole_city_is_a_choice_of_its_own(dongmen: District) -> None:
    case = waiting()
    assert may_check(field(districts=[dongmen]), case)
    assert not may_check(field(districts=[dongmen], whole_city=False), case)


def test_outside_ones_field_nothing_is_published(site: Any, dongmen: District) -> None:
    page = knowledge_page()
    suggestion = suggest(page, UserFactory(), "marked bays", "blue bays")
    with pytest.raises(NotAllowed):
        publish(suggestion, field(topics=["Buses"]))
    assert "blue bays" not in text_of(page)


def test_administrators_are_bound_by_no_field(site: Any) -> None:
    administrator = UserFactory(administrator=True)
    ReviewerScope.objects.create(reviewer=administrator).topics.set([Tag.objects.create(name="Buses")])
    assert may_check(administrator, waiting(topic="Parks"))
    assert Reason.objects.exists()
