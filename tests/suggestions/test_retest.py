"""After each publication the page's other open suggestions are tested again, and the result is kept on them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from policywiki.core.events import PagePublished, SuggestionSent
from policywiki.core.page_content import content_of
from policywiki.editions.models import Edition
from policywiki.moderation.models import CaseState
from policywiki.suggestions.actions.retest import retest
from policywiki.suggestions.actions.write import begin, send
from policywiki.suggestions.handlers import test_the_others as hear_published
from policywiki.suggestions.handlers import test_what_was_sent as hear_sent
from policywiki.suggestions.models import Fit, State, Suggestion
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page
from tests.suggestions.test_life import publish, suggest

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(site: Any) -> Any:
    return UserFactory(moderator=True)


def again(suggestion: Suggestion) -> Suggestion:
    return Suggestion.objects.get(pk=suggestion.pk)


def test_a_sent_suggestion_is_clean_and_says_what_it_touches(site: Any) -> None:
    page = knowledge_page()
    suggestion = suggest(page, UserFactory(), "marked bays", "blue bays")
    assert suggestion.fit == Fit.CLEAN
    assert suggestion.touched == [content_of(page)["body"][0]["id"]]
    assert suggestion.gist == "-marked\n+blue"
    assert suggestion.fit_revision_id == page.live_revision_id


def test_a_change_elsewhere_on_the_page_leaves_it_clean(moderator: Any) -> None:
    page = knowledge_page()
    first = suggest(page, UserFactory(), "marked bays", "blue bays")
    publish(suggest(page, UserFactory(), "street office", "district office"), moderator)
    first = again(first)
    page.refresh_from_db()
    assert (first.fit, first.overlaps) == (Fit.CLEAN, [])
    assert first.fit_revision_id == page.live_revision_id


def test_an_overlap_names_the_section_and_whose_published_change_it_is(moderator: Any) -> None:
    page = knowledge_page()
    waiting = suggest(page, UserFactory(), "marked bays", "green bays")
    publish(suggest(page, UserFactory(), "marked bays", "blue bays"), moderator)
    publish(suggest(page, UserFactory(), "street office", "district office"), moderator)
    waiting = again(waiting)
    overlapped_with = Edition.objects.get(page_id=page.pk, number=2).revision_id
    assert waiting.fit == Fit.OVERLAPPING
    assert waiting.state == State.SENT
    assert waiting.overlaps == [
        {
            "place": content_of(page)["body"][0]["id"],
            "heading": "Where to park",
            "revision": overlapped_with,
        }
    ]
    assert waiting.overlaps_since is not None


def test_what_is_there_already_is_no_longer_needed_and_its_author_is_told_once(moderator: Any) -> None:
    page, author = knowledge_page(title="Bays"), UserFactory(language="en")
    same = suggest(page, author, "marked bays", "blue bays")
    published = suggest(page, UserFactory(), "marked bays", "blue bays")
    mail.outbox.clear()
    publish(published, moderator)
    same = again(same)
    assert (same.state, same.fit) == (State.NO_LONGER_NEEDED, Fit.ALREADY_THERE)
    assert same.case.state == CaseState.CLOSED
    assert same.case.entries.last().verb == "no_longer_needed"
    told = [message for message in mail.outbox if message.to == [author.email]]
    assert [message.subject for message in told] == ["“Bays” already says what you suggested"]
    hear_published(PagePublished(page_id=page.pk, edition_id=0))
    assert len([message for message in mail.outbox if message.to == [author.email]]) == 1


def test_the_published_one_itself_is_not_tested_against_itself(moderator: Any) -> None:
    published = suggest(knowledge_page(), UserFactory(), "marked bays", "blue bays")
    publish(published, moderator)
    published = again(published)
    assert published.state == State.PUBLISHED
    assert published.published_number == 1
    assert [message.subject for message in mail.outbox if "already" in message.subject] == []


def test_one_that_waits_for_its_author_is_tested_too(moderator: Any) -> None:
    page = knowledge_page()
    waiting = suggest(page, UserFactory(), "marked bays", "blue bays")
    Suggestion.objects.filter(pk=waiting.pk).update(state=State.NEEDS_MORE)
    publish(suggest(page, UserFactory(), "marked bays", "blue bays"), moderator)
    assert again(waiting).state == State.NO_LONGER_NEEDED


def test_a_result_for_an_older_version_is_not_kept(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from policywiki.suggestions.actions import retest as room

    page, author = knowledge_page(), UserFactory()
    suggestion = suggest(page, author, "marked bays", "blue bays")
    was = room.examine

    def slow(*args: Any) -> Any:
        found = was(*args)
        monkeypatch.setattr(room, "examine", was)
        content = content_of(page) | {"title": "Bicycles for hire"}
        send(suggestion=suggestion, author=author, content=content, summary="More", now=timezone.now())
        return found

    monkeypatch.setattr(room, "examine", slow)
    retest(suggestion=suggestion, now=timezone.now())
    assert again(suggestion).touched == ["title"]


def test_a_new_page_has_nothing_to_be_tested_against(site: Any) -> None:
    from policywiki.core.blocks import normalise
    from tests.factories.wiki import section

    author = UserFactory()
    suggestion = begin(author=author, kind="new_page", language="en", under=site.index, now=timezone.now())
    content = {"title": "Cargo bikes", "language": "en", "body": normalise([section("Why", "They carry.")])}
    send(suggestion=suggestion, author=author, content=content, summary="New", now=timezone.now())
    hear_sent(SuggestionSent(suggestion_id=suggestion.pk, version=1))
    assert again(suggestion).fit == ""


def test_a_list_of_results_is_one_query_and_merges_nothing(moderator: Any) -> None:
    page = knowledge_page()
    for colour in ("blue", "green", "white"):
        suggest(page, UserFactory(), "marked bays", f"{colour} bays")
    with CaptureQueriesContext(connection) as captured:
        found = list(Suggestion.objects.to_page(page.pk).values_list("fit", "overlaps"))
    assert len(captured) == 1
    assert found == [(Fit.CLEAN, [])] * 3
