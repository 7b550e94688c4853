"""Finding one's way in the list: parts, filters, saved filters, the next item; GET changes nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from taggit.models import Tag

from policywiki.accounts.actions.erase import erase
from policywiki.moderation.actions.batch import deal
from policywiki.moderation.actions.bulk import decide_many
from policywiki.moderation.actions.filters import save_filter
from policywiki.moderation.actions.taking import claim, postpone
from policywiki.moderation.actions.talking import ask_opinion
from policywiki.moderation.forms import QueueFilter
from policywiki.moderation.mine import rows
from policywiki.moderation.models import Case, Decision, SavedFilter
from policywiki.places.models import District
from tests.factories.cases import waiting
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
QUEUE = "/admin/to-check/"


@pytest.fixture
def anna(client: Client) -> Any:
    person = UserFactory(moderator=True)
    client.force_login(person)
    return person


def titles(moderator: Any, **chosen: Any) -> set[str]:
    return {case.title for case in QueueFilter(chosen, moderator=moderator).cases()}


def test_each_filter_finds_its_own(anna: Any) -> None:
    district = District.objects.create(code="hexi", name_zh="河西区", name_en="Hexi")
    waiting("plain", hours_ago=1, size=300)
    waiting("parks", topic="Parks", size=300)
    waiting("hexi", district=district, size=300)
    waiting("old", hours_ago=80, size=300)
    waiting("small", size=10)
    waiting("large", size=5000)
    waiting("overlap", overlaps=True, size=300)
    waiting("first", standing="first", size=300)
    for chosen, found in [
        ({"topic": Tag.objects.get(name="Parks").pk}, {"parks"}),
        ({"district": district.pk}, {"hexi"}),
        ({"age": "3"}, {"old"}),
        ({"size": "small"}, {"small"}),
        ({"size": "large"}, {"large"}),
        ({"fit": "overlap"}, {"overlap"}),
        ({"standing": "first"}, {"first"}),
        ({"q": "PAR"}, {"parks"}),
        ({"q": "par", "size": "large"}, set()),
        ({"topic": "no number", "size": "large"}, {"large"}),
    ]:
        assert titles(anna, **chosen) == found, chosen


def test_the_parts_of_the_list(anna: Any) -> None:
    now, colleague = timezone.now(), UserFactory(moderator=True)
    mine = waiting("mine")
    claim(case=mine, moderator=anna, now=now)
    later = waiting("later")
    postpone(case=later, moderator=anna, until=now + timedelta(days=2), now=now)
    asked = waiting("asked")
    ask_opinion(case=asked, moderator=colleague, of=anna, question="Right?", now=now)
    waiting("late", due_at=now - timedelta(days=1))
    waiting("own", author=anna)
    assert titles(anna) == {"mine", "asked", "late"}
    assert titles(anna, part="mine") == {"mine"}
    assert titles(anna, part="asked") == {"asked"}
    assert titles(anna, part="late") == {"late"}
    assert titles(anna, part="later") == {"later"}
    assert titles(anna, part="all") == {"mine", "asked", "late", "later", "own"}


def test_a_filter_is_kept_under_its_name_and_is_ones_own(anna: Any, client: Client) -> None:
    client.post(
        reverse("moderation:keep_filter"), {"trail": "kind=change&size=large&nonsense=1", "name": "Big"}
    )
    saved = SavedFilter.objects.get(owner=anna)
    assert saved.query == "kind=change&size=large"
    assert "Big" in client.get(QUEUE).content.decode()
    other = Client()
    other.force_login(UserFactory(moderator=True))
    assert "Big" not in other.get(QUEUE).content.decode()
    assert other.post(reverse("moderation:drop_filter", args=[saved.pk])).status_code == 404
    client.post(reverse("moderation:drop_filter", args=[saved.pk]))
    assert not SavedFilter.objects.exists()


def test_deciding_leads_to_the_next_of_the_same_filter(site: Any, anna: Any, client: Client) -> None:
    first = waiting("Park 1", kind="comment_flag", hours_ago=9)
    waiting("Bus", kind="comment_flag", hours_ago=8)
    taken, third = waiting("Park 2", hours_ago=7), waiting("Park 3", hours_ago=6)
    claim(case=taken, moderator=UserFactory(moderator=True), now=timezone.now())
    answer = client.post(reverse("moderation:postpone", args=[first.pk]),
                         {"until": (timezone.now() + timedelta(days=2)).date(), "trail": "q=Park"})  # fmt: skip
    assert answer.url == f"{reverse('moderation:review', args=[third.pk])}?q=Park"


def test_with_2000_waiting_the_list_and_the_home_cost_the_same_queries(anna: Any, client: Client) -> None:
    author, now = UserFactory(), timezone.now()

    def more(number: int) -> None:
        Case.objects.bulk_create(
            Case(kind="change", title=f"Item {n}", author=author, opened_at=now, counts_from=now)
            for n in range(number)
        )

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    more(3)
    for address in (QUEUE, "/admin/"):
        queries(address)
    few = [queries(address) for address in (QUEUE, "/admin/")]
    more(2000)
    assert [queries(address) for address in (QUEUE, "/admin/")] == few
    html = client.get(QUEUE).content.decode()
    assert "2003" in html
    assert html.count('name="chosen"') == 25


def test_looking_changes_nothing(anna: Any, client: Client) -> None:
    case = waiting()
    acts = ["take", "put_back", "hand_over", "postpone", "note", "ask", "decide", "letter"]
    names = [reverse(f"moderation:{act}", args=[case.pk]) for act in acts]
    names += [
        reverse("moderation:bulk"),
        reverse("moderation:batch_put_back"),
        reverse("moderation:keep_filter"),
    ]
    assert {client.get(address).status_code for address in names} == {405}
    assert not case.entries.exists()


def test_members_find_no_door_of_it(client: Client) -> None:
    case = waiting()
    client.force_login(UserFactory())
    pages = [QUEUE, f"{QUEUE}mine/", reverse("moderation:review", args=[case.pk])]
    assert all(client.get(page).status_code in (302, 404) for page in pages)
    acts = [reverse("moderation:bulk"), reverse("moderation:decide", args=[case.pk])]
    assert all(client.post(act, {"decision": "publish"}).status_code in (302, 404) for act in acts)
    case.refresh_from_db()
    assert case.state == "open"


def test_a_moderator_who_leaves_holds_nothing(anna: Any) -> None:
    now = timezone.now()
    case, other = waiting(), waiting()
    save_filter(owner=anna, name="Mine", query="kind=change")
    deal(moderator=anna, topic=None, now=now, size=1)
    bulk = decide_many(moderator=anna, chosen={other.pk: other.version}, decision=Decision.PUBLISH, now=now)
    assert {row["kind"] for row in rows(anna)} == {"filter"}
    erase(person=anna, actor=anna, now=now)
    bulk.refresh_from_db()
    assert not SavedFilter.objects.exists()
    assert bulk.ended_at == now
    case.refresh_from_db()
    assert case.taken_by(now) is None
