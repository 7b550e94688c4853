"""GET /search/: for readers and for machines, in both languages."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from search.index.store import Store
from search.queries import PAGE_SIZE
from tests.factories.proposals import ProposalFactory
from tests.factories.wiki import knowledge_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(site: Any, engine: Store) -> list[Any]:
    """Three pages about parking: two English, one Chinese; one English one has a tag and an attack."""
    return [
        knowledge_page(title="Bicycle parking", sections={"Where": "Park in the bays."}, tags=["traffic"]),
        knowledge_page(title="Car parking", sections={"<script>": "Park <img src=x onerror=alert(1)> here."}),
        knowledge_page(
            title="停车规定", sections={"总则": "第十二条 自行车停车应当有序。"}, language="zh-hans"
        ),
    ]


def get(client: Client, prefix: str = "en", **query: str) -> Any:
    return client.get(f"/{prefix}/search/", query)


def read(client: Client, **query: str) -> dict[str, Any]:
    answer: dict[str, Any] = get(client, format="json", **query).json()
    return answer


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(
    "query", ["", "parking", "停车", "zzzz", "。", "a\0b", "“", '"park bays"', "x" * 200, "%_'"]
)
def test_every_query_is_answered(client: Client, pages: list[Any], language: str, query: str) -> None:
    assert get(client, language, q=query).status_code == 200
    assert get(client, language, q=query, format="json").status_code == 200


def test_a_query_too_long_is_refused_with_its_text_kept(client: Client, pages: list[Any]) -> None:
    page = get(client, q="x" * 201)
    assert page.status_code == 400
    assert "x" * 201 in page.content.decode()
    assert get(client, q="x" * 201, format="json").json()["error"]


def test_searching_changes_nothing_so_it_takes_no_post(client: Client, site: Any) -> None:
    assert client.post("/en/search/", {"q": "x"}).status_code == 405


def test_a_hit_leads_to_its_article(client: Client, pages: list[Any]) -> None:
    hit = read(client, q="自行车")["hits"][0]
    assert hit["url"] == f"http://testserver{pages[2].get_url()}#article-12".replace("/zh-hans/", "/en/")
    assert hit["passages"][0]["label"] == "第十二条"
    assert hit["passages"][0]["html"] == "<mark>自行车</mark>停车应当有序。"
    html = get(client, q="自行车").content.decode()
    assert '#article-12">第十二条</a>' in html
    assert 'lang="zh-Hans"' in html


def test_citizens_markup_is_shown_as_text(client: Client, pages: list[Any]) -> None:
    html = get(client, q="park here").content.decode()
    assert "<img" not in html
    assert "<script>" not in html.split("</head>")[1]


def test_filters_and_facets(client: Client, pages: list[Any]) -> None:
    found = read(client, q="parking")
    assert found["total"] == 2
    assert found["facets"]["tag"] == [{"value": "traffic", "label": "traffic", "count": 1}]
    assert read(client, q="parking", tag="traffic")["total"] == 1
    assert read(client, q="parking", language="zh-hans")["total"] == 0
    narrowed = read(client, q="parking", tag="traffic")["facets"]
    assert narrowed["language"] == [{"value": "en", "label": "English", "count": 1}]
    assert read(client, q="parking", language="zh-hans")["facets"]["language"][0]["count"] == 2, (
        "a facet counts under the other filters, not under its own"
    )


def test_proposals_are_found_by_kind_and_stage(client: Client, site: Any, engine: Store) -> None:
    ProposalFactory(city=True)
    found = read(client, q="racks", kind="proposal", stage="city")
    assert found["total"] == 1
    assert found["hits"][0]["stage"] == "city"
    assert read(client, q="racks", stage="support")["total"] == 0


def test_results_come_in_pages(client: Client, site: Any, engine: Store) -> None:
    for number in range(PAGE_SIZE + 2):
        knowledge_page(title=f"Bench {number}")
    first, second = read(client, q="bench"), read(client, q="bench", page="2")
    assert (first["total"], first["pages"], len(first["hits"]), len(second["hits"])) == (
        PAGE_SIZE + 2,
        2,
        PAGE_SIZE,
        2,
    )
    assert first["next"].startswith("http://testserver/en/search/?q=bench&page=2")
    assert not {hit["url"] for hit in first["hits"]} & {hit["url"] for hit in second["hits"]}
    assert read(client, q="bench", page="99")["page"] == 2
    assert read(client, q="bench", page="x")["page"] == 1


def test_the_number_of_database_queries_does_not_grow(
    client: Client, site: Any, engine: Store, django_assert_num_queries: Any
) -> None:
    for number in range(2):
        knowledge_page(title=f"Bench {number}", tags=["park"])
    get(client, q="bench")
    with django_assert_num_queries(5):
        get(client, q="bench")
    for number in range(6):
        knowledge_page(title=f"Bench and tree {number}", tags=["park"])
    get(client, q="bench")
    with django_assert_num_queries(5):
        get(client, q="bench")


def test_near_misses_say_so(client: Client, pages: list[Any]) -> None:
    assert read(client, q="bicycle helicopter")["all_words_found"] is False
    assert read(client, q="bicycle parking")["all_words_found"] is True
    assert "Nothing has all of these words" in get(client, q="bicycle helicopter").content.decode()
