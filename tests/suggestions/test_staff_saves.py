"""What staff save in Wagtail's editor over a page that has moved on is merged or asked about, never written over it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import GroupApprovalTask, Revision, Workflow, WorkflowState, WorkflowTask

from policywiki.core.page_content import content_of
from policywiki.suggestions.models import DraftOverlap
from policywiki.suggestions.staff_saves import NOTED
from policywiki.wiki.models import KnowledgePage
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page
from tests.suggestions.admin_editor import answering, edit_url, opened, typed
from tests.suggestions.test_life import publish, suggest, text_of

pytestmark = pytest.mark.django_db
SAVES = {"draft": {}, "publish": {"action-publish": "1"}}


@pytest.fixture
def staff(client: Client) -> Any:
    person = UserFactory(administrator=True)
    client.force_login(person)
    return person


@pytest.fixture
def page(site: Any, staff: Any) -> KnowledgePage:
    return knowledge_page(author=staff)


def citizens_change(page: KnowledgePage, old: str, new: str) -> None:
    now = KnowledgePage.objects.get(pk=page.pk)
    publish(suggest(now, UserFactory(), old, new), UserFactory(moderator=True))


def draft_text(page: KnowledgePage) -> str:
    return str(content_of(KnowledgePage.objects.get(pk=page.pk).get_latest_revision_as_object())["body"])


@pytest.mark.parametrize("save", SAVES)
def test_what_was_published_meanwhile_and_what_staff_typed_are_both_there(
    client: Client, page: KnowledgePage, staff: Any, save: str
) -> None:
    form = opened(client, page)
    citizens_change(page, "marked bays", "blue bays")
    answer = client.post(edit_url(page), typed(form, 1, "street office", "district office") | SAVES[save])
    assert answer.status_code == 302
    text = draft_text(page)
    assert "blue bays" in text and "district office" in text
    assert KnowledgePage.objects.get(pk=page.pk).get_latest_revision().user == staff
    assert ("district office" in text_of(page)) is (save == "publish")
    assert "blue bays" in text_of(page)


@pytest.mark.parametrize("save", SAVES)
@pytest.mark.parametrize(
    ("choice", "stays", "goes"), [("live", "blue bays", "green bays"), ("mine", "green bays", "blue bays")]
)
def test_where_both_changed_the_same_words_staff_choose_and_lose_nothing_else(
    client: Client, page: KnowledgePage, save: str, choice: str, stays: str, goes: str
) -> None:
    form = typed(opened(client, page), 0, "marked bays", "green bays")
    form = typed(form, 1, "street office", "district office") | {"search_description": "Where bicycles stand"}
    citizens_change(page, "marked bays", "blue bays")
    before = Revision.objects.count()
    with override("en"):
        question = client.post(edit_url(page), form | SAVES[save])
    assert question.status_code == 409
    assert Revision.objects.count() == before
    assert "blue bays" in question.content.decode() and "green bays" in question.content.decode()
    assert answering(client, question, choice).status_code == 302
    text = draft_text(page)
    assert stays in text and goes not in text and "district office" in text
    assert (
        KnowledgePage.objects.get(pk=page.pk).get_latest_revision_as_object().search_description
        == "Where bicycles stand"
    )
    assert (stays in text_of(page) and "district office" in text_of(page)) is (save == "publish")


def test_staff_may_keep_both(client: Client, page: KnowledgePage) -> None:
    form = typed(opened(client, page), 0, "marked bays", "green bays")
    citizens_change(page, "marked bays", "blue bays")
    answering(client, client.post(edit_url(page), form | SAVES["publish"]), "both")
    assert "green bays" in text_of(page) and "blue bays" in text_of(page)


def test_an_answer_counts_for_the_texts_that_were_seen(client: Client, page: KnowledgePage) -> None:
    form = typed(opened(client, page), 0, "marked bays", "green bays")
    citizens_change(page, "marked bays", "blue bays")
    question = client.post(edit_url(page), form)
    citizens_change(page, "blue bays", "yellow bays")
    again = answering(client, question, "mine")
    assert again.status_code == 409
    assert "yellow bays" in again.content.decode()


def test_a_form_with_an_error_goes_on_knowing_what_it_was_opened_from(
    client: Client, page: KnowledgePage
) -> None:
    form = typed(opened(client, page), 1, "street office", "district office")
    citizens_change(page, "marked bays", "blue bays")
    shown = client.post(edit_url(page), form | {"slug": "", "title": "", "action-publish": "1"})
    assert shown.status_code == 200
    assert f'name="loaded_revision_id" value="{form["loaded_revision_id"]}"' in shown.content.decode()
    assert "district office" not in draft_text(page)


def test_an_editor_opened_just_now_saves_as_always(client: Client, page: KnowledgePage) -> None:
    citizens_change(page, "marked bays", "blue bays")
    answer = client.post(
        edit_url(page), typed(opened(client, page), 0, "blue bays", "green bays") | SAVES["publish"]
    )
    assert answer.status_code == 302
    assert "green bays" in text_of(page)


def test_two_editors_of_staff_do_not_write_over_each_other(client: Client, page: KnowledgePage) -> None:
    mine, other = opened(client, page), Client()
    other.force_login(UserFactory(administrator=True))
    other.post(edit_url(page), typed(opened(other, page), 0, "marked bays", "blue bays"))
    client.post(edit_url(page), typed(mine, 1, "street office", "district office"))
    assert "blue bays" in draft_text(page) and "district office" in draft_text(page)


def test_an_autosave_over_it_is_refused_as_wagtail_does(client: Client, page: KnowledgePage) -> None:
    form = typed(opened(client, page), 0, "marked bays", "green bays")
    citizens_change(page, "marked bays", "blue bays")
    answer = client.post(edit_url(page), form, headers={"accept": "application/json"})
    assert answer.json()["error_code"] == "invalid_revision"
    assert "green bays" not in draft_text(page)


def test_a_save_after_ones_own_autosave_is_merged_from_there(client: Client, page: KnowledgePage) -> None:
    form = typed(opened(client, page), 1, "street office", "district office")
    saved = client.post(edit_url(page), form, headers={"accept": "application/json"}).json()
    citizens_change(page, "marked bays", "blue bays")
    last = typed(form, 1, "district office", "city office") | {"overwrite_revision_id": saved["revision_id"]}
    assert client.post(edit_url(page), last | SAVES["publish"]).status_code == 302
    assert "blue bays" in text_of(page) and "city office" in text_of(page)


# --- what waits survives a publication


def test_a_draft_that_overlaps_keeps_its_words_and_its_owner_is_asked(
    client: Client, page: KnowledgePage
) -> None:
    form = typed(opened(client, page), 0, "marked bays", "green bays")
    client.post(edit_url(page), form)
    citizens_change(page, "Only inside the marked bays", "Only inside the blue bays")
    citizens_change(page, "street office", "district office")
    text = draft_text(page)
    assert "green bays" in text and "district office" in text, (
        "the draft took over what it does not overlap with"
    )
    with override("zh-hans"):  # the admin's language here
        assert str(NOTED) in client.get(edit_url(page)).content.decode()
    question = client.post(edit_url(page), opened(client, page) | SAVES["publish"])
    assert question.status_code == 409, "publishing the draft would have written over the citizen"
    assert "blue bays" in text_of(page)
    assert answering(client, question, "mine").status_code == 302
    assert "green bays" in text_of(page) and "district office" in text_of(page)
    assert not DraftOverlap.objects.exists()


def test_a_schedule_survives_with_the_citizens_words_in_it(page: KnowledgePage, staff: Any) -> None:
    later = timezone.now() + timedelta(days=3)
    scheduled = KnowledgePage.objects.get(pk=page.pk)
    scheduled.summary, scheduled.go_live_at = "From June", later
    scheduled.save_revision(user=staff, approved_go_live_at=later)
    citizens_change(page, "marked bays", "blue bays")
    waiting = Revision.objects.for_instance(page).get(approved_go_live_at=later)
    assert waiting.user == staff
    assert waiting.as_object().summary == "From June"
    assert "blue bays" in str(list(waiting.as_object().body.raw_data))


def test_a_staff_workflow_goes_on_and_publishes_both(page: KnowledgePage, staff: Any) -> None:
    workflow = Workflow.objects.create(name="Two pairs of eyes")
    task = GroupApprovalTask.objects.create(name="Second look")
    task.groups.set(staff.groups.all())
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    draft = KnowledgePage.objects.get(pk=page.pk)
    draft.summary = "Staff are still thinking"
    draft.save_revision(user=staff)
    workflow.start(draft, staff)
    citizens_change(page, "marked bays", "blue bays")
    state = WorkflowState.objects.get()
    assert state.status == WorkflowState.STATUS_IN_PROGRESS
    state.current_task_state.approve(user=staff)
    live = KnowledgePage.objects.get(pk=page.pk)
    assert live.summary == "Staff are still thinking"
    assert "blue bays" in text_of(page)
