"""The plain form: everything one can do with it, and that it never loses a word."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from policywiki.core.blocks import normalise
from policywiki.core.page_content import content_of
from policywiki.suggestions.editing import FORM_FIELDS
from policywiki.suggestions.editor import content_of_state, form_state
from policywiki.suggestions.models import State, Suggestion
from policywiki.wiki.models import KnowledgePage
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page, section

pytestmark = pytest.mark.django_db

EVERY_BLOCK = [
    section("Where", "One **bold** word.\n\n- item\n- item two\n\n[link](https://example.org/?a=1&b=2)"),
    {
        "type": "table",
        "value": {"data": [["a|b", "c\\d"], ["", "two\nlines"]], "first_row_is_table_header": True},
    },
    {"type": "figure", "value": {"image": None, "alt": "A rack", "caption": "The rack"}},
    {
        "type": "citation",
        "value": {"quote": "It says", "label": "Rule 12", "url": "", "page": 3, "anchor": "article-12"},
    },
    {"type": "callout", "value": {"tone": "deadline", "text": "<p>Until <b>Friday</b></p>"}},
]


def posted(page: KnowledgePage, **changes: Any) -> dict[str, Any]:
    """What the form of this page sends when nothing is touched, with changes by field name."""
    state = form_state(content_of(page), fields=FORM_FIELDS)
    data: dict[str, Any] = {name: state[name] for name in FORM_FIELDS if name not in ("body", "sources")}
    for prefix in ("body", "sources"):
        data |= {f"{prefix}-TOTAL_FORMS": len(state[prefix]), f"{prefix}-INITIAL_FORMS": len(state[prefix])}
        for number, row in enumerate(state[prefix]):
            data |= {f"{prefix}-{number}-{key}": value for key, value in row.items() if key != "remove"}
            data[f"{prefix}-{number}-order"] = number
    return data | {"base": page.live_revision_id, "what": "Put right", "do": "send"} | changes


def address(page: KnowledgePage) -> str:
    return reverse("suggestions:change", args=[page.pk])


@pytest.fixture
def member(client: Client) -> Any:
    person = UserFactory()
    client.force_login(person)
    return person


def test_a_form_that_is_not_touched_means_the_page_as_it_is(site: Any) -> None:
    page = knowledge_page(body=EVERY_BLOCK, tags=["停车", "parking"])
    content = content_of(page)
    assert content_of_state(form_state(content, fields=FORM_FIELDS), base=content) == content


def test_several_sections_change_in_one_suggestion(site: Any, client: Client, member: Any) -> None:
    page = knowledge_page()
    sent = client.post(
        address(page), posted(page, **{"body-0-text": "Anywhere.", "body-1-heading": "Who says so"})
    )
    suggestion = Suggestion.objects.get()
    assert sent.url == suggestion.get_absolute_url()
    body = suggestion.latest.content["body"]
    assert "Anywhere." in body[0]["value"]["text"]
    assert body[1]["value"]["heading"] == "Who says so"
    assert [block["id"] for block in body] == [block["id"] for block in content_of(page)["body"]]


def test_a_section_is_added_moved_and_removed(site: Any, client: Client, member: Any) -> None:
    page = knowledge_page()
    again = client.post(address(page), posted(page, do="add:section:1")).content.decode()
    assert again.count('name="body-2-type"') == 1
    moved = client.post(address(page), posted(page, do="down:0")).content.decode()
    assert moved.index("Who decides") < moved.index("Where to park")
    new = {"body-TOTAL_FORMS": 3, "body-2-type": "section", "body-2-heading": "Fines", "body-2-text": "None."}
    client.post(address(page), posted(page, **new, **{"body-2-order": -1, "body-0-remove": "on"}))
    headings = [block["value"]["heading"] for block in Suggestion.objects.get().latest.content["body"]]
    assert headings == ["Fines", "Who decides"]


def test_a_save_that_would_lose_a_section_is_refused_with_the_text_kept(
    site: Any, client: Client, member: Any
) -> None:
    page = knowledge_page()
    data = posted(page, **{"body-0-text": "My precious words."})
    data["body-TOTAL_FORMS"] = 1
    answer = client.post(address(page), data)
    assert answer.status_code == 422
    assert "My precious words." in answer.content.decode()
    assert not Suggestion.objects.filter(state=State.SENT).exists()


def test_ids_that_we_did_not_issue_are_not_believed(site: Any, client: Client, member: Any) -> None:
    page = knowledge_page()
    forged = {"body-TOTAL_FORMS": 3, "body-2-type": "section", "body-2-heading": "New", "body-2-text": "x",
              "body-2-id": "forged-id"}  # fmt: skip
    client.post(address(page), posted(page, **forged))
    assert "forged-id" not in str(Suggestion.objects.get().latest.content)


def test_without_saying_what_changed_nothing_is_sent_and_all_is_kept(
    site: Any, client: Client, member: Any
) -> None:
    page = knowledge_page()
    answer = client.post(address(page), posted(page, what="", **{"body-0-text": "My words."}))
    assert answer.status_code == 422
    assert "My words." in answer.content.decode()


def test_preview_shows_the_page_and_sends_nothing(site: Any, client: Client, member: Any) -> None:
    page = knowledge_page()
    shown = client.post(address(page), posted(page, do="preview", **{"body-0-text": "**Anywhere** at all."}))
    assert "<b>Anywhere</b> at all." in shown.content.decode()
    assert not Suggestion.objects.exists()


def test_autosave_keeps_the_draft_and_the_form_shows_it_again(site: Any, client: Client, member: Any) -> None:
    page = knowledge_page()
    kept = client.post(
        address(page), posted(page, **{"body-0-text": "Half a sen"}), headers={"X-Autosave": "1"}
    )
    assert kept.status_code == 204
    client.post(
        address(page), posted(page, **{"body-0-text": "Half a sentence"}), headers={"X-Autosave": "1"}
    )
    assert Suggestion.objects.get().state == State.DRAFT
    assert "Half a sentence" in client.get(address(page)).content.decode()
    client.force_login(UserFactory())
    assert "Half a sentence" not in client.get(address(page)).content.decode()


def test_looking_at_the_form_changes_nothing(site: Any, client: Client, member: Any) -> None:
    client.get(address(knowledge_page()))
    client.get(reverse("suggestions:new_page"))
    assert not Suggestion.objects.exists()


def test_a_guest_can_write_and_is_asked_to_sign_in_at_sending(site: Any, client: Client) -> None:
    page = knowledge_page()
    assert client.get(address(page)).status_code == 200
    answer = client.post(address(page), posted(page, **{"body-0-text": "A guest's words"}))
    assert "/accounts/login/" in answer.url
    client.force_login(UserFactory())
    resumed = client.get(reverse("accounts:resume")).content.decode()
    assert "A guest&#x27;s words" in resumed


def test_hostile_text_becomes_text(site: Any, client: Client, member: Any) -> None:
    page = knowledge_page()
    client.post(
        address(page), posted(page, **{"body-0-text": "<script>alert(1)</script> [x](javascript:alert(1))"})
    )
    html = Suggestion.objects.get().latest.content["body"][0]["value"]["text"]
    assert "<script" not in html
    assert "href" not in html


def test_a_new_page_is_suggested_with_the_same_form(site: Any, client: Client, member: Any) -> None:
    data = {
        "title": "Cargo bikes", "language": "en", "summary": "", "tags": "bikes，出行", "what": "It was missing",
        "do": "send",
        "body-TOTAL_FORMS": 1, "body-INITIAL_FORMS": 0, "body-0-type": "section", "body-0-heading": "Why",
        "body-0-text": "They carry.", "sources-TOTAL_FORMS": 0, "sources-INITIAL_FORMS": 0,
    }  # fmt: skip
    client.post(reverse("suggestions:new_page"), data)
    suggestion = Suggestion.objects.get()
    assert (suggestion.kind, suggestion.state) == ("new_page", State.SENT)
    assert suggestion.latest.content["tags"] == ["bikes", "出行"]


@pytest.mark.parametrize("who", ["guest", "other"])
def test_nobody_else_writes_on_what_was_sent(site: Any, client: Client, member: Any, who: str) -> None:
    page = knowledge_page()
    client.post(address(page), posted(page, **{"body-0-text": "Not yet public"}))
    suggestion = Suggestion.objects.get()
    client.logout()
    if who == "other":
        client.force_login(UserFactory())
    for name in ("edit", "settle"):
        answer = client.get(reverse(f"suggestions:{name}", args=[suggestion.pk]))
        assert answer.status_code in ((404,) if who == "other" else (302, 404))


def test_a_draft_from_an_older_edition_is_merged_onto_what_is_live_now(
    site: Any, client: Client, member: Any
) -> None:
    from tests.suggestions.test_life import publish, suggest, text_of

    page = knowledge_page()
    data = posted(page, **{"body-0-text": "Only inside the green bays."})
    publish(suggest(page, UserFactory(), "street office", "district office"), UserFactory(moderator=True))
    client.post(address(page), data)
    page = KnowledgePage.objects.get(pk=page.pk)
    client.post(address(page), posted(page, **{"body-0-text": "Only inside the green bays."}))
    mine = Suggestion.objects.get(author=member)
    publish(mine, UserFactory(moderator=True))
    assert "green bays" in text_of(page)
    assert "district office" in text_of(page)


def test_a_law_goes_through_the_form_unchanged(site: Any) -> None:
    body = normalise(
        [
            section("第一章　总则", "第一条 为了……\n\n　　（一）甲；\n\n1\\. 乙 \\* 丙"),
            section("", "附则 [x] (y)"),
        ]
    )
    content = {"title": "t", "body": body, "sources": [], "tags": []}
    state = form_state(content, fields=FORM_FIELDS)
    assert content_of_state(state, base=content)["body"] == body
