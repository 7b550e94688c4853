"""Faults found in other wikis with review, one test each, named as in their list (reference wiki.md, section 9).

Those about reviewers and the queue stand in tests/moderation, the editor's own save in test_admin_save, two-character
words of Han in tests/search.
"""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Page, Revision, Workflow, WorkflowPage, WorkflowTask

from policywiki.accounts.actions.erase import erase
from policywiki.core.page_content import content_of
from policywiki.core.verdicts import NotFound, WrongStage
from policywiki.editions.models import Edition
from policywiki.moderation.actions.cases import decide
from policywiki.moderation.models import Case, Decision
from policywiki.suggestions.actions.write import begin, send
from policywiki.suggestions.diff import diff
from policywiki.suggestions.models import State, Suggestion
from policywiki.wiki.models import KnowledgePage
from policywiki.wiki.permissions import may_delete
from proposals.models import ProposalRecord
from tests.factories.people import UserFactory
from tests.factories.proposals import ProposalFactory
from tests.factories.wiki import knowledge_page
from tests.suggestions.test_form import address, posted
from tests.suggestions.test_life import publish, suggest, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(site: Any) -> Any:
    return UserFactory(moderator=True)


def live(page: KnowledgePage) -> KnowledgePage:
    return KnowledgePage.objects.get(pk=page.pk)


def test_lost_update_of_kitsune(moderator: Any) -> None:
    """Two written from the same edition, published one after the other: the second does not drop the first."""
    page = knowledge_page()
    one = suggest(page, UserFactory(), "marked bays", "blue bays")
    other = suggest(page, UserFactory(), "street office", "district office")
    publish(one, moderator)
    publish(other, moderator)
    assert "blue bays" in text_of(page) and "district office" in text_of(page)


def test_approve_a_publish_b(moderator: Any) -> None:
    """Neither a newer version of the suggestion nor a draft of staff goes live by a click on what was reviewed."""
    page = knowledge_page()
    suggestion = suggest(page, UserFactory(), "marked bays", "blue bays")
    draft = live(page)
    draft.title = "Staff are thinking"
    draft.save_revision(user=UserFactory(administrator=True))
    seen = suggestion.case.version
    content = content_of(page) | {"title": "Other"}
    send(suggestion=suggestion, author=suggestion.author, content=content, summary="x", now=timezone.now())
    case = Case.objects.get(pk=suggestion.case_id)
    with pytest.raises(WrongStage):
        decide(case=case, decision=Decision.PUBLISH, moderator=moderator, version=seen, now=timezone.now())
    publish(suggestion, moderator)
    assert live(page).title == "Other"


def test_draft_buried(moderator: Any) -> None:
    page, staff = knowledge_page(), UserFactory(administrator=True)
    draft = live(page)
    draft.summary = "Not ready"
    draft.save_revision(user=staff)
    publish(suggest(page, UserFactory(), "marked bays", "blue bays"), moderator)
    assert live(page).get_latest_revision_as_object().summary == "Not ready"
    assert live(page).has_unpublished_changes


def test_schedule_cleared(moderator: Any) -> None:
    page, later = knowledge_page(), timezone.now() + timedelta(days=2)
    scheduled = live(page)
    scheduled.go_live_at = later
    scheduled.save_revision(user=moderator, approved_go_live_at=later)
    publish(suggest(page, UserFactory(), "marked bays", "blue bays"), moderator)
    assert Revision.objects.for_instance(live(page)).filter(approved_go_live_at=later).exists()


def test_page_workflow_cancelled(moderator: Any) -> None:
    page = knowledge_page()
    workflow = Workflow.objects.create(name="Staff look first")
    task = GroupApprovalTask.objects.create(name="Look")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    WorkflowPage.objects.create(page=page.page_ptr, workflow=workflow)
    draft = live(page)
    draft.summary = "Not ready"
    draft.save_revision(user=moderator)
    state = workflow.start(live(page), moderator)
    publish(suggest(page, UserFactory(), "marked bays", "blue bays"), moderator)
    state.refresh_from_db()
    assert state.status == state.STATUS_IN_PROGRESS
    assert live(page).current_workflow_state == state


def test_workflow_deactivated(moderator: Any) -> None:
    """Suggestions hang on no workflow: without any, publishing goes on."""
    suggestion = suggest(knowledge_page(), UserFactory(), "marked bays", "blue bays")
    Workflow.objects.update(active=False)
    publish(suggestion, moderator)
    assert Suggestion.objects.get(pk=suggestion.pk).state == State.PUBLISHED


