"""Before publishing a moderator reads what it does to the others, and thanks all who say the same at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import activate

from policywiki.core.page_content import content_of
from policywiki.core.verdicts import WrongStage
from policywiki.editions.models import Edition
from policywiki.moderation.actions.cases import decide
from policywiki.moderation.actions.taking import claim
from policywiki.moderation.models import Case, Decision
from policywiki.suggestions.actions.accept import trial
from policywiki.suggestions.actions.gather import publish_for_all
from policywiki.suggestions.actions.write import begin, send
from policywiki.suggestions.looks import since_last_look
from policywiki.suggestions.models import Fit, State, Suggestion
from policywiki.suggestions.neighbours import neighbours, what_publishing_does
from policywiki.wiki.models import KnowledgePage
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page
from tests.suggestions.test_life import publish, suggest, text_of

pytestmark = pytest.mark.django_db

LONG = "Only inside the marked bays, and at night beside the gate of the park where nobody walks"


@pytest.fixture
def moderator(site: Any) -> Any:
    return UserFactory(moderator=True)


def add(page: Any, text: str) -> Suggestion:
    return suggest(page, UserFactory(), "Only inside the marked bays", text)


def near(suggestion: Suggestion) -> Any:
    version = suggestion.latest
    assert version is not None
    return neighbours(suggestion, trial(suggestion, version).result.content)


def test_what_publishing_would_do_to_the_others_is_said_before(moderator: Any) -> None:
    page = knowledge_page()
    blue = suggest(page, UserFactory(), "marked bays", "blue bays")
    green = suggest(page, UserFactory(), "marked bays", "green bays")
    same = suggest(page, UserFactory(), "marked bays", "blue bays")
    suggest(page, UserFactory(), "street office", "district office")
    found = near(blue)
    assert {one.suggestion.pk: one.becomes for one in found} == {
        green.pk: Fit.OVERLAPPING,
        same.pk: Fit.ALREADY_THERE,
    }
    assert [one.suggestion.pk for one in found if one.alike] == [same.pk]
    assert what_publishing_does(found) == (
        "2 other open suggestions touch the same section. "
        f"Publishing this makes #{green.pk} overlap. Publishing this makes #{same.pk} no longer needed."
    )
    publish(blue, moderator)
    assert Suggestion.objects.get(pk=green.pk).fit == Fit.OVERLAPPING
    assert Suggestion.objects.get(pk=same.pk).state == State.NO_LONGER_NEEDED


def test_alone_on_its_section_nothing_is_said(moderator: Any) -> None:
    page = knowledge_page()
    one = suggest(page, UserFactory(), "marked bays", "blue bays")
    suggest(page, UserFactory(), "street office", "district office")
    assert what_publishing_does(near(one)) == ""


def test_publish_one_thank_all(moderator: Any, client: Client) -> None:
    page = knowledge_page(title="Bays")
    one, other = add(page, f"{LONG} in the dark."), add(page, f"{LONG} in the dark!")
    client.force_login(moderator)
    html = client.get(reverse("moderation:review", args=[one.case_id])).content.decode()
    assert 'name="same"' in html
    mail.outbox.clear()
    answer = client.post(
        reverse("suggestions:gather", args=[one.pk]), {"version": one.case.version, "same": other.pk}
    )
    assert answer.url == reverse("moderation:queue")
    other.refresh_from_db()
    assert (other.state, other.same_as) == (State.NO_LONGER_NEEDED, one)
    assert other.case.state == "closed"
    edition = Edition.objects.current(page)
    assert edition.author == one.author
    assert edition.provenance["also_suggested"] == [other.pk]
    told = {message.to[0]: message.subject for message in mail.outbox}
    assert told[one.author.email] == "“Bays” is public"
    assert told[other.author.email] == "“Bays” already says what you suggested"
    client.force_login(UserFactory())
    activate("en")  # the admin spoke the language of the site
    html = client.get(one.get_absolute_url()).content.decode()
    assert "Also suggested by" in html and str(other.author) in html
    history = client.get(reverse("wiki:history", args=[page.pk])).content.decode()
    assert "Also suggested by" in history and str(other.author) in history
    assert str(one.author) in client.get(other.get_absolute_url()).content.decode()


def test_ones_own_and_a_colleagues_are_not_closed_by_thanking_all(moderator: Any) -> None:
    page, now = knowledge_page(title="Bays"), timezone.now()
    one, taken = add(page, f"{LONG} in the dark."), add(page, f"{LONG} in the dark!")
    own = suggest(page, moderator, "Only inside the marked bays", f"{LONG} in the dark;")
    claim(case=taken.case, moderator=UserFactory(moderator=True), now=now)
    thanked = publish_for_all(suggestion=one, others=[own, taken], moderator=moderator, version=1, now=now)
    assert thanked == []
    assert (
        Suggestion.objects.get(pk=own.pk).case.state
        == Suggestion.objects.get(pk=taken.pk).case.state
        == "open"
    )


def test_one_that_no_longer_says_the_same_stops_it_and_nothing_is_published(moderator: Any) -> None:
    page = knowledge_page()
    one, other = add(page, f"{LONG} in the dark."), add(page, f"{LONG} in the dark!")
    content = content_of(page) | {"title": "Something else"}
    send(suggestion=other, author=other.author, content=content, summary="New", now=timezone.now())
    with pytest.raises(WrongStage):
        publish_for_all(suggestion=one, others=[other], moderator=moderator, version=1, now=timezone.now())
    assert Suggestion.objects.get(pk=one.pk).state == State.SENT
    assert "in the dark" not in text_of(page)


def test_an_old_look_publishes_nothing_for_anybody(moderator: Any, client: Client) -> None:
    page = knowledge_page()
    one, other = add(page, f"{LONG} in the dark."), add(page, f"{LONG} in the dark!")
    client.force_login(moderator)
    client.post(reverse("suggestions:gather", args=[one.pk]), {"version": 99, "same": other.pk})
    assert {Suggestion.objects.get(pk=s.pk).state for s in (one, other)} == {State.SENT}
    client.force_login(UserFactory())
    denied = client.post(reverse("suggestions:gather", args=[one.pk]), {"version": 1, "same": other.pk})
    assert denied.status_code == 404


def ask_for_more(suggestion: Suggestion, moderator: Any, now: Any) -> None:
    case = Case.objects.get(pk=suggestion.case_id)
    decide(
        case=case,
        decision=Decision.NEEDS_MORE,
        moderator=moderator,
        version=case.version,
        note="Which?",
        now=now,
    )


def test_the_reviewer_sees_what_changed_since_their_last_look_and_not_what_others_published(
    moderator: Any, client: Client
) -> None:
    page, now = knowledge_page(), timezone.now()
    suggestion = suggest(page, UserFactory(), "marked bays", "blue bays")
    assert since_last_look(suggestion, suggestion.latest, moderator) is None
    ask_for_more(suggestion, moderator, now + timedelta(minutes=1))
    publish(suggest(page, UserFactory(), "street office", "district office"), moderator)
    suggestion.refresh_from_db()
    content = suggestion.latest.content | {"title": "Bicycles for hire"}
    later = now + timedelta(minutes=2)
    send(suggestion=suggestion, author=suggestion.author, content=content, summary="As asked", now=later)
    for who, own in ((moderator, True), (UserFactory(moderator=True), False)):
        since = since_last_look(suggestion, suggestion.latest, who)
        assert (since.number, since.own) == (1, own)
        assert [row.field for row in since.diff.rows if row.kind != "folded"] == ["title"]
    client.force_login(moderator)
    html = client.get(reverse("moderation:review", args=[suggestion.case_id])).content.decode()
    assert 'id="since-title"' in html


def test_the_version_that_was_reviewed_is_named(moderator: Any) -> None:
    suggestion = suggest(knowledge_page(), UserFactory(), "marked bays", "blue bays")
    content = content_of(suggestion.page.specific) | {"title": "Hire"}
    send(suggestion=suggestion, author=suggestion.author, content=content, summary="x", now=timezone.now())
    publish(suggestion, moderator)
    suggestion.refresh_from_db()
    assert suggestion.published_number == 2


def test_an_overlap_is_told_to_its_author_once_with_the_way_to_choose(moderator: Any) -> None:
    page, author = knowledge_page(title="Bays"), UserFactory(language="en")
    suggest(page, author, "marked bays", "green bays")
    mail.outbox.clear()
    publish(suggest(page, UserFactory(), "marked bays", "blue bays"), moderator)
    publish(suggest(page, UserFactory(), "street office", "district office"), moderator)
    told = [message for message in mail.outbox if message.to == [author.email]]
    assert [message.subject for message in told] == ["“Bays”: please choose the words"]
    assert "/settle/" in told[0].body


def test_readers_see_beside_the_section_that_changes_are_being_checked(
    moderator: Any, client: Client
) -> None:
    page = knowledge_page()
    suggest(page, UserFactory(), "marked bays", "blue bays")
    suggest(page, UserFactory(), "marked bays", "green bays")
    suggest(page, UserFactory(), "street office", "district office")
    html = client.get(KnowledgePage.objects.get(pk=page.pk).url, follow=True).content.decode()
    assert "3 changes to this page are being checked." in html or "3 条修改建议" in html
    block = content_of(page)["body"][0]["id"]
    assert f"?section={block}" in html


def test_beginning_anew_after_no_longer_needed_is_possible(moderator: Any) -> None:
    page, author = knowledge_page(), UserFactory()
    suggest(page, author, "marked bays", "blue bays")
    publish(suggest(page, UserFactory(), "marked bays", "blue bays"), moderator)
    assert (
        begin(author=author, kind="change", page=page, language="en", now=timezone.now()).state == State.DRAFT
    )
