"""Citing a page of this site in another page: found by its words, at its version, down to the article."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from policywiki.core.page_content import content_of
from policywiki.suggestions.models import Suggestion
from policywiki.wiki import sources
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page, section

from .test_form import address, member, posted
from .test_life import publish

__all__ = ["member"]
pytestmark = pytest.mark.django_db

RULE = {"停放": "第一条 车辆停在线内。\n\n第二条 门口五十米内不得停放。"}


@pytest.fixture(autouse=True)
def _no_index(monkeypatch: Any) -> None:
    """Titles are found in the database; what the index finds is the matter of tests.search."""
    monkeypatch.setattr(sources, "by_text", lambda words: [])


@pytest.fixture
def rule(site: Any) -> Any:
    return knowledge_page(title="停放办法", sections=RULE, language="zh-hans")


@pytest.fixture
def page(site: Any) -> Any:
    return knowledge_page(title="Parking")


def new_row(of: Any, **fields: Any) -> dict[str, Any]:
    """The form of this page with one more part, a citation."""
    number = len(of.body.raw_data)
    given = {"type": "citation", "id": "", "order": number, "quote": "", "label": "", "url": ""} | fields
    return {f"body-{number}-{name}": value for name, value in given.items()} | {
        "body-TOTAL_FORMS": number + 1
    }


def last_value(suggestion: Suggestion) -> dict[str, Any]:
    version = suggestion.latest
    assert version is not None
    value: dict[str, Any] = version.content["body"][-1]["value"]
    return value


@pytest.mark.parametrize("signed_in", [True, False])
def test_a_page_is_found_by_its_title_and_cited_as_it_is_now(
    client: Client, page: Any, rule: Any, signed_in: bool
) -> None:
    if signed_in:
        client.force_login(UserFactory())
    found = client.post(address(page), posted(page, do="find", find="停放")).content.decode()
    assert f'value="cite:{rule.pk}"' in found
    assert "Only inside the marked bays." in found  # what stands in the form stays
    html = client.post(address(page), posted(page, do=f"cite:{rule.pk}", find="停放")).content.decode()
    assert '<option value="article-2">第二条 门口五十米内不得停放。</option>' in html
    assert "version 1" in html
    assert not Suggestion.objects.exists()


def test_the_article_is_chosen_sent_published_and_read(
    client: Client, member: Any, page: Any, rule: Any
) -> None:
    cites = new_row(page, page=rule.pk, edition=1, anchor="article-2", quote="五十米", label="第二条")
    client.post(address(page), posted(page, **cites))
    suggestion = Suggestion.objects.get()
    value = last_value(suggestion)
    assert (value["page"], value["edition"], value["anchor"]) == (rule.pk, 1, "article-2")
    publish(suggestion, UserFactory(moderator=True))
    html = client.get(page.url).content.decode()
    assert f"/history/{rule.pk}/1/#article-2" in html
    # The form shows it again, and sends it back untouched.
    page.refresh_from_db()
    assert '<option value="article-2" selected>' in client.get(address(page)).content.decode()
    unchanged = client.post(address(page), posted(page))
    assert "Nothing has been changed yet." in unchanged.content.decode()


def test_a_pasted_address_of_ours_becomes_a_citation(
    client: Client, member: Any, page: Any, rule: Any
) -> None:
    cites = new_row(page, url=f"http://testserver{rule.url}#article-2".replace("http://testserver", ""))
    client.post(address(page), posted(page, **cites))
    value = last_value(Suggestion.objects.get())
    assert (value["page"], value["edition"], value["anchor"], value["url"]) == (rule.pk, 1, "article-2", "")


@pytest.mark.parametrize(("number", "edition"), [("999999", ""), ("x", "1"), ("1" * 30, "1"), ("own", "9")])
def test_a_page_that_readers_cannot_open_is_not_cited(
    client: Client, member: Any, page: Any, rule: Any, number: str, edition: str
) -> None:
    named = str(rule.pk) if number == "own" else number
    cites = new_row(page, page=named, edition=edition, anchor="", quote="Words")
    client.post(address(page), posted(page, **cites))
    value = last_value(Suggestion.objects.get())
    assert (value["page"], value["edition"], value["quote"]) == (None, None, "Words")


def test_what_a_form_does_not_know_or_a_page_that_went_stays_cited(
    client: Client, member: Any, rule: Any
) -> None:
    cites = {"page": rule.pk, "edition": 1, "anchor": "article-1", "quote": "", "label": "", "url": ""}
    page = knowledge_page(
        title="Parking", body=[section("One", "Text."), {"type": "citation", "value": cites}]
    )
    rule.unpublish()
    before = content_of(page)["body"][1]["value"]
    data = posted(page) | {"body-1-quote": "In the lines"}
    for name in ("page", "edition", "anchor"):
        without = {key: value for key, value in data.items() if key != f"body-1-{name}"}
        client.post(address(page), without | {"do": "save"})
    client.post(address(page), data)
    assert last_value(Suggestion.objects.get()) == before | {"quote": "In the lines"}


def test_it_is_cited_no_longer_with_one_press(client: Client, member: Any, page: Any, rule: Any) -> None:
    cites = new_row(page, page=rule.pk, edition=1, anchor="article-2", quote="Words")
    html = client.post(address(page), posted(page, **cites) | {"do": "uncite:2"}).content.decode()
    assert "article-2" not in html
    assert "Words" in html


def test_enter_in_the_box_finds_and_what_is_not_there_is_said(client: Client, page: Any, rule: Any) -> None:
    found = client.post(address(page), posted(page, do="preview", find="停放", found="")).content.decode()
    assert f'value="cite:{rule.pk}"' in found
    seen = client.post(address(page), posted(page, do="preview", find="停放", found="停放")).content.decode()
    assert "Preview: nobody else sees this yet" in seen
    nothing = client.post(address(page), posted(page, do="find", find="月亮\0")).content.decode()
    assert "No page has these words." in nothing


def many(page: Any, cites: list[tuple[int, int]], **more: Any) -> dict[str, Any]:
    """The form of this page with one more citation for each of these pages and versions."""
    rows, first = {}, len(page.body.raw_data)
    for number, (cited, edition) in enumerate(cites, start=first):
        value = {"type": "citation", "id": "", "order": number, "quote": "Q", "label": "", "url": ""}
        value |= {"page": cited, "edition": edition, "anchor": ""}
        rows |= {f"body-{number}-{name}": given for name, given in value.items()}
    return posted(page, **rows, **{"body-TOTAL_FORMS": first + len(cites)}, **more)


@pytest.mark.parametrize("do", ["preview", "find"])
def test_a_page_cited_many_times_is_read_once(
    client: Client, page: Any, rule: Any, monkeypatch: pytest.MonkeyPatch, do: str
) -> None:
    read: list[Any] = []
    once = sources.citable_places
    monkeypatch.setattr(sources, "citable_places", lambda *given: read.append(given) or once(*given))
    answer = client.post(address(page), many(page, [(rule.pk, 1)] * 12, do=do))
    assert answer.status_code == 200
    assert len(read) == 1


def test_beyond_fifty_cited_pages_nothing_is_read_and_it_is_said(
    client: Client, member: Any, page: Any, rule: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr("policywiki.suggestions.sources.source_of", lambda *given: asked.append(given))
    answer = client.post(address(page), many(page, [(rule.pk, number) for number in range(1, 52)]))
    assert answer.status_code == 422
    assert "at most 50 pages of this site" in answer.content.decode()
    assert len(asked) == 50
    assert not Suggestion.objects.exists()


def test_looking_at_what_one_writes_has_a_limit(client: Client, page: Any, settings: Any) -> None:
    settings.LIMITS = settings.LIMITS | {"preview": {"address": "2/1h"}}
    told = [client.post(address(page), posted(page, do="preview")).status_code for _ in range(3)]
    assert told == [200, 200, 429]