def test_counters_rolled_back_at_publish(moderator: Any) -> None:
    record = ProposalFactory(support_count=500)
    author = record.proposer
    suggestion = begin(author=author, kind="change", page=record.page, language="en", now=timezone.now())
    content = content_of(record.page) | {"expected_effect": "Wider pavements."}
    send(suggestion=suggestion, author=author, content=content, summary="Wider", now=timezone.now())
    ProposalRecord.objects.filter(pk=record.pk).update(support_count=501)
    suggestion.refresh_from_db()
    publish(suggestion, moderator)
    record = ProposalRecord.objects.get(pk=record.pk)
    assert (record.support_count, record.page.expected_effect) == (501, "Wider pavements.")


def test_stale_tree_fields_after_a_move_during_review(moderator: Any) -> None:
    first, second = knowledge_page(title="First"), knowledge_page(title="Second")
    suggestion = suggest(second, UserFactory(), "marked bays", "blue bays")
    _loaded_before = suggestion.page.specific
    Page.objects.get(pk=second.pk).move(Page.objects.get(pk=first.pk), pos="left")
    moved = Page.objects.get(pk=second.pk).path
    publish(suggestion, moderator)
    assert Page.objects.get(pk=second.pk).path == moved
    assert Page.find_problems() == ([], [], [], [], [])


def test_base_revision_purged(moderator: Any) -> None:
    page = knowledge_page()
    suggestion = suggest(page, UserFactory(), "marked bays", "blue bays")
    publish(suggest(page, UserFactory(), "street office", "district office"), moderator)
    call_command("purge_revisions", stdout=StringIO())
    with pytest.raises(ProtectedError):
        suggestion.base_revision.delete()
    publish(suggestion, moderator)
    assert "blue bays" in text_of(page) and "district office" in text_of(page)


def test_page_deleted_in_review(moderator: Any) -> None:
    page = knowledge_page()
    suggest(page, UserFactory(), "marked bays", "blue bays")
    assert not may_delete(live(page))
    with pytest.raises(ProtectedError), transaction.atomic():
        live(page).delete()


def test_page_unpublished_in_review(moderator: Any) -> None:
    page = knowledge_page()
    suggestion = suggest(page, UserFactory(), "marked bays", "blue bays")
    live(page).unpublish()
    with pytest.raises(NotFound):
        publish(suggestion, moderator)
    assert not live(page).live
    assert Suggestion.objects.get(pk=suggestion.pk).state == State.SENT


def test_page_alias_in_review(moderator: Any) -> None:
    page, original = knowledge_page(), knowledge_page(title="Original")
    suggestion = suggest(page, UserFactory(), "marked bays", "blue bays")
    Page.objects.filter(pk=page.pk).update(alias_of=original.page_ptr)
    with pytest.raises(WrongStage):
        publish(suggestion, moderator)
    assert "blue bays" not in text_of(page)


def test_author_deleted(moderator: Any) -> None:
    """Who leaves takes the name along; what they sent stays and is published, credited to a former member."""
    author = UserFactory(display_name="Ada")
    page = knowledge_page()
    suggestion = suggest(page, author, "marked bays", "blue bays")
    with pytest.raises(ProtectedError), transaction.atomic():
        author.delete()
    erase(person=author, actor=author, now=timezone.now())
    publish(suggestion, moderator)
    edition = Edition.objects.current(page)
    assert edition.author_id == author.pk
    assert "Ada" not in str(edition.author)


def test_null_edit(moderator: Any) -> None:
    """What is on the page already by the time it is published makes no empty edition."""
    page = knowledge_page()
    same = suggest(page, UserFactory(), "marked bays", "blue bays")
    publish(suggest(page, UserFactory(), "marked bays", "blue bays"), moderator)
    Suggestion.objects.filter(pk=same.pk).update(state=State.SENT)
    Case.objects.filter(pk=same.case_id).update(state="open")
    with pytest.raises(WrongStage):
        publish(same, moderator)
    assert Edition.objects.filter(page_id=page.pk).count() == 2


def one_paragraph(html: str) -> dict[str, Any]:
    value = {"heading": "H", "level": "2", "text": f'<p data-block-key="aaaaa">{html}</p>'}
    return {"body": [{"type": "section", "id": "b", "value": value}]}


def test_link_only_change_visible_in_diff() -> None:
    old, new = (
        one_paragraph(f'Ask <a href="https://{host}/">the office</a>.') for host in ("good.cn", "bad.cn")
    )
    found = diff(old, new, {"body": "blocks"})
    assert found.counts == {"link_changed": 1}
    assert [(note.old, note.new) for row in found.rows for note in row.notes] == [
        ("https://good.cn/", "https://bad.cn/")
    ]


