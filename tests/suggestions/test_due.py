"""A version whose time comes after the page moved on is merged onto it, or held back and asked about; never written over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import GroupApprovalTask, Page, Revision, Workflow, WorkflowTask

from policywiki.core.page_content import content_of
from policywiki.core.publication import publishing
from policywiki.core.verdicts import NotFound, WrongStage
from policywiki.editions.models import Edition
from policywiki.suggestions.actions.due import disputed, keep_schedules, leave_as_draft, publish_held
from policywiki.suggestions.models import DraftOverlap
from policywiki.suggestions.permissions import may_settle_held
from policywiki.wiki.models import KnowledgePage
from proposals.actions.stage import enter, locked
from proposals.models import ProposalPage
from proposals.stages import Stage
from tests.factories.people import UserFactory
from tests.factories.proposals import ProposalFactory
from tests.factories.wiki import knowledge_page
from tests.suggestions.admin_editor import edit_url
from tests.suggestions.test_life import text_of
from tests.suggestions.test_staff_saves import citizens_change

pytestmark = pytest.mark.django_db
SOON = timedelta(days=3)
OTHERS = ("Only inside the marked bays", "Only inside the blue bays")
"""What a citizen changes: the words that staff want green."""


@pytest.fixture
def owner(site: Any) -> Any:
    return UserFactory(administrator=True, display_name="Lin")


@pytest.fixture
def page(owner: Any) -> KnowledgePage:
    return knowledge_page(author=owner)


def scheduled(page: Page, owner: Any, old: str = "marked bays", new: str = "green bays") -> Revision:
    """Staff's version with these words and a time to go live, as Wagtail's editor leaves it."""
    later = timezone.now() + SOON
    draft = type(page).objects.get(pk=page.pk)
    for block in draft.body.raw_data:
        block["value"]["text"] = block["value"]["text"].replace(old, new)
    draft.go_live_at = later
    revision = draft.save_revision(user=owner)
    revision.publish(user=owner)
    revision.refresh_from_db()
    assert revision.approved_go_live_at == later
    return revision


def time_comes(page: Page) -> None:
    """The clock is moved, not the machine's: every time to go live is past now."""
    past = timezone.now() - timedelta(minutes=1)
    for revision in Revision.objects.for_instance(page).filter(approved_go_live_at__isnull=False):
        revision.content["go_live_at"] = past.isoformat()
        revision.approved_go_live_at = past
        revision.save(update_fields=["content", "approved_go_live_at"])


RUNS = {
    "wagtail": lambda: call_command("publish_scheduled"),
    "worker": lambda: keep_schedules(now=timezone.now()),
}


@pytest.mark.parametrize("run", RUNS)
def test_what_is_due_goes_live_with_what_was_published_meanwhile(
    page: KnowledgePage, owner: Any, run: str
) -> None:
    scheduled(page, owner)
    citizens_change(page, "street office", "district office")
    time_comes(page)
    RUNS[run]()
    assert "green bays" in text_of(page) and "district office" in text_of(page)
    assert not Revision.objects.for_instance(page).filter(approved_go_live_at__isnull=False).exists()
    assert Edition.objects.current(page).author == owner
    assert not DraftOverlap.objects.exists()
    assert not KnowledgePage.objects.get(pk=page.pk).has_unpublished_changes


def test_what_is_due_is_merged_by_the_text_it_was_written_on_whoever_published(
    page: KnowledgePage, owner: Any
) -> None:
    """Not only after our own verbs: here the live text moved on and nobody put the schedule onto it."""
    waiting = scheduled(page, owner)
    live = KnowledgePage.objects.get(pk=page.pk)
    live.summary = "Where bicycles stand"
    with publishing(author=owner):
        live.save_revision(user=owner).publish(user=owner, skip_permission_checks=True)
    Revision.objects.filter(pk=waiting.pk).update(approved_go_live_at=waiting.approved_go_live_at)
    time_comes(page)
    call_command("publish_scheduled")
    assert "green bays" in text_of(page)
    assert KnowledgePage.objects.get(pk=page.pk).summary == "Where bicycles stand"


