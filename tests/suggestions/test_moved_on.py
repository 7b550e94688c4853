"""While writing one sees who else has suggestions to the section; at sending, a page that moved on is merged and shown."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from policywiki.core.page_content import content_of
from policywiki.suggestions.models import State, Suggestion
from policywiki.wiki.models import KnowledgePage
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page
from tests.suggestions.test_form import address, posted
from tests.suggestions.test_life import publish, suggest, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(site: Any, client: Client) -> Any:
    person = UserFactory()
    client.force_login(person)
    return person


def test_others_with_open_suggestions_to_the_section_are_named_and_readable(
    client: Client, writer: Any
) -> None:
    page = knowledge_page()
    block = content_of(page)["body"][0]["id"]
    suggest(page, UserFactory(), "marked bays", "blue bays")
    suggest(page, UserFactory(), "marked bays", "green bays")
    suggest(page, writer, "marked bays", "my bays")
    html = client.get(address(page)).content.decode()
    assert "2 others have open suggestions to this part." in html
    assert html.count("open suggestion") == 1
    listed = client.get(reverse("suggestions:open", args=[page.pk]), {"section": block}).content.decode()
    assert listed.count('class="item-title"') == 3
    assert "Where to park" in listed


def test_guests_are_not_told_of_them(site: Any, client: Client) -> None:
    page = knowledge_page()
    suggest(page, UserFactory(), "marked bays", "blue bays")
    assert "open suggestion" not in client.get(address(page)).content.decode()


def test_a_page_that_moved_on_elsewhere_is_put_together_and_shown_before_it_goes(
    client: Client, writer: Any
) -> None:
    page = knowledge_page()
    data = posted(page, **{"body-0-text": "Only inside the blue bays."})
    moderator = UserFactory(moderator=True)
    publish(suggest(page, UserFactory(), "street office", "district office"), moderator)
    answer = client.post(address(page), data)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "The page has changed since you began." in html
    assert "blue bays" in html and "district office" in html
    mine = Suggestion.objects.get(author=writer)
    assert mine.state == State.DRAFT
    # The form that came back, sent as it is.
    page = KnowledgePage.objects.get(pk=page.pk)
    again = posted(page, **{"body-0-text": "Only inside the blue bays."})
    assert client.post(address(page), again).url == mine.get_absolute_url()
    mine.refresh_from_db()
    assert mine.latest.base_revision_id == page.live_revision_id
    publish(mine, moderator)
    assert "blue bays" in text_of(page) and "district office" in text_of(page)


def test_what_overlaps_is_kept_and_its_author_chooses_before_it_goes(client: Client, writer: Any) -> None:
    page = knowledge_page()
    data = posted(page, what="Green paint", **{"body-0-text": "Only inside the green bays."})
    publish(
        suggest(page, UserFactory(display_name="Ada"), "marked bays", "blue bays"),
        UserFactory(moderator=True),
    )
    answer = client.post(address(page), data)
    mine = Suggestion.objects.get(author=writer)
    assert answer.url == reverse("suggestions:settle", args=[mine.pk])
    html = client.get(answer.url).content.decode()
    assert "green bays" in html and "blue bays" in html and "Ada" in html
    assert mine.state == State.DRAFT
    live = KnowledgePage.objects.get(pk=page.pk).live_revision_id
    client.post(answer.url, {"live": live, "choice-0": "mine", "do": "send"})
    mine.refresh_from_db()
    assert (mine.state, mine.latest.number, mine.latest.summary) == (State.SENT, 1, "Green paint")
    assert "green bays" in str(mine.latest.content)


def test_what_was_sent_is_what_one_goes_on_from_not_an_older_autosave(client: Client, writer: Any) -> None:
    page = knowledge_page()
    client.post(
        address(page), posted(page, **{"body-0-text": "Half a thought."}), headers={"X-Autosave": "1"}
    )
    client.post(address(page), posted(page, **{"body-0-text": "The whole thought."}))
    mine = Suggestion.objects.get(author=writer)
    html = client.get(reverse("suggestions:edit", args=[mine.pk])).content.decode()
    assert "The whole thought." in html
    assert "Half a thought." not in html
