"""Calls for proposals are found: by their words in either language and by their topics, with their last day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from search.draining import drain
from search.index.store import Store
from tests.factories.proposals import CallFactory, ProposalFactory, further_call

pytestmark = pytest.mark.django_db


@pytest.fixture
def parks(site: Any, engine: Store) -> Any:
    CallFactory()
    call = further_call(
        "parks",
        title="口袋公园",
        language="zh-hans",
        name_zh="口袋公园建在哪儿",
        name_en="Where pocket parks should be",
        intro_zh="明年东门区要建六个小公园。",
        intro_en="Six small gardens will be built next year.",
        text_zh="请写清楚在哪一块地上。",
        text_en="Say on which **piece of land**.",
        terms_en="The land belongs to the city.",
        topics="绿化，trees",
        closes_at=timezone.now() + timedelta(days=3),
    )
    drain(engine)
    return call


def search(client: Client, prefix: str = "en", **query: str) -> Any:
    return client.get(f"/{prefix}/search/", query)


@pytest.mark.parametrize(
    ("prefix", "words", "called"),
    [
        ("en", "pocket parks", "Where pocket parks should be"),
        ("en", "small gardens", "Where pocket parks should be"),
        ("en", "piece of land", "Where pocket parks should be"),
        ("en", "belongs to the city", "Where pocket parks should be"),
        ("en", "trees", "Where pocket parks should be"),
        ("en", "口袋公园", "Where pocket parks should be"),
        ("zh-hans", "口袋公园", "口袋公园建在哪儿"),
        ("zh-hans", "六个小公园", "口袋公园建在哪儿"),
        ("zh-hans", "绿化", "口袋公园建在哪儿"),
    ],
)
def test_it_is_found_and_called_in_the_readers_language(
    client: Client, parks: Any, prefix: str, words: str, called: str
) -> None:
    answer = search(client, prefix, q=words)
    assert [row["hit"].page.pk for row in answer.context["rows"]][:1] == [parks.pk]
    plain = answer.content.decode().replace("<mark>", "").replace("</mark>", "")
    assert called in plain
    assert ("Open until" if prefix == "en" else "截止") in plain


def test_its_topics_narrow_the_list_and_its_kind_does_too(client: Client, parks: Any, engine: Store) -> None:
    ProposalFactory(content={"title": "Parks along the river", "tags": ["rivers"]})
    drain(engine)
    found = {name: search(client, format="json", q="parks", **{name: value}).json()["hits"]
             for name, value in (("tag", "trees"), ("kind", "call"))}  # fmt: skip
    assert [[hit["kind"] for hit in hits] for hits in found.values()] == [["call"], ["call"]]
    assert found["tag"][0]["tags"] == ["trees", "绿化"]
    assert len(search(client, format="json", q="parks").json()["hits"]) == 2


def test_what_is_changed_is_found_and_what_is_taken_down_is_not(
    client: Client, parks: Any, engine: Store
) -> None:
    parks.intro_en = "Six tiny meadows."
    parks.save()
    drain(engine)
    assert search(client, q="meadows").context["rows"]
    parks.unpublish()
    assert not search(client, q="meadows").context["rows"]  # at once, before the index hears of it
    drain(engine)
    assert not search(client, q="meadows").context["rows"]


def test_a_call_that_has_closed_says_so(client: Client, parks: Any, engine: Store) -> None:
    parks.closes_at = timezone.now() - timedelta(days=1)
    parks.save()
    drain(engine)
    assert "Closed to new proposals" in search(client, q="pocket parks").content.decode()


def test_the_number_of_queries_does_not_grow(
    client: Client, parks: Any, engine: Store, django_assert_max_num_queries: Any
) -> None:
    search(client, q="pocket parks")
    counted = []
    for more in (0, 6):
        for number in range(more):
            further_call(f"parks-{number}", name_en=f"More pocket parks {number}")
        drain(engine)
        with django_assert_max_num_queries(50) as captured:
            search(client, q="pocket parks")
        counted.append(len(captured))
    assert counted[0] == counted[1], counted