@pytest.mark.parametrize("run", RUNS)
def test_where_both_changed_the_same_it_is_held_back_and_its_owner_is_told_once(
    page: KnowledgePage, owner: Any, run: str
) -> None:
    scheduled(page, owner)
    citizens_change(page, *OTHERS)
    citizens_change(page, "street office", "district office")
    time_comes(page)
    before = Edition.objects.filter(page=page).count()
    mail.outbox.clear()
    RUNS[run]()
    RUNS[run]()
    assert "blue bays" in text_of(page) and "green bays" not in text_of(page)
    assert Edition.objects.filter(page=page).count() == before
    noted = DraftOverlap.objects.get()
    assert noted.held.user == owner
    assert noted.held_at is not None and noted.due_at is not None
    assert "green bays" in str(content_of(noted.held.as_object())), "nothing of the owner's is lost"
    told = [one for one in mail.outbox if one.to == [owner.email]]
    assert [one.subject for one in told] == [f"“{page.title}” is held back: please choose the words"]
    assert reverse("held_back", args=[page.pk]) in told[0].body
    assert KnowledgePage.objects.get(pk=page.pk).get_lock() is None, "its owner can edit it again"


def test_a_version_saved_again_meanwhile_is_not_published_from_an_old_list(
    page: KnowledgePage, owner: Any
) -> None:
    """publish_scheduled reads what is due, then a citizen's change lands, then it publishes what it had read."""
    scheduled(page, owner)
    time_comes(page)
    listed = list(Revision.objects.filter(approved_go_live_at__lt=timezone.now()))
    citizens_change(page, "street office", "district office")
    for revision in listed:
        revision.publish(log_action="wagtail.publish.scheduled")
    assert "district office" in text_of(page) and "green bays" not in text_of(page)
    call_command("publish_scheduled")
    assert "district office" in text_of(page) and "green bays" in text_of(page)


def test_a_draft_beside_the_schedule_takes_over_what_goes_live(page: KnowledgePage, owner: Any) -> None:
    scheduled(page, owner)
    draft = KnowledgePage.objects.get(pk=page.pk)
    draft.summary = "Still thinking"
    draft.save_revision(user=owner)
    time_comes(page)
    call_command("publish_scheduled")
    now = KnowledgePage.objects.get(pk=page.pk)
    assert "green bays" in text_of(page) and now.summary == ""
    on_top = now.get_latest_revision_as_object()
    assert on_top.summary == "Still thinking" and "green bays" in str(content_of(on_top)["body"])


# --- the one screen


@pytest.fixture
def waits(page: KnowledgePage, owner: Any) -> KnowledgePage:
    """Held back: staff's green bays, a citizen's blue ones."""
    scheduled(page, owner)
    citizens_change(page, *OTHERS)
    citizens_change(page, "street office", "district office")
    time_comes(page)
    call_command("publish_scheduled")
    return page


def choosing(client: Client, page: Page, choice: str) -> dict[str, str]:
    html = client.get(reverse("held_back", args=[page.pk])).content.decode()
    names = {part.partition('"')[0] for part in html.split('type="radio" name="')[1:]}
    assert names
    return dict.fromkeys(names, choice)


@pytest.mark.parametrize(
    ("choice", "stays", "goes"),
    [
        ("mine", ["green bays"], ["blue bays"]),
        ("live", ["blue bays"], ["green bays"]),
        ("both", ["green bays", "blue bays"], []),
    ],
)
def test_the_owner_chooses_on_one_screen_and_it_is_on_the_page(
    client: Client, waits: KnowledgePage, owner: Any, choice: str, stays: list[str], goes: list[str]
) -> None:
    client.force_login(owner)
    address = reverse("held_back", args=[waits.pk])
    with override("en"):
        html = client.get(address).content.decode()
    assert "green bays" in html and "blue bays" in html
    assert client.post(address, choosing(client, waits, choice)).status_code == 302
    text = text_of(waits)
    assert all(words in text for words in [*stays, "district office"])
    assert not any(words in text for words in goes)
    assert not DraftOverlap.objects.exists()
    assert Edition.objects.current(waits).author == owner
    assert client.get(address).status_code == 404


