"""The page of one suggestion: who may read it when, and what it tells."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from policywiki.core.blocks import normalise
from policywiki.moderation.actions.cases import decide
from policywiki.moderation.models import Case, Decision, Reason
from policywiki.suggestions.models import State, Suggestion
from policywiki.suggestions.permissions import may_read
from policywiki.wiki.models import KnowledgePage
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page, section
from tests.suggestions.test_life import begin, publish, send, suggest

pytestmark = pytest.mark.django_db

EVERYBODY = {"guest", "member", "official", "moderator", "author"}
MEMBERS = EVERYBODY - {"guest"}
STAFF_AND_AUTHOR = {"moderator", "author"}

# Change to a public page: state -> who may read it.
CHANGE = {
    State.DRAFT: {"author"},
    State.SENT: MEMBERS,
    State.NEEDS_MORE: MEMBERS,
    State.PUBLISHED: EVERYBODY,
    State.NOT_PUBLISHED: EVERYBODY,
    State.WITHDRAWN: STAFF_AND_AUTHOR,
    State.NO_LONGER_NEEDED: EVERYBODY,
}
# A new page: nobody else before it is published, and never if it is not.
NEW_PAGE = {
    State.DRAFT: {"author"},
    State.SENT: STAFF_AND_AUTHOR,
    State.NEEDS_MORE: STAFF_AND_AUTHOR,
    State.NOT_PUBLISHED: STAFF_AND_AUTHOR,
    State.WITHDRAWN: STAFF_AND_AUTHOR,
}


@pytest.fixture
def people(site: Any) -> dict[str, Any]:
    return {
        "guest": AnonymousUser(),
        "member": UserFactory(),
        "official": UserFactory(official=True),
        "moderator": UserFactory(moderator=True),
        "author": UserFactory(),
    }


def readers(suggestion: Suggestion, people: dict[str, Any]) -> set[str]:
    return {name for name, person in people.items() if may_read(person, suggestion)}


def new_page(author: Any, site: Any) -> Suggestion:
    suggestion = begin(author=author, kind="new_page", language="en", under=site.index, now=timezone.now())
    content = {"title": "Cargo bikes", "language": "en", "body": normalise([section("Why", "They carry.")])}
    send(suggestion=suggestion, author=author, content=content, summary="New", now=timezone.now())
    return Suggestion.objects.get(pk=suggestion.pk)


@pytest.mark.parametrize("state", CHANGE)
def test_who_may_read_a_suggested_change(people: Any, state: str) -> None:
    suggestion = suggest(knowledge_page(), people["author"], "marked bays", "blue bays")
    suggestion.state = state
    assert readers(suggestion, people) == CHANGE[state]
    KnowledgePage.objects.get(pk=suggestion.page_id).unpublish()
    suggestion.page.refresh_from_db()
    assert readers(suggestion, people) == CHANGE[state] & STAFF_AND_AUTHOR


@pytest.mark.parametrize("state", NEW_PAGE)
def test_who_may_read_a_new_page(site: Any, people: Any, state: str) -> None:
    suggestion = new_page(people["author"], site)
    suggestion.state = state
    assert readers(suggestion, people) == NEW_PAGE[state]


def test_a_new_page_that_is_published_is_everybodys(site: Any, people: Any) -> None:
    suggestion = new_page(people["author"], site)
    publish(suggestion, people["moderator"])
    assert readers(Suggestion.objects.get(pk=suggestion.pk), people) == EVERYBODY


def test_a_guest_cannot_tell_what_is_not_there_from_what_is_not_theirs(site: Any, client: Client) -> None:
    suggestion = suggest(knowledge_page(), UserFactory(), "marked bays", "blue bays")
    there, not_there = (
        client.get(reverse("suggestions:detail", args=[pk])) for pk in (suggestion.pk, 987654)
    )
    assert there.status_code == not_there.status_code == 302
    assert client.get(reverse("suggestions:open", args=[suggestion.page_id])).status_code == 302


def refuse(suggestion: Suggestion, moderator: Any, code: str) -> None:
    decide(
        case=Case.objects.get(pk=suggestion.case_id),
        decision=Decision.NOT_PUBLISHED,
        moderator=moderator,
        version=suggestion.case.version,
        reason=Reason.objects.get(code=code),
        note="Between you and me",
        now=timezone.now(),
    )


def test_it_tells_what_was_decided_why_in_which_role_and_when_and_no_moderators_name(
    people: Any, client: Client
) -> None:
    moderator = UserFactory(moderator=True, display_name="Mo Derator")
    suggestion = suggest(knowledge_page(), people["author"], "marked bays", "blue bays")
    refuse(suggestion, moderator, "no-source")
    html = client.get(suggestion.get_absolute_url()).content.decode()
    assert "blue" in html and 'name="robots" content="noindex"' in html
    assert Reason.objects.get(code="no-source").label in html
    assert "Not published, by a moderator" in html
    assert "Mo Derator" not in html
    assert "Between you and me" not in html
    client.force_login(people["author"])
    assert "Between you and me" in client.get(suggestion.get_absolute_url()).content.decode()


def test_a_text_refused_for_a_reason_that_hides_it_is_read_by_author_and_moderators_only(
    people: Any, client: Client
) -> None:
    suggestion = suggest(knowledge_page(), people["author"], "marked bays", "call 010-5555")
    refuse(suggestion, people["moderator"], "personal-data")
    html = client.get(suggestion.get_absolute_url()).content.decode()
    assert "010-5555" not in html
    assert "A moderator took this text from view." in html
    for who in ("author", "moderator"):
        client.force_login(people[who])
        assert "010-5555" in client.get(suggestion.get_absolute_url()).content.decode()


def test_a_moderator_takes_a_text_from_view_and_puts_it_back(people: Any, client: Client) -> None:
    suggestion = suggest(knowledge_page(), people["author"], "marked bays", "blue bays")
    address = reverse("suggestions:hide", args=[suggestion.pk])
    client.force_login(people["member"])
    assert client.post(address, {"do": "hide", "why": "x"}).status_code == 404
    client.force_login(people["moderator"])
    client.post(address, {"do": "hide", "why": ""})
    assert Suggestion.objects.get(pk=suggestion.pk).hidden_at is None
    client.post(address, {"do": "hide", "why": "It names a neighbour."})
    client.force_login(people["member"])
    html = client.get(suggestion.get_absolute_url()).content.decode()
    listed = client.get(reverse("suggestions:open", args=[suggestion.page_id])).content.decode()
    assert "It names a neighbour." in html
    assert "<ins>" not in html and "Put right" not in html and "Put right" not in listed
    client.force_login(people["moderator"])
    client.post(address, {"do": "show"})
    client.force_login(people["member"])
    assert "<ins>" in client.get(suggestion.get_absolute_url()).content.decode()


def test_the_list_of_open_suggestions_costs_the_same_for_2_and_for_12(
    people: Any, client: Client, django_assert_num_queries: Any
) -> None:
    page = knowledge_page()
    client.force_login(people["member"])
    address = reverse("suggestions:open", args=[page.pk])

    def queries() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    for colour in ("blue", "green"):
        suggest(page, UserFactory(), "marked bays", f"{colour} bays")
    queries()
    few = queries()
    for number in range(10):
        suggest(page, UserFactory(), "marked bays", f"bays {number}")
    assert queries() == few
