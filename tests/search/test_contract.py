"""The engine behind Wagtail's search contract (modelsearch), asked the way Wagtail asks it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse
from modelsearch.backends import get_search_backend
from modelsearch.backends.base import FilterFieldError, SearchFieldError
from modelsearch.query import MATCH_ALL, MATCH_NONE, And, Boost, Fuzzy, Not, Or, Phrase, PlainText
from wagtail.models import Page

from policywiki.wiki.models import CityDocument, KnowledgePage
from search.index.store import Store
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page

pytestmark = pytest.mark.django_db

TITLES = [
    "Bicycle parking rules",
    "Rules for parking cars",
    "Noise at night",
    "北京市物业管理条例",
    "物业服务标准",
    "共享单车停放区",
]


@pytest.fixture
def documents(engine: Store) -> list[CityDocument]:
    """Six documents; two have a tag."""
    made = [
        CityDocument.objects.create(title=title, file=ContentFile(b"-", f"{n}.txt"))
        for n, title in enumerate(TITLES)
    ]
    for document in made[:2]:
        document.tags.add("traffic")
        document.save()
    return made


def titles(query: Any, **options: Any) -> list[str]:
    return [document.title for document in get_search_backend().search(query, CityDocument, **options)]


P = PlainText


@pytest.mark.parametrize(
    "query, expected",
    [
        ("parking", {0, 1}),
        ("PARKED rule", {0, 1}),
        ("bicycle noise", set()),
        (P("bicycle noise", operator="or"), {0, 2}),
        ("traffic", {0, 1}),
        ("物业", {3, 4}),
        ("物業管理", {3}),
        ("管理", {3}),
        ("单车", {5}),
        (Phrase("parking rules"), {0}),
        (Phrase("rules parking"), set()),
        (Phrase("物业管理条例"), {3}),
        (Phrase("条例管理"), set()),
        (And([P("parking"), P("cars")]), {1}),
        (Or([P("cars"), P("noise")]), {1, 2}),
        (And([P("parking"), Not(P("cars"))]), {0}),
        (P("parking") & ~Phrase("parking cars"), {0}),
        (Not(P("parking")), {2, 3, 4, 5}),
        (MATCH_ALL, {0, 1, 2, 3, 4, 5}),
        (MATCH_NONE, set()),
        (Boost(P("parking"), 3.0), {0, 1}),
        ("zzz", set()),
        ("。", set()),
    ],
    ids=str,
)
def test_queries(documents: list[CityDocument], query: Any, expected: set[int]) -> None:
    found = get_search_backend().search(query, CityDocument)
    assert {document.title for document in found} == {TITLES[n] for n in expected}
    assert found.count() == len(expected)


def test_a_boosted_part_decides_the_order(documents: list[CityDocument]) -> None:
    assert titles(Or([Boost(P("cars"), 9.0), P("noise")]))[0] == TITLES[1]
    assert titles(Or([P("cars"), Boost(P("noise"), 9.0)]))[0] == TITLES[2]


def test_what_the_engine_cannot_do_it_says(documents: list[CityDocument]) -> None:
    with pytest.raises(NotImplementedError):
        list(get_search_backend().search(Fuzzy("parkng"), CityDocument))


@pytest.mark.parametrize(
    "typed, expected",
    [("bic", {0}), ("park r", {0, 1}), ("物业管", {3}), ("业", {3, 4}), ("车停", {5}), ("x", set())],
)
def test_autocomplete(documents: list[CityDocument], typed: str, expected: set[int]) -> None:
    found = get_search_backend().autocomplete(typed, CityDocument)
    assert {document.title for document in found} == {TITLES[n] for n in expected}


def test_the_database_filters_and_orders(documents: list[CityDocument]) -> None:
    backend = get_search_backend()
    queryset = CityDocument.objects.filter(title__startswith="Rules")
    assert [d.title for d in backend.search("parking", queryset)] == [TITLES[1]]
    by_title = CityDocument.objects.order_by("-title")
    assert [d.title for d in backend.search("parking", by_title, order_by_relevance=False)] == [
        TITLES[1],
        TITLES[0],
    ]
    assert titles("parking", order_by_relevance=False) == [TITLES[1], TITLES[0]]


def test_slices_and_scores(documents: list[CityDocument]) -> None:
    found = get_search_backend().search(
        MATCH_ALL, CityDocument.objects.order_by("id"), order_by_relevance=False
    )
    assert [d.title for d in found[1:3]] == TITLES[1:3]
    assert found[4].title == TITLES[4]
    assert found[2:].count() == 4
    assert len(found[4:10]) == 2
    scored = list(get_search_backend().search("parking", CityDocument).annotate_score("_score"))
    assert scored[0]._score >= scored[1]._score > 0


def test_facets(documents: list[CityDocument]) -> None:
    found = get_search_backend().search("parking", CityDocument)
    assert found.facet("collection_id") == {documents[0].collection_id: 2}
    with pytest.raises(FilterFieldError):
        found.facet("file_hash")


def test_only_declared_fields_are_searched_and_filtered(documents: list[CityDocument]) -> None:
    assert len(titles("parking", fields=["title"])) == 2
    with pytest.raises(SearchFieldError):
        titles("parking", fields=["file_hash"])
    with pytest.raises(FilterFieldError):
        get_search_backend().search("parking", CityDocument.objects.filter(file_hash="1"))


def test_more_results_than_are_looked_up_by_name(
    documents: list[CityDocument], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.backends.results.FEW", 1)
    assert set(titles("parking")) == set(TITLES[:2])
    assert titles("parking", order_by_relevance=False) == [TITLES[1], TITLES[0]]
    assert get_search_backend().search("parking", CityDocument).facet("title") == {TITLES[0]: 1, TITLES[1]: 1}


def test_what_is_deleted_is_gone(documents: list[CityDocument]) -> None:
    documents[0].delete()
    assert titles("parking") == [TITLES[1]]


def test_a_page_is_found_by_any_of_its_passages_and_by_its_class(site: Any, engine: Store) -> None:
    page = knowledge_page(title="Bins", sections={"Glass": "Green bottles.", "Paper": "Flat boxes."})
    for model in (Page, KnowledgePage):
        assert [one.pk for one in model.objects.search("bottles boxes")] == [page.pk]
    assert not Page.objects.search("bottles", fields=["title"]).count()
    assert KnowledgePage.objects.search("bottles", fields=["body"]).count() == 1
    assert not KnowledgePage.objects.search("bottles", fields=["summary"]).count()


def test_the_command_builds_the_index_anew(site: Any, engine: Store, settings: Any) -> None:
    settings.SEARCH_INDEXING = "manual"
    page = knowledge_page(title="Bins")
    assert not Page.objects.search("bins").count()
    call_command("wagtail_update_index", verbosity=0)
    assert [one.pk for one in Page.objects.search("bins")] == [page.pk]
    Page.objects.filter(pk=page.pk).update(title="Boxes", draft_title="Boxes")
    call_command("wagtail_update_index", verbosity=0)
    assert [one.pk for one in Page.objects.search("boxes")] == [page.pk]


def test_the_admin_finds_pages_by_it(site: Any, engine: Store, client: Any) -> None:
    knowledge_page(title="北京市物业管理条例", language="zh-hans")
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    found = client.get(reverse("wagtailadmin_pages:search"), {"q": "物业"})
    assert "北京市物业管理条例" in found.content.decode()
    nothing = client.get(reverse("wagtailadmin_pages:search"), {"q": "养犬"})
    assert "北京市物业管理条例" not in nothing.content.decode()