def test_who_else_may_publish_settles_it_and_is_named_beside(client: Client, waits: KnowledgePage) -> None:
    other = UserFactory(administrator=True)
    client.force_login(other)
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("held_back", args=[waits.pk]) in home
    client.post(reverse("held_back", args=[waits.pk]), choosing(client, waits, "mine"))
    edition = Edition.objects.current(waits)
    assert edition.author.display_name == "Lin"
    assert edition.provenance == {"settled_by": other.pk}
    assert (
        reverse("held_back", args=[waits.pk]) not in client.get(reverse("wagtailadmin_home")).content.decode()
    )


def test_without_a_choice_nothing_is_published(client: Client, waits: KnowledgePage, owner: Any) -> None:
    client.force_login(owner)
    assert client.post(reverse("held_back", args=[waits.pk]), {}).status_code == 409
    assert "green bays" not in text_of(waits)
    assert DraftOverlap.objects.get().held is not None


def test_a_choice_counts_for_the_texts_that_were_seen(
    client: Client, waits: KnowledgePage, owner: Any
) -> None:
    client.force_login(owner)
    chosen = choosing(client, waits, "mine")
    citizens_change(waits, "blue bays", "yellow bays")
    again = client.post(reverse("held_back", args=[waits.pk]), chosen)
    assert again.status_code == 409 and "yellow bays" in again.content.decode()
    noted = DraftOverlap.objects.get()
    seen = disputed(KnowledgePage.objects.get(pk=waits.pk), noted)
    citizens_change(waits, "yellow bays", "white bays")
    mine = {place.name: "mine" for place in seen.places}
    how = {"page_id": waits.pk, "person": owner, "chosen": mine, "now": timezone.now()}
    assert publish_held(seen=seen, **how) is False
    assert "white bays" in text_of(waits)


def test_left_as_a_draft_it_waits_for_a_save_and_asks_there(
    client: Client, waits: KnowledgePage, owner: Any
) -> None:
    client.force_login(owner)
    told = client.get(edit_url(waits)).content.decode()
    assert reverse("held_back", args=[waits.pk]) in told
    client.post(reverse("held_back", args=[waits.pk]), {"draft": "1"})
    noted = DraftOverlap.objects.get()
    assert (noted.held, noted.held_at, noted.due_at) == (None, None, None)
    assert "green bays" in str(
        content_of(KnowledgePage.objects.get(pk=waits.pk).get_latest_revision_as_object())
    )
    call_command("publish_scheduled")
    assert "green bays" not in text_of(waits)


@pytest.mark.parametrize(
    ("who", "may"),
    [({}, False), ({"moderator": True}, False), ({"official": True}, False), ({"administrator": True}, True)],
)
def test_who_may_not_publish_the_page_finds_no_such_screen(
    client: Client, waits: KnowledgePage, who: dict[str, bool], may: bool
) -> None:
    person = UserFactory(**who)
    assert bool(may_settle_held(person, KnowledgePage.objects.get(pk=waits.pk))) is may
    if may:
        return
    with pytest.raises(NotFound):
        leave_as_draft(page_id=waits.pk, person=person)
    client.force_login(person)
    assert client.get(reverse("held_back", args=[waits.pk])).status_code in (302, 403, 404)
    assert DraftOverlap.objects.get().held is not None


def test_what_was_held_back_follows_the_page_while_it_waits(
    page: KnowledgePage, waits: KnowledgePage
) -> None:
    citizens_change(waits, "district office", "city office")
    noted = DraftOverlap.objects.get()
    text = str(content_of(noted.held.as_object()))
    assert "city office" in text and "green bays" in text


# --- other doors


def test_a_workflow_that_ends_after_an_overlap_holds_back_too(page: KnowledgePage, owner: Any) -> None:
    workflow = Workflow.objects.create(name="Two pairs of eyes")
    task = GroupApprovalTask.objects.create(name="Second look")
    task.groups.set(owner.groups.all())
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    draft = KnowledgePage.objects.get(pk=page.pk)
    draft.body.raw_data[0]["value"]["text"] = "<p>Only inside the green bays.</p>"
    draft.save_revision(user=owner)
    state = workflow.start(draft, owner)
    citizens_change(page, *OTHERS)
    state.refresh_from_db()
    state.current_task_state.approve(user=UserFactory(administrator=True))
    assert "blue bays" in text_of(page) and "green bays" not in text_of(page)
    noted = DraftOverlap.objects.get()
    assert noted.held.user == owner and noted.due_at is None


