"""Recent changes with filters and feeds; what links here; pages that are linked but missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from policywiki.editions.models import Edition
from policywiki.trust.actions.hide import hide_part
from policywiki.trust.hiding import item_of
from policywiki.wiki.actions.keep_links import keep_links
from policywiki.wiki.links import Link, links_in
from policywiki.wiki.models import KnowledgePage, PageLink
from tests.factories.people import UserFactory
from tests.factories.proposals import ProposalFactory
from tests.factories.wiki import knowledge_page, section
from tests.suggestions.test_life import publish, suggest

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def titles(client: Client) -> Callable[..., list[str]]:
    """The titles on the list of changes, in order."""

    def read(**chosen: str) -> list[str]:
        return [change.page.title for change in client.get("/en/changes/", chosen).context["changes"]]

    return read


@pytest.mark.django_db
def test_the_list_is_narrowed_by_kind_language_topic_author_and_period(
    site: Any, titles: Callable[..., list[str]]
) -> None:
    lin = UserFactory(display_name="Lin Xiaoman")
    knowledge_page(title="Parking", author=lin, tags=["Traffic"])
    knowledge_page(title="停车", language="zh-hans")
    ProposalFactory(content={"title": "Racks", "tags": ["Traffic"]})
    old = Edition.objects.get(page__title="停车")
    Edition.objects.filter(pk=old.pk).update(published_at=timezone.now() - timedelta(days=20))
    assert set(titles()) == {"Parking", "停车", "Racks"}
    for chosen, expected in [
        ({"kind": "knowledgepage"}, {"Parking", "停车"}),
        ({"kind": "proposalpage"}, {"Racks"}),
        ({"language": "zh-hans"}, {"停车"}),
        ({"topic": "traffic"}, {"Parking", "Racks"}),
        ({"topic": "traffic", "kind": "knowledgepage"}, {"Parking"}),
        ({"author": "xiaoman"}, {"Parking"}),
        ({"period": "week"}, {"Parking", "Racks"}),
        ({"period": "month"}, {"Parking", "停车", "Racks"}),
        ({"kind": "nonsense", "period": "nonsense"}, {"Parking", "停车", "Racks"}),
        ({"topic": "nothing"}, set()),
    ]:
        assert set(titles(**chosen)) == expected, chosen


@pytest.mark.django_db
def test_newest_first_with_what_changed_and_who_and_nothing_that_is_not_public(
    site: Any, client: Client
) -> None:
    page, author = knowledge_page(), UserFactory(display_name="Chen Guiying")
    hidden = knowledge_page(title="Taken away")
    hidden.unpublish()
    publish(suggest(page, author, "marked bays", "blue bays"), UserFactory(moderator=True))
    answer = client.get("/en/changes/")
    found = [(change.edition.number, change.kind) for change in answer.context["changes"]]
    html = answer.content.decode()
    assert found == [(2, ""), (1, "new")]
    assert "Put right" in html
    assert "Chen Guiying" in html
    assert f"/en/history/{page.pk}/compare/?b=2" in html
    assert "Taken away" not in html
    assert "Taken away" not in client.get("/en/changes/atom.xml").content.decode()


@pytest.mark.django_db
def test_a_constant_number_of_queries(site: Any, client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/en/changes/", {"topic": ""}).status_code == 200
        return len(captured)

    for number in range(2):
        knowledge_page(title=f"Page {number}")
    few = queries()
    for number in range(2, 9):
        knowledge_page(title=f"Page {number}")
    assert queries() == few


@pytest.mark.django_db
def test_the_feeds_of_the_site_and_of_one_page_are_atom(site: Any, client: Client) -> None:
    page = knowledge_page(title="Parking", author=UserFactory(display_name="Lin Xiaoman"))
    knowledge_page(title="Other")
    publish(suggest(page, UserFactory(), "marked bays", "blue bays"), UserFactory(moderator=True))

    def entries(address: str) -> list[Any]:
        return ElementTree.fromstring(client.get(address).content).findall(f"{ATOM}entry")  # noqa: S314 - ours

    everything, one = entries("/en/changes/atom.xml"), entries(f"/en/history/{page.pk}/atom.xml")
    assert len(everything) == 3
    assert [entry.findtext(f"{ATOM}summary") for entry in one] == ["Put right", "First text"]
    assert one[1].findtext(f"{ATOM}author/{ATOM}name") == "Lin Xiaoman"
    assert len({entry.findtext(f"{ATOM}id") for entry in everything}) == 3
    assert len(entries("/en/changes/atom.xml?author=xiaoman")) == 1
    assert client.get("/en/history/999999/atom.xml").status_code == 404


def body(*texts: str) -> dict[str, Any]:
    return {"body": [section("A", "x") | {"value": {"heading": "A", "text": text}} for text in texts]}


def test_links_are_found_in_text_citations_and_sources_once_each() -> None:
    content = {
        "body": [
            {
                "type": "section",
                "value": {"heading": "", "text": '<p><a href="/en/pages/%E5%A4%9C/">N</a></p>'},
            },
            {
                "type": "section",
                "value": {"text": '<p><a linktype="page" id="7">P</a> <a href="/pages/a">A</a></p>'},
            },
            {"type": "citation", "value": {"label": "Law", "page": 9, "url": ""}},
        ],
        "sources": [
            {"type": "source", "value": {"label": "Here", "url": "https://city.example/en/pages/b/"}}
        ],
    }
    assert links_in(content, {"body": "blocks", "sources": "blocks"}, here="https://city.example") == [
        Link(None, "夜", "N"), Link(7, "", "P"), Link(None, "a", "A"), Link(9, "", "Law"), Link(None, "b", "Here"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "elsewhere", ["/en/proposals/2026-1/", "https://else.where/en/pages/a/", "#a", "/en/pages/"]
)
def test_other_addresses_are_no_links_between_pages(elsewhere: str) -> None:
    content = body(f'<p><a href="{elsewhere}">x</a></p>')
    assert links_in(content, {"body": "blocks"}, here="https://city.example") == []


@pytest.mark.django_db
def test_what_is_linked_but_missing_the_most_wanted_first(site: Any, client: Client) -> None:
    knowledge_page(
        title="One", sections={"A": "See [Night parking](/en/pages/night-parking/) and [B](/en/pages/b/)."}
    )
    knowledge_page(title="Two", sections={"A": "See [night parking](/zh-hans/pages/night-parking)."})
    away = knowledge_page(title="Secret title")
    knowledge_page(title="Three", sections={"A": f"See [that page](page:{away.pk})."})
    assert "that page" not in client.get("/en/missing/").content.decode()
    away.unpublish()
    answer = client.get("/en/missing/")
    found = [(row["words"], row["times"]) for row, _sources in answer.context["rows"]]
    assert found[0][1] == 2
    assert {words.lower() for words, _times in found} == {"night parking", "b", "that page"}
    html = answer.content.decode()
    assert "Secret title" not in html
    assert "?title=B" in html
    knowledge_page(title="Night parking")
    assert [row["words"] for row, _s in client.get("/en/missing/").context["rows"]] == ["B", "that page"]


@pytest.mark.django_db
def test_the_form_of_a_new_page_begins_with_the_wanted_title(site: Any, client: Client) -> None:
    html = client.get(reverse("suggestions:new_page"), {"title": "夜间停车"}).content.decode()
    assert 'value="夜间停车"' in html


@pytest.mark.django_db
def test_what_links_here_by_choice_and_by_typed_address(site: Any, client: Client) -> None:
    page = knowledge_page(title="Parking")
    empty = client.get(f"/en/links/{page.pk}/")
    assert list(empty.context["page_obj"]) == []
    chosen = knowledge_page(title="A chosen link", sections={"A": f"[P](page:{page.pk})"})
    knowledge_page(title="B typed link", sections={"A": f"[P](/en/pages/{page.slug}/)"})
    away = knowledge_page(title="C not public", sections={"A": f"[P](page:{page.pk})"})
    away.unpublish()
    found = [other.title for other in client.get(f"/en/links/{page.pk}/").context["page_obj"]]
    assert found == ["A chosen link", "B typed link"]
    page.unpublish()
    assert client.get(f"/en/links/{page.pk}/").status_code == 404
    assert PageLink.objects.filter(source=chosen).count() == 1


@pytest.mark.django_db
def test_links_follow_the_live_text(site: Any) -> None:
    page = knowledge_page(sections={"A": f"[here]({settings.SITE_BASE_URL}/en/pages/x/)"})
    assert list(PageLink.objects.values_list("source_id", "slug")) == [(page.pk, "x")]
    fresh = KnowledgePage.objects.get(pk=page.pk)
    fresh.body = []
    fresh.save(clean=False)
    assert keep_links(page=fresh) == 0
    assert not PageLink.objects.exists()


@pytest.mark.django_db
def test_hidden_words_leave_the_list_of_missing_pages(site: Any, client: Client) -> None:
    page = knowledge_page(sections={"A": "[Ask Wang Xiaoming](/en/pages/nowhere/)"})
    assert "Wang Xiaoming" in client.get("/en/missing/").content.decode()
    item = item_of("page", page.pk)
    assert item is not None
    hide_part(item=item, words=["Wang Xiaoming"], moderator=UserFactory(moderator=True), now=timezone.now())
    assert "Wang Xiaoming" not in client.get("/en/missing/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["²", "x", "-1"])
def test_a_version_that_is_no_number_is_not_found(site: Any, client: Client, number: str) -> None:
    assert client.get(f"/en/history/{knowledge_page().pk}/compare/", {"a": number}).status_code == 404
