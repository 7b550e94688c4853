"""Choosing the words where a suggestion overlaps with what was published: the author first, then any moderator."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from policywiki.core.page_content import content_of
from policywiki.editions.models import Edition
from policywiki.moderation.models import CaseState
from policywiki.suggestions.models import Fit, State, Suggestion
from policywiki.suggestions.permissions import may_settle
from policywiki.wiki.models import KnowledgePage
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page
from tests.suggestions.test_life import publish, suggest, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(site: Any) -> Any:
    return UserFactory(moderator=True)


@pytest.fixture
def waiting(moderator: Any) -> Suggestion:
    """A suggestion that overlaps with a change published after it was written."""
    page = knowledge_page(
        sections={"Where to park": "Only inside the marked bays.\n\nAt night anywhere.", "Who": "We."}
    )
    green = suggest(page, UserFactory(), "marked bays", "green bays")
    publish(suggest(page, UserFactory(display_name="Ada"), "marked bays", "blue bays"), moderator)
    return Suggestion.objects.get(pk=green.pk)


def address(suggestion: Suggestion) -> str:
    return reverse("suggestions:settle", args=[suggestion.pk])


def chosen(suggestion: Suggestion, choice: str, **more: Any) -> dict[str, Any]:
    live = suggestion.page.specific.live_revision_id
    return {"live": live, "choice-0": choice, "do": "send"} | more


@pytest.mark.parametrize(
    ("choice", "said", "not_said"),
    [("mine", ["green bays"], ["blue bays"]), ("both", ["blue bays", "green bays"], [])],
)
def test_the_author_chooses_and_it_is_published_after_checking(
    client: Client, waiting: Suggestion, moderator: Any, choice: str, said: list[str], not_said: list[str]
) -> None:
    client.force_login(waiting.author)
    html = client.get(address(waiting)).content.decode()
    assert "green bays" in html and "blue bays" in html and "Ada" in html
    answer = client.post(address(waiting), chosen(waiting, choice))
    assert answer.url == waiting.get_absolute_url()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.fit, waiting.overlaps) == (State.SENT, Fit.CLEAN, [])
    assert waiting.latest.number == 2
    assert waiting.latest.settled_by is None
    assert "green bays" not in text_of(waiting.page)
    publish(waiting, moderator)
    assert all(words in text_of(waiting.page) for words in [*said, "At night anywhere."])
    assert not any(words in text_of(waiting.page) for words in not_said)


def test_words_written_anew_are_what_is_published(
    client: Client, waiting: Suggestion, moderator: Any
) -> None:
    client.force_login(waiting.author)
    anew = {"anew-0-heading": "Where to park", "anew-0-level": "2", "anew-0-text": "Inside **painted** bays."}
    preview = client.post(address(waiting), chosen(waiting, "anew", **anew, do="preview"))
    assert "painted" in preview.content.decode()
    assert waiting.versions.count() == 1
    client.post(address(waiting), chosen(waiting, "anew", **anew))
    publish(Suggestion.objects.get(pk=waiting.pk), moderator)
    body = content_of(KnowledgePage.objects.get(pk=waiting.page_id))["body"]
    assert "Inside <b>painted</b> bays." in body[0]["value"]["text"]
    assert body[0]["id"] == waiting.latest.content["body"][0]["id"]


def test_a_telephone_number_written_anew_is_asked_about_once(client: Client, waiting: Suggestion) -> None:
    client.force_login(waiting.author)
    anew = {"anew-0-heading": "Where to park", "anew-0-level": "2", "anew-0-text": "Call Li, 13800138000."}
    asked = client.post(address(waiting), chosen(waiting, "anew", **anew))
    assert asked.status_code == 422
    assert "personal_ok" in asked.content.decode() and "13800138000" in asked.content.decode()
    assert waiting.versions.count() == 1
    client.post(address(waiting), chosen(waiting, "anew", **anew, personal_ok="1"))
    assert waiting.versions.count() == 2


def test_without_a_choice_nothing_is_sent_and_what_was_written_stays(
    client: Client, waiting: Suggestion
) -> None:
    client.force_login(waiting.author)
    answer = client.post(address(waiting), {"live": "1", "do": "send"})
    assert answer.status_code == 422
    kept = client.post(address(waiting), chosen(waiting, "anew", **{"anew-0-text": "My words", "live": "0"}))
    assert kept.status_code == 409
    assert "My words" in kept.content.decode()
    assert waiting.versions.count() == 1


def test_where_the_pages_words_are_chosen_nothing_is_left_to_send(
    client: Client, waiting: Suggestion
) -> None:
    client.force_login(waiting.author)
    answer = client.post(address(waiting), chosen(waiting, "live"))
    assert answer.status_code == 422
    assert "nothing is left to change" in answer.content.decode()


def test_the_page_that_changed_again_while_one_chose_is_not_overwritten(
    client: Client, waiting: Suggestion, moderator: Any
) -> None:
    client.force_login(waiting.author)
    data = chosen(waiting, "mine")
    publish(suggest(waiting.page.specific, UserFactory(), "blue bays", "white bays"), moderator)
    answer = client.post(address(waiting), data)
    assert answer.status_code == 409
    assert "white bays" in answer.content.decode()
    assert waiting.versions.count() == 1


def test_after_some_days_a_moderator_may_and_is_named_beside_the_author(
    client: Client, waiting: Suggestion, moderator: Any
) -> None:
    now = timezone.now()
    other = UserFactory(moderator=True)
    assert not may_settle(moderator, waiting, now=now)
    assert may_settle(moderator, waiting, now=now + timedelta(days=3, minutes=1))
    Suggestion.objects.filter(pk=waiting.pk).update(overlaps_since=now - timedelta(days=4))
    client.force_login(moderator)
    answer = client.post(address(waiting), chosen(waiting, "both"))
    assert answer.url == reverse("moderation:review", args=[waiting.case_id])
    waiting.refresh_from_db()
    assert waiting.latest.settled_by == moderator
    assert waiting.case.entries.last().verb == "settled"
    publish(waiting, other)
    edition = Edition.objects.current(waiting.page)
    assert (edition.author, edition.reviewer) == (waiting.author, other)
    assert edition.provenance == {"suggestion": waiting.pk, "settled_by": moderator.pk}


@pytest.mark.parametrize(
    ("who", "status"),
    [("guest", 302), ("member", 404), ("official", 404), ("moderator", 409), ("author", 200)],
)
def test_who_may_choose_while_it_is_the_authors_turn(
    client: Client, waiting: Suggestion, moderator: Any, who: str, status: int
) -> None:
    people = {"member": UserFactory(), "official": UserFactory(official=True), "moderator": moderator}
    if who != "guest":
        client.force_login(waiting.author if who == "author" else people[who])
    assert client.get(address(waiting)).status_code == status


def test_while_it_overlaps_its_page_and_the_review_show_what_was_suggested(
    client: Client, waiting: Suggestion, moderator: Any
) -> None:
    for person, address_ in (
        (waiting.author, waiting.get_absolute_url()),
        (moderator, reverse("moderation:review", args=[waiting.case_id])),
    ):
        client.force_login(person)
        html = client.get(address_).content.decode()
        assert "<ins>" in html and "green" in html.split("<ins>", 1)[1][:200]


def test_looking_changes_nothing_and_what_no_longer_overlaps_leads_back(
    client: Client, moderator: Any, waiting: Suggestion
) -> None:
    client.force_login(waiting.author)
    client.get(address(waiting))
    assert waiting.versions.count() == 1
    clean = suggest(knowledge_page(title="Other"), waiting.author, "marked bays", "red bays")
    assert client.get(address(clean)).url == clean.get_absolute_url()
    clean.case.refresh_from_db()
    assert clean.case.state == CaseState.OPEN