def test_publishing_many_at_once_stops_at_a_draft_that_overlaps(client: Client, page: KnowledgePage) -> None:
    staff = UserFactory(administrator=True)
    draft = KnowledgePage.objects.get(pk=page.pk)
    draft.body.raw_data[0]["value"]["text"] = "<p>Only inside the green bays.</p>"
    draft.save_revision(user=staff)
    citizens_change(page, *OTHERS)
    client.force_login(staff)
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = client.post(f"{bulk}?id={page.pk}&next=/admin/")
    assert answer.url == edit_url(page)
    assert "blue bays" in text_of(page) and "green bays" not in text_of(page)


def test_a_draft_read_before_a_citizens_change_landed_goes_live_with_that_change(
    page: KnowledgePage, owner: Any
) -> None:
    """A workflow that ends, and publishing many at once, read the latest draft before they have the lock."""
    draft = KnowledgePage.objects.get(pk=page.pk)
    draft.summary = "Where bicycles stand"
    draft.save_revision(user=owner)
    read = KnowledgePage.objects.get(pk=page.pk).get_latest_revision()
    citizens_change(page, "street office", "district office")
    read.publish(user=UserFactory(administrator=True))
    now = KnowledgePage.objects.get(pk=page.pk)
    assert now.summary == "Where bicycles stand" and "district office" in text_of(page)
    assert Edition.objects.current(page).author == owner


def test_a_proposal_that_is_being_voted_on_is_not_changed_by_a_schedule() -> None:
    record, staff = ProposalFactory(), UserFactory(administrator=True)
    page = ProposalPage.objects.get(pk=record.page_id)
    page.summary, page.go_live_at = "Racks for 500 bicycles.", timezone.now() + SOON
    page.save_revision(user=staff).publish(user=staff)
    enter(locked(record), Stage.VOTE, actor=staff, now=timezone.now())
    time_comes(page)
    call_command("publish_scheduled")
    page = ProposalPage.objects.get(pk=page.pk)
    assert page.summary != "Racks for 500 bicycles."
    seen = disputed(page, DraftOverlap.objects.get())
    with pytest.raises(WrongStage):
        publish_held(page_id=page.pk, person=staff, chosen={}, seen=seen, now=timezone.now())


def test_an_expired_page_goes_by_itself_and_one_that_fails_does_not_keep_the_others(
    page: KnowledgePage, owner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = knowledge_page(title="Benches", author=owner)
    KnowledgePage.objects.filter(pk=other.pk).update(expire_at=timezone.now() - SOON)
    scheduled(page, owner)
    third = knowledge_page(title="Bells", author=owner)
    scheduled(third, owner, "marked bays", "bells")
    time_comes(page)
    time_comes(third)
    whole = Revision.publish

    def failing(self: Revision, **how: Any) -> None:
        if int(self.object_id) == page.pk:
            raise RuntimeError("no")
        whole(self, **how)

    monkeypatch.setattr(Revision, "publish", failing)
    keep_schedules(now=timezone.now())
    assert not KnowledgePage.objects.get(pk=other.pk).live
    assert "bells" in text_of(third) and "green bays" not in text_of(page)


def test_a_page_that_cannot_be_taken_down_does_not_stop_the_schedules(
    page: KnowledgePage, owner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck, other = (knowledge_page(title=title, author=owner) for title in ("Benches", "Bells"))
    KnowledgePage.objects.filter(pk=stuck.pk).update(expire_at=timezone.now() - 2 * SOON)
    KnowledgePage.objects.filter(pk=other.pk).update(expire_at=timezone.now() - SOON)
    scheduled(page, owner)
    time_comes(page)
    whole = Page.unpublish

    def failing(self: Page, **how: Any) -> None:
        if self.pk == stuck.pk:
            raise RuntimeError("no")
        whole(self, **how)

    monkeypatch.setattr(Page, "unpublish", failing)
    keep_schedules(now=timezone.now())
    assert KnowledgePage.objects.get(pk=stuck.pk).live and not KnowledgePage.objects.get(pk=other.pk).live
    assert "green bays" in text_of(page)
