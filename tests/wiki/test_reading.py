"""Reading: the page, its past, what links to it; and what nobody may see."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction

from policywiki.core.blocks import normalise
from policywiki.core.publication import publishing
from policywiki.wiki.models import KnowledgePage
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page, section
from tests.suggestions.test_life import publish, suggest

pytestmark = pytest.mark.django_db


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def law_version(page: KnowledgePage, text: str, day: date | None) -> None:
    """One more edition, in force from that day, or undated."""
    fresh = KnowledgePage.objects.get(pk=page.pk)
    fresh.body = fresh._meta.get_field("body").to_python(normalise([section("Rule", text)]))
    with publishing(author=None, summary="A version", effective_at=day, undated=day is None):
        fresh.save_revision().publish(skip_permission_checks=True)


def test_a_page_shows_its_text_contents_author_and_ways_on(site: Any, client: Client) -> None:
    author = UserFactory(display_name="Lin Xiaoman")
    page = knowledge_page(author=author, tags=["parking"])
    html = client.get(page.url).content.decode()
    for expected in ("Only inside the marked bays.", 'href="#section-1"', "Lin Xiaoman", "parking"):
        assert expected in html
    assert reverse("suggestions:change", args=[page.pk]) in html
    assert reverse("wiki:history", args=[page.pk]) in html


def test_the_page_as_it_stood_on_a_day(site: Any, client: Client) -> None:
    page = knowledge_page(sections={"Rule": "Written today."})
    law_version(page, "Nobody knows when.", None)
    law_version(page, "The old rule.", date(2019, 3, 1))
    law_version(page, "The new rule.", date(2024, 5, 1))

    def at(day: str) -> str:
        return client.get(page.url, {"at": day}).content.decode()

    assert "Nobody knows when." in at("2019-02-28")
    assert "The old rule." in at("2019-03-01")
    assert "The old rule." in at("2024-04-30")
    assert "The new rule." in at("2024-05-01")
    assert "Written today." in at("2999-01-01")
    wrong = client.get(page.url, {"at": "May"})
    assert wrong.status_code == 400
    assert "Written as" not in wrong.content.decode()
    assert "“May”" in wrong.content.decode()


def test_before_its_first_version_the_page_did_not_exist(site: Any, client: Client) -> None:
    assert client.get(knowledge_page().url, {"at": "1999-01-01"}).status_code == 404


def test_history_names_author_and_what_changed_and_any_two_are_compared(site: Any, client: Client) -> None:
    page, author = knowledge_page(), UserFactory(display_name="Chen Guiying")
    publish(suggest(page, author, "marked bays", "blue bays"), UserFactory(moderator=True))
    history = client.get(reverse("wiki:history", args=[page.pk])).content.decode()
    assert "Chen Guiying" in history
    assert "Put right" in history
    compared = client.get(reverse("wiki:compare", args=[page.pk]), {"a": 1, "b": 2}).content.decode()
    assert "<del>" in compared
    assert "blue" in compared
    assert client.get(reverse("wiki:compare", args=[page.pk]), {"a": "x", "b": 2}).status_code == 404
    assert client.get(reverse("wiki:edition", args=[page.pk, 7])).status_code == 404


def test_page_and_edition_as_json(site: Any, client: Client) -> None:
    page = knowledge_page(title="Bays")
    publish(suggest(page, UserFactory(), "marked bays", "blue bays"), UserFactory(moderator=True))
    live = client.get(reverse("wiki:page_json", args=[page.pk])).json()
    first = client.get(reverse("wiki:edition_json", args=[page.pk, 1])).json()
    assert (live["edition"]["number"], first["edition"]["number"]) == (2, 1)
    assert "blue bays" in str(live["content"])
    assert "marked bays" in str(first["content"])
    assert "@" not in str(live)


@pytest.mark.parametrize("name", ["history", "compare", "page_json"])
def test_what_is_not_public_has_no_public_history(site: Any, client: Client, name: str) -> None:
    page, private = knowledge_page(), knowledge_page(title="Private")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(reverse(f"wiki:{name}", args=[private.pk])).status_code == 404
    page.unpublish()
    assert client.get(reverse(f"wiki:{name}", args=[page.pk])).status_code == 404
    assert client.get(reverse(f"wiki:{name}", args=[site.home.pk])).status_code == 404


def test_a_staff_draft_shows_nowhere(site: Any, client: Client) -> None:
    page = knowledge_page()
    draft = KnowledgePage.objects.get(pk=page.pk)
    draft.title = "Secret plans"
    revision = draft.save_revision(user=UserFactory(administrator=True))
    member = UserFactory()
    client.force_login(member)
    seen = [
        client.get(page.url),
        client.get(reverse("wiki:history", args=[page.pk])),
        client.get(reverse("wiki:page_json", args=[page.pk])),
        client.get(reverse("suggestions:change", args=[page.pk])),
        # A revision number typed into the form must not open a draft of staff.
        client.post(
            reverse("suggestions:change", args=[page.pk]),
            {"base": revision.pk, "do": "preview", "body-TOTAL_FORMS": 0, "body-INITIAL_FORMS": 0,
             "sources-TOTAL_FORMS": 0, "sources-INITIAL_FORMS": 0, "title": "x"},
        ),
    ]  # fmt: skip
    assert all("Secret plans" not in answer.content.decode() for answer in seen)


def test_reading_costs_the_same_queries_whatever_the_length(site: Any, client: Client) -> None:
    short = knowledge_page(title="Short")
    long = knowledge_page(
        title="Long", sections={f"Part {n}": f"See [short](page:{short.pk})." for n in range(30)}
    )
    queries(client, short.url)
    assert abs(queries(client, long.url) - queries(client, short.url)) <= 2


def test_the_list_of_pages_costs_the_same_queries_for_3_and_for_23(site: Any, client: Client) -> None:
    for number in range(3):
        knowledge_page(title=f"Page {number}", tags=["a"])
    few = queries(client, site.index.url)
    for number in range(20):
        knowledge_page(title=f"More {number}", tags=["b"])
    assert queries(client, site.index.url) == few


def test_pages_that_link_here_are_named(site: Any, client: Client) -> None:
    target = knowledge_page(title="Bays")
    knowledge_page(title="Bicycles", sections={"Where": f"In the [bays](page:{target.pk})."})
    assert "Bicycles" in client.get(target.url).content.decode()


def test_the_list_filters_by_topic_and_language(site: Any, client: Client) -> None:
    knowledge_page(title="Bays", tags=["parking"])
    knowledge_page(title="垃圾分类", language="zh-hans", tags=["环境"])
    assert (
        "垃圾分类" not in client.get(site.index.url, {"tag": "parking"}).content.decode().split("<aside")[0]
    )
    assert (
        "Bays" not in client.get(site.index.url, {"language": "zh-hans"}).content.decode().split("<aside")[0]
    )
    empty = client.get(site.index.url, {"tag": "nothing"})
    assert empty.status_code == 200


def test_a_page_with_a_public_history_cannot_be_deleted_in_the_admin(site: Any, client: Client) -> None:
    page, admin = knowledge_page(), UserFactory(administrator=True, is_superuser=True)
    client.force_login(admin)
    client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert KnowledgePage.objects.filter(pk=page.pk).exists()
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[site.index.pk, site.home.pk]))
    assert KnowledgePage.objects.get(pk=page.pk).url == page.url
