"""A suggestion from its first word to its publication."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Revision

from policywiki.core.page_content import content_of
from policywiki.core.verdicts import NotAllowed, NotFound, WrongStage
from policywiki.editions.models import Edition
from policywiki.moderation.actions.cases import decide
from policywiki.moderation.actions.taking import claim, release
from policywiki.moderation.models import Case, CaseState, Decision, Reason
from policywiki.suggestions.actions.accept import Overlaps
from policywiki.suggestions.actions.write import begin, send, withdraw
from policywiki.suggestions.models import MOVES, State
from policywiki.wiki.models import KnowledgePage
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page

pytestmark = pytest.mark.django_db


def suggest(page: KnowledgePage, author: Any, old: str, new: str) -> Any:
    """Send a suggestion that replaces words in the page's body."""
    suggestion = begin(author=author, kind="change", page=page, language="en", now=timezone.now())
    content = content_of(page)
    for block in content["body"]:
        block["value"] = block["value"] | {"text": block["value"]["text"].replace(old, new)}
    send(suggestion=suggestion, author=author, content=content, summary="Put right", now=timezone.now())
    suggestion.refresh_from_db()
    return suggestion


def publish(suggestion: Any, moderator: Any) -> None:
    case = Case.objects.get(pk=suggestion.case_id)
    decide(
        case=case, decision=Decision.PUBLISH, moderator=moderator, version=case.version, now=timezone.now()
    )


def text_of(page: KnowledgePage) -> str:
    return str(KnowledgePage.objects.get(pk=page.pk).body.raw_data[0]) + str(
        list(KnowledgePage.objects.get(pk=page.pk).body.raw_data)
    )


def test_the_lifecycle_is_this_table() -> None:
    assert {
        "draft": {"sent", "withdrawn"},
        "sent": {
            "sent",
            "needs_more",
            "published",
            "not_published",
            "withdrawn",
            "no_longer_needed",
            "with_authors",
        },
        "needs_more": {"sent", "withdrawn", "no_longer_needed"},
        "published": set(),
        "not_published": {"sent"},
        "withdrawn": set(),
        "no_longer_needed": set(),
        "with_authors": {"sent", "published", "declined", "alternative", "withdrawn", "no_longer_needed"},
        "declined": set(),
        "alternative": {"sent", "published", "withdrawn", "no_longer_needed"},
    } == {str(state): set(map(str, to)) for state, to in MOVES.items()}


def test_a_published_suggestion_is_live_and_its_author_is_credited(site: Any) -> None:
    page, author, moderator = knowledge_page(), UserFactory(), UserFactory(moderator=True)
    suggestion = suggest(page, author, "marked bays", "blue bays")
    assert "blue bays" not in text_of(page)
    publish(suggestion, moderator)
    assert "blue bays" in text_of(page)
    edition = Edition.objects.current(page)
    assert (edition.number, edition.author, edition.reviewer, edition.summary) == (
        2,
        author,
        moderator,
        "Put right",
    )


def test_two_changes_to_different_sections_both_land(site: Any) -> None:
    page, moderator = knowledge_page(), UserFactory(moderator=True)
    first = suggest(page, UserFactory(), "marked bays", "blue bays")
    second = suggest(page, UserFactory(), "street office", "district office")
    publish(second, moderator)
    publish(first, moderator)
    assert "blue bays" in text_of(page)
    assert "district office" in text_of(page)


def test_two_changes_to_the_same_paragraph_are_refused_and_nothing_is_lost(site: Any) -> None:
    page, moderator = knowledge_page(), UserFactory(moderator=True)
    first = suggest(page, UserFactory(), "marked bays", "blue bays")
    second = suggest(page, UserFactory(), "marked bays", "green bays")
    publish(first, moderator)
    with pytest.raises(Overlaps) as caught:
        publish(second, moderator)
    assert len(caught.value.conflicts) == 1
    second.refresh_from_db()
    assert second.state == State.SENT
    assert "blue bays" in text_of(page)
    assert Edition.objects.filter(page_id=page.pk).count() == 2


def test_nobody_decides_on_their_own_text(site: Any) -> None:
    page, moderator = knowledge_page(), UserFactory(moderator=True)
    suggestion = suggest(page, moderator, "marked bays", "blue bays")
    with pytest.raises(NotAllowed):
        publish(suggestion, moderator)
    with pytest.raises(NotAllowed):
        claim(case=suggestion.case, moderator=moderator, now=timezone.now())


def test_a_member_does_not_even_see_the_queue(site: Any) -> None:
    suggestion = suggest(knowledge_page(), UserFactory(), "marked bays", "blue bays")
    with pytest.raises(NotFound):
        publish(suggestion, UserFactory())


def test_of_two_moderators_one_decides_and_the_other_is_told(site: Any) -> None:
    suggestion = suggest(knowledge_page(), UserFactory(), "marked bays", "blue bays")
    case = Case.objects.get(pk=suggestion.case_id)
    publish(suggestion, UserFactory(moderator=True))
    with pytest.raises(WrongStage):
        decide(
            case=case,
            decision=Decision.NEEDS_MORE,
            moderator=UserFactory(moderator=True),
            version=case.version,
            note="Why?",
            now=timezone.now(),
        )


def test_a_version_that_arrived_since_is_not_published_by_an_old_click(site: Any) -> None:
    page, author = knowledge_page(), UserFactory()
    suggestion = suggest(page, author, "marked bays", "blue bays")
    seen = Case.objects.get(pk=suggestion.case_id).version
    content = content_of(page) | {"title": "Bicycles for hire"}
    send(suggestion=suggestion, author=author, content=content, summary="Better", now=timezone.now())
    with pytest.raises(WrongStage):
        decide(
            case=suggestion.case,
            decision=Decision.PUBLISH,
            moderator=UserFactory(moderator=True),
            version=seen,
            now=timezone.now(),
        )