def test_han_one_character_change() -> None:
    old, new = (one_paragraph(f"地铁口五十米内不得停放共享单车，停放区{sign}外。") for sign in ("除", "以"))
    (row,) = (row for row in diff(old, new, {"body": "blocks"}).rows if row.kind != "folded")
    assert [(op, text) for op, text in row.segments if op != "same"] == [("del", "除"), ("ins", "以")]


OUTSIDERS = ["guest", "member", "official"]
ROOMS = ["suggestions:edit", "suggestions:settle", "moderation:review"]


@pytest.mark.parametrize("who", OUTSIDERS)
@pytest.mark.parametrize("room", ROOMS)
def test_compare_preview_and_history_of_pending_text_by_outsiders(
    site: Any, client: Client, who: str, room: str
) -> None:
    """The text of a new page that nobody has checked is nowhere for outsiders (CVE-2023-44197 and its like)."""
    page = knowledge_page()
    draft = begin(author=UserFactory(), kind="change", page=page, language="en", now=timezone.now())
    sent = suggest(page, UserFactory(), "marked bays", "secret bays")
    if who != "guest":
        client.force_login(UserFactory(official=who == "official"))
    number = sent.case_id if room.startswith("moderation") else sent.pk
    for address_ in (reverse(room, args=[number]), draft.get_absolute_url()):
        answer = client.get(address_)
        assert answer.status_code in (302, 404)
        assert "secret bays" not in answer.content.decode()
    for address_ in (
        page.url,
        reverse("wiki:history", args=[page.pk]),
        reverse("wiki:page_json", args=[page.pk]),
    ):
        assert "secret bays" not in client.get(address_, follow=True).content.decode()


def test_get_never_changes_state(client: Client, moderator: Any) -> None:
    page, author = knowledge_page(), UserFactory()
    suggestion = suggest(page, author, "marked bays", "blue bays")

    def everything() -> list[Any]:
        models = (Suggestion, Case, Edition, Revision)
        return [list(model.objects.order_by("pk").values()) for model in models]

    before = everything()
    names = ["detail", "edit", "settle", "withdraw", "opinion", "hide", "gather"]
    for person in (author, moderator, UserFactory()):
        client.force_login(person)
        for name in names:
            client.get(reverse(f"suggestions:{name}", args=[suggestion.pk]))
        client.get(reverse("suggestions:open", args=[page.pk]))
        client.get(reverse("suggestions:change", args=[page.pk]))
    assert everything() == before


def test_no_mail_is_sent_when_the_publication_rolls_back(
    moderator: Any, monkeypatch: pytest.MonkeyPatch, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    """Mails are tasks of the outbox, written in the same transaction: with it they are gone."""
    from django_tasks_db.models import DBTaskResult

    from policywiki.suggestions.actions import going_live

    suggestion = suggest(knowledge_page(), UserFactory(), "marked bays", "blue bays")
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    mail.outbox.clear()

    def breaks(**kwargs: Any) -> None:
        raise RuntimeError("the very last step fails")

    monkeypatch.setattr(going_live, "keep_staff_work", breaks)
    with pytest.raises(RuntimeError), transaction.atomic():
        publish(suggestion, moderator)
    assert not DBTaskResult.objects.exists()
    assert mail.outbox == []
    monkeypatch.undo()
    publish(suggestion, moderator)
    assert DBTaskResult.objects.exists()


def test_html_is_cleaned_on_the_way_in(site: Any, client: Client) -> None:
    page, author = knowledge_page(), UserFactory()
    client.force_login(author)
    attack = "<script>alert(1)</script><img src=x onerror=alert(2)> [a](javascript:alert(3)) **b**"
    client.post(address(page), posted(page, **{"body-0-text": attack}))
    sent = str(Suggestion.objects.get(author=author).latest.content)
    assert "<script" not in sent and "<img" not in sent and 'href="javascript' not in sent
    assert "<b>b</b>" in sent


def test_ids_of_parts_forged_by_the_client(site: Any, client: Client, moderator: Any) -> None:
    """An id of another page's part, or one's own invention, is not believed."""
    page, other, author = (
        knowledge_page(),
        knowledge_page(title="Other", sections={"Elsewhere": "Words."}),
        UserFactory(),
    )
    stolen = content_of(other)["body"][0]["id"]
    client.force_login(author)
    forged = {"body-TOTAL_FORMS": 3, "body-2-type": "section", "body-2-heading": "New", "body-2-text": "x"}
    client.post(address(page), posted(page, **forged, **{"body-2-id": stolen}))
    sent = Suggestion.objects.get(author=author).latest.content["body"]
    assert stolen not in [block["id"] for block in sent]
    assert len({block["id"] for block in sent}) == 3
