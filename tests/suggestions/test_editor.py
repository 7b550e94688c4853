"""The editor over the plain form, from the server's side: both ways of writing mean the same, nothing is dropped unsaid."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from policywiki.core.draft import to_state
from policywiki.core.page_content import content_of
from policywiki.suggestions.models import Suggestion
from policywiki.suggestions.richwriting import both_ways, editor_settings, in_markup
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page, section
from tests.suggestions.test_form import address, posted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def member(client: Client) -> Any:
    person = UserFactory()
    client.force_login(person)
    return person


def page_with_twins() -> Any:
    """Two paragraphs of the same words, and a link to another page."""
    other = knowledge_page(title="Parking")
    text = f"Keep left.\n\nKeep left.\n\nSee [parking](page:{other.pk})."
    return knowledge_page(title="Rules", body=[section("Rules", text)])


def html_of(page: Any) -> str:
    return str(content_of(page)["body"][0]["value"]["text"])


def state_of(page: Any) -> dict[str, Any]:
    return to_state(html_of(page), addresses={})


def sending(page: Any, state: Any, **changes: Any) -> dict[str, Any]:
    """What the form sends when its first text was written in the editor: no line markup for it."""
    data = posted(page, **{"body-0-state": json.dumps(state)}, **changes)
    del data["body-0-text"]
    return data


def test_what_the_editor_sends_is_published_with_its_keys_and_page_links(
    site: Any, client: Client, member: Any
) -> None:
    page = page_with_twins()
    state = state_of(page)
    first, second, third = state["blocks"]
    state["blocks"] = [second, first, third | {"text": third["text"] + "!"}]  # twins change places
    client.post(address(page), sending(page, state))
    html = Suggestion.objects.get().latest.content["body"][0]["value"]["text"]
    assert [block["key"] for block in (second, first, third)] == [
        part.split('"')[0] for part in html.split('data-block-key="')[1:]
    ]
    assert 'linktype="page"' in html and html.endswith("!</p>")


def test_an_editor_that_was_opened_and_left_alone_changes_nothing(
    site: Any, client: Client, member: Any
) -> None:
    page = page_with_twins()
    answer = client.post(address(page), sending(page, state_of(page)))
    assert answer.status_code == 422
    assert "Nothing has been changed yet." in answer.content.decode()


def test_a_form_shown_again_keeps_the_keys_of_what_was_written(
    site: Any, client: Client, member: Any
) -> None:
    page = page_with_twins()
    state = state_of(page)
    state["blocks"].insert(1, state["blocks"][0] | {"key": "zzzzz", "text": "Keep left."})
    client.post(address(page), sending(page, state, do="save"))
    row = Suggestion.objects.get().draft["body"][0]
    again = {f"body-0-{name}": row[name] for name in ("text", "html")}
    client.post(reverse("suggestions:edit", args=[Suggestion.objects.get().pk]), posted(page, **again))
    assert 'data-block-key="zzzzz"' in Suggestion.objects.get().latest.content["body"][0]["value"]["text"]


@pytest.mark.parametrize("do", ["send", "save", "preview"])
def test_a_save_that_would_drop_something_is_refused_and_the_words_are_kept(
    site: Any, client: Client, member: Any, do: str
) -> None:
    page = page_with_twins()
    state = state_of(page)
    state["blocks"][0] |= {"type": "atomic", "text": "A picture of the sign"}
    answer = client.post(address(page), sending(page, state, do=do))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "A picture of the sign" in text and "format that pages do not have (atomic)" in text
    assert not Suggestion.objects.exclude(draft={}).exists()


def test_a_link_that_may_not_be_is_refused_with_its_address(site: Any, client: Client, member: Any) -> None:
    page = page_with_twins()
    state = state_of(page)
    state["entityMap"]["0"]["data"] = {"url": "ftp://files.example/a"}
    answer = client.post(address(page), sending(page, state))
    assert answer.status_code == 422
    assert "parking (ftp://files.example/a)" in answer.content.decode()


def test_a_state_that_did_not_arrive_whole_saves_nothing(site: Any, client: Client, member: Any) -> None:
    page = page_with_twins()
    data = sending(page, {}) | {"body-0-state": '{"blocks": [{"text": "half'}
    answer = client.post(address(page), data)
    assert answer.status_code == 422
    assert "half" in answer.content.decode()
    assert not Suggestion.objects.exists()


def test_hostile_html_beside_the_text_says_nothing(site: Any, client: Client, member: Any) -> None:
    page = page_with_twins()
    evil = {"body-0-html": "<p>Something else</p><script>alert(1)</script>", "body-0-text": "My own words."}
    client.post(address(page), posted(page, **evil))
    html = Suggestion.objects.get().latest.content["body"][0]["value"]["text"]
    assert "My own words." in html
    assert "else" not in html and "script" not in html


def test_a_guest_may_change_the_way_of_writing(site: Any, client: Client) -> None:
    page = page_with_twins()
    asked = {
        "do": "convert",
        "part": "body-0",
        "body-0-id": page.body[0].id,
        "body-0-text": "Keep *left*.\n\nKeep left.",
    }
    told = client.post(address(page), asked).json()["body-0"]
    assert told["state"]["blocks"][0]["inlineStyleRanges"] == [{"offset": 5, "length": 4, "style": "ITALIC"}]
    back = {
        "do": "convert",
        "part": "body-0",
        "body-0-id": page.body[0].id,
        "body-0-state": json.dumps(told["state"]),
    }
    assert client.post(address(page), back).json()["body-0"] == told
    assert not Suggestion.objects.exists()


def test_the_keys_of_the_page_reach_the_editor(site: Any) -> None:
    page = page_with_twins()
    text = "Keep left.\n\nKeep left."
    asked = QueryDict(mutable=True)
    asked.update({"part": "body-0", "body-0-id": page.body[0].id, "body-0-text": text})
    told = both_ways(asked, content_of(page)["body"])["body-0"]
    assert [block["key"] for block in told["state"]["blocks"]] == [
        block["key"] for block in state_of(page)["blocks"][:2]
    ]


def test_a_form_without_the_editor_passes_as_it_is() -> None:
    data = QueryDict("body-0-text=x")
    assert in_markup(data) == (data, [])


def test_the_editor_offers_exactly_what_pages_have() -> None:
    options = editor_settings()["options"]
    assert {item["type"] for item in options["blockTypes"]} == {
        "header-three", "header-four", "ordered-list-item", "unordered-list-item",
    }  # fmt: skip
    assert [item["type"] for item in options["inlineStyles"]] == ["BOLD", "ITALIC"]
    assert [item["type"] for item in options["entityTypes"]] == ["LINK"]
    assert "/admin/" not in json.dumps(options)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("park", ["Parking rules", "Car parks"]),
        ("nothing like it", []),
        ("secret", []),
        ("https://beijing.gov.cn/a", ["https://beijing.gov.cn/a"]),
        ("beijing.gov.cn", ["beijing.gov.cn"]),
        ("javascript:alert(1)", []),
        ("", []),
    ],
)
def test_links_lead_to_public_pages_and_addresses(
    site: Any, client: Client, query: str, expected: list[str]
) -> None:
    knowledge_page(title="Car parks")
    knowledge_page(title="Parking rules")
    knowledge_page(title="Secret page").unpublish()
    told = client.get(reverse("suggestions:links"), {"q": query}).json()["links"]
    assert [link["title"] for link in told] == expected


def test_an_address_of_this_site_becomes_its_page(site: Any, client: Client) -> None:
    page = knowledge_page(title="Parking rules")
    for address_ in (page.url, f"http://testserver{page.url}?from=mail#article-3"):
        told = client.get(reverse("suggestions:links"), {"q": address_}).json()["links"]
        assert [(link["id"], link["title"]) for link in told] == [(page.pk, "Parking rules")]


def test_the_editor_is_fetched_where_one_writes_and_nowhere_else(site: Any, client: Client) -> None:
    page = knowledge_page()
    writing, reading = client.get(address(page)), client.get(page.url)
    assert "js/editor.js" in writing.content.decode()
    assert "editor" not in reading.content.decode()
    assert "style-src 'self' 'unsafe-inline'" in writing["Content-Security-Policy"]
    assert "unsafe-inline" not in reading["Content-Security-Policy"]
    assert "script-src" not in writing["Content-Security-Policy"]