def test_taken_by_one_moderator_it_is_not_free_for_another_until_put_back(site: Any) -> None:
    suggestion = suggest(knowledge_page(), UserFactory(), "marked bays", "blue bays")
    one, other = UserFactory(moderator=True), UserFactory(moderator=True)
    claim(case=suggestion.case, moderator=one, now=timezone.now())
    with pytest.raises(WrongStage):
        publish(suggestion, other)
    release(case=suggestion.case, moderator=one, now=timezone.now())
    publish(suggestion, other)


def test_needs_more_goes_back_to_the_author_and_can_be_sent_again(site: Any) -> None:
    page, author, moderator = knowledge_page(), UserFactory(), UserFactory(moderator=True)
    suggestion = suggest(page, author, "marked bays", "blue bays")
    case = suggestion.case
    with pytest.raises(WrongStage):
        decide(case=case, decision=Decision.NEEDS_MORE, moderator=moderator, version=1, now=timezone.now())
    decide(
        case=case,
        decision=Decision.NEEDS_MORE,
        moderator=moderator,
        version=1,
        note="Which?",
        now=timezone.now(),
    )
    suggestion.refresh_from_db()
    assert suggestion.state == State.NEEDS_MORE
    content = content_of(page) | {"title": "Hire bicycles"}
    send(suggestion=suggestion, author=author, content=content, summary="As asked", now=timezone.now())
    publish(suggestion, moderator)
    assert KnowledgePage.objects.get(pk=page.pk).title == "Hire bicycles"
    assert [version.number for version in suggestion.versions.all()] == [1, 2]


def test_not_published_needs_a_reason_that_the_author_reads(site: Any) -> None:
    suggestion = suggest(knowledge_page(), UserFactory(), "marked bays", "blue bays")
    moderator = UserFactory(moderator=True)
    with pytest.raises(WrongStage):
        decide(
            case=suggestion.case,
            decision=Decision.NOT_PUBLISHED,
            moderator=moderator,
            version=1,
            now=timezone.now(),
        )
    decide(
        case=suggestion.case,
        decision=Decision.NOT_PUBLISHED,
        moderator=moderator,
        version=1,
        reason=Reason.objects.get(code="no-source"),
        now=timezone.now(),
    )
    suggestion.refresh_from_db()
    assert suggestion.state == State.NOT_PUBLISHED
    assert suggestion.case.reason.code == "no-source"


def test_withdrawn_it_leaves_the_queue_and_keeps_its_text(site: Any) -> None:
    page, author = knowledge_page(), UserFactory()
    suggestion = suggest(page, author, "marked bays", "blue bays")
    withdraw(suggestion=suggestion, author=author, now=timezone.now())
    suggestion.case.refresh_from_db()
    assert suggestion.case.state == CaseState.CLOSED
    assert suggestion.latest.content["body"]
    with pytest.raises(NotFound):
        withdraw(suggestion=suggestion, author=UserFactory(), now=timezone.now())


def test_a_suggestion_that_changes_nothing_is_not_sent(site: Any) -> None:
    page, author = knowledge_page(), UserFactory()
    suggestion = begin(author=author, kind="change", page=page, language="en", now=timezone.now())
    with pytest.raises(ValidationError):
        send(suggestion=suggestion, author=author, content=content_of(page), summary="-", now=timezone.now())


def test_a_staff_draft_and_its_schedule_survive_a_citizens_publication(site: Any) -> None:
    page, staff = knowledge_page(), UserFactory(administrator=True)
    waiting = KnowledgePage.objects.get(pk=page.pk)
    waiting.summary = "Staff are still thinking"
    draft = waiting.save_revision(user=staff)
    later = timezone.now() + timedelta(days=3)
    scheduled = KnowledgePage.objects.get(pk=page.pk)
    scheduled.title, scheduled.go_live_at = "Bicycles in June", later
    scheduled.save_revision(user=staff, approved_go_live_at=later)
    draft_again = KnowledgePage.objects.get(pk=page.pk)
    draft_again.summary = "Staff are still thinking"
    draft = draft_again.save_revision(user=staff)
    publish(suggest(page, UserFactory(), "marked bays", "blue bays"), UserFactory(moderator=True))
    live = KnowledgePage.objects.get(pk=page.pk)
    assert live.title == "Shared bicycles"
    assert live.summary == ""
    assert live.has_unpublished_changes
    on_top = live.get_latest_revision_as_object()
    assert on_top.summary == "Staff are still thinking"
    assert "blue bays" in str(list(on_top.body.raw_data))
    assert live.get_latest_revision().user == staff
    assert live.latest_revision_id > draft.pk
    waiting_to_go_live = Revision.objects.for_instance(live).get(approved_go_live_at=later).as_object()
    assert waiting_to_go_live.title == "Bicycles in June"
    assert "blue bays" in str(list(waiting_to_go_live.body.raw_data))


def test_a_new_page_is_in_the_tree_only_when_it_is_published(site: Any) -> None:
    from policywiki.core.blocks import normalise
    from tests.factories.wiki import section

    author = UserFactory()
    suggestion = begin(author=author, kind="new_page", language="en", under=site.index, now=timezone.now())
    content = {"title": "Cargo bikes", "language": "en", "body": normalise([section("Why", "They carry.")])}
    send(suggestion=suggestion, author=author, content=content, summary="New", now=timezone.now())
    assert not KnowledgePage.objects.filter(title="Cargo bikes").exists()
    suggestion.refresh_from_db()
    publish(suggestion, UserFactory(moderator=True))
    page = KnowledgePage.objects.get(title="Cargo bikes")
    assert page.live
    assert Edition.objects.current(page).author == author
