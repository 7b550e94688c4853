"""The moderators' list and the review of one item, through the browser's eyes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from policywiki.moderation.models import Case, Reason
from policywiki.suggestions.models import State, Suggestion
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page
from tests.suggestions.test_life import publish, suggest, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(client: Client) -> Any:
    person = UserFactory(moderator=True)
    client.force_login(person)
    return person


def decide(client: Client, case: Case, **data: Any) -> Any:
    """Press a button of the review page, with the version that the page showed."""
    page = client.get(reverse("moderation:review", args=[case.pk])).content.decode()
    shown = page.split('name="version" value="')[1].split('"')[0]
    return client.post(reverse("moderation:decide", args=[case.pk]), {"version": shown} | data)


def test_the_review_shows_what_changes_and_publishing_makes_it_live(
    site: Any, client: Client, moderator: Any
) -> None:
    page = knowledge_page()
    suggestion = suggest(page, UserFactory(), "marked bays", "blue bays")
    html = client.get(reverse("moderation:review", args=[suggestion.case_id])).content.decode()
    assert "<ins>" in html
    assert "blue" in html
    answer = decide(client, suggestion.case, decision="publish")
    assert answer.url == reverse("moderation:queue")
    assert "blue bays" in text_of(page)


def test_an_overlap_is_shown_with_both_texts_and_nothing_is_published(
    site: Any, client: Client, moderator: Any
) -> None:
    page = knowledge_page()
    first = suggest(page, UserFactory(), "marked bays", "blue bays")
    second = suggest(page, UserFactory(), "marked bays", "green bays")
    publish(first, UserFactory(moderator=True))
    html = client.get(reverse("moderation:review", args=[second.case_id])).content.decode()
    assert "blue bays" in html
    assert "green bays" in html
    refused = decide(client, second.case, decision="publish")
    assert refused.status_code == 409
    assert Suggestion.objects.get(pk=second.pk).state == State.SENT


def test_a_refusal_keeps_what_the_moderator_wrote(site: Any, client: Client, moderator: Any) -> None:
    suggestion = suggest(knowledge_page(), UserFactory(), "marked bays", "blue bays")
    refused = decide(client, suggestion.case, decision="not_published", note="My careful words")
    assert refused.status_code == 409
    assert "My careful words" in refused.content.decode()
    reason = Reason.objects.get(code="no-source")
    decide(client, suggestion.case, decision="not_published", reason=reason.pk, note="My careful words")
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.case.note) == (State.NOT_PUBLISHED, "My careful words")


def test_take_and_put_back(site: Any, client: Client, moderator: Any) -> None:
    suggestion = suggest(knowledge_page(), UserFactory(), "marked bays", "blue bays")
    client.post(reverse("moderation:take", args=[suggestion.case_id]))
    assert Case.objects.get().claimed_by == moderator
    client.post(reverse("moderation:put_back", args=[suggestion.case_id]))
    assert Case.objects.get().claimed_by is None


@pytest.mark.parametrize("name", ["queue", "review", "take", "put_back", "decide"])
@pytest.mark.parametrize("who", ["member", "official", "guest"])
def test_others_do_not_even_see_the_place(site: Any, client: Client, name: str, who: str) -> None:
    suggestion = suggest(knowledge_page(), UserFactory(), "marked bays", "blue bays")
    if who != "guest":
        client.force_login(UserFactory(**({"official": True} if who == "official" else {})))
    address = reverse(f"moderation:{name}", args=[] if name == "queue" else [suggestion.case_id])
    answer = client.get(address) if name in ("queue", "review") else client.post(address)
    assert answer.status_code in ({404} if who == "official" else {302, 403, 404})
    assert Case.objects.get().state == "open"


def test_nobody_decides_on_their_own_text_by_any_address(site: Any, client: Client, moderator: Any) -> None:
    mine = suggest(knowledge_page(), moderator, "marked bays", "blue bays")
    other = suggest(knowledge_page(title="Other"), UserFactory(), "marked bays", "blue bays")
    data = {"decision": "publish", "version": 1, "case": other.case_id}
    assert client.post(reverse("moderation:decide", args=[mine.case_id]), data).status_code == 409
    assert Suggestion.objects.get(pk=mine.pk).state == State.SENT


def test_looking_decides_nothing(site: Any, client: Client, moderator: Any) -> None:
    suggestion = suggest(knowledge_page(), UserFactory(), "marked bays", "blue bays")
    for name in ("take", "put_back", "decide"):
        assert client.get(reverse(f"moderation:{name}", args=[suggestion.case_id])).status_code == 405
    assert Case.objects.get().version == 1


def test_the_list_filters_by_kind_age_and_page(site: Any, client: Client, moderator: Any) -> None:
    first, second = knowledge_page(title="Bays"), knowledge_page(title="Racks")
    suggest(first, UserFactory(), "marked bays", "blue bays")
    suggest(second, UserFactory(), "marked bays", "blue bays")
    Case.objects.filter(page_id=first.pk).update(opened_at=timezone.now() - timedelta(days=9))

    def titles(**query: Any) -> str:
        return client.get(reverse("moderation:queue"), query).content.decode().split("<tbody>")[-1]

    assert "Bays" in titles(age="7")
    assert "Racks" not in titles(age="7")
    assert "Bays" not in titles(page=second.pk)
    assert "Racks" in titles(q="rack")
    assert "Bays" not in titles(kind="comment_flag")


def test_the_list_costs_the_same_queries_for_2_and_for_60(site: Any, client: Client, moderator: Any) -> None:
    page = knowledge_page()

    def more(number: int) -> None:
        for one in range(number):
            Case.objects.create(kind="change", title=f"Item {one}", page=page.page_ptr, author=UserFactory(),
                                opened_at=timezone.now())  # fmt: skip

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("moderation:queue")).status_code == 200
        return len(captured)

    more(2)
    queries()
    few = queries()
    more(58)
    assert queries() == few
