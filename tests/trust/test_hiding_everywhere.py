"""Hidden words are gone from what is not a page's text: addresses, redirects, names, mails that wait, feeds, digests."""

from __future__ import annotations

from datetime import date, timedelta
from fnmatch import fnmatchcase
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.db import models
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from taggit.models import Tag
from wagtail.contrib.redirects.models import Redirect
from wagtail.fields import StreamField
from wagtail.models import PageLogEntry, Revision, Site

from policywiki.core.events import deliver
from policywiki.core.redaction import placeholder
from policywiki.editions.models import Edition
from policywiki.moderation.actions.cases import decide
from policywiki.moderation.models import Case, Decision
from policywiki.suggestions.actions.write import begin, send
from policywiki.suggestions.mistakes.actions import report_mistake
from policywiki.suggestions.models import DraftOverlap, MistakeReport
from policywiki.trust.actions.hide import hide_part, show_again
from policywiki.trust.hiding import Scope, item_of, store_named, stores
from policywiki.trust.models import HiddenPart
from policywiki.wiki.models import KnowledgePage
from proposals.actions.take_digest import take_digest
from proposals.actions.vote import cast_vote
from proposals.digests.criteria import Criteria
from proposals.digests.writers import FORMATS
from proposals.models import Ballot
from search.draining import drain
from search.queries import Filters, search
from tests.factories.people import UserFactory
from tests.factories.proposals import NOW, ProposalFactory
from tests.factories.wiki import knowledge_page, section
from tests.suggestions.test_life import publish, suggest
from tests.suggestions.test_staff_saves import citizens_change

pytestmark = pytest.mark.django_db
NUMBER, NOTE = "13800138000", placeholder("en")
NAME, NOTE_ZH = "王小明", placeholder("zh")


def hide(page: Any, words: str = NUMBER) -> HiddenPart:
    item = item_of("page", page.pk)
    assert item is not None
    return hide_part(item=item, words=[words], moderator=UserFactory(moderator=True), now=timezone.now())


def now_is(page: KnowledgePage) -> KnowledgePage:
    return KnowledgePage.objects.get(pk=page.pk)


@pytest.fixture
def named(site: Any) -> KnowledgePage:
    """A page whose title, and so its address, holds a telephone number."""
    return knowledge_page(title=f"Ring Wang {NUMBER} about bicycles")


# --- addresses and names


def test_the_address_goes_with_the_title_and_the_old_one_leads_nowhere(
    client: Client, named: KnowledgePage
) -> None:
    old = named.get_url()
    assert NUMBER in old and client.get(old).status_code == 200
    hide(named)
    page = now_is(named)
    assert page.slug == "ring-wang-personal-data-removed-about-bicycles"
    assert client.get(page.get_url()).status_code == 200
    assert client.get(old).status_code == 404
    assert not Redirect.objects.filter(old_path__contains=NUMBER).exists()


def test_a_chinese_name_in_an_address_goes_as_well(client: Client, site: Any) -> None:
    page = knowledge_page(title=f"找{NAME}办理", language="zh-hans")
    hide(page, NAME)
    assert now_is(page).slug == "找个人信息已隐去办理"
    html = client.get(now_is(page).get_url(), follow=True).content.decode()
    assert NAME not in html and NOTE_ZH in html


def test_earlier_addresses_that_lead_to_the_page_hold_the_words_no_more(
    client: Client, named: KnowledgePage, django_capture_on_commit_callbacks: Any
) -> None:
    old = named.get_url()
    with django_capture_on_commit_callbacks(execute=True):
        page = now_is(named)
        page.slug = "bicycles"
        page.save()
    assert client.get(old).status_code == 301, "Wagtail keeps the old address as a redirect"
    hide(named)
    assert client.get(old).status_code == 404
    assert NUMBER not in str(list(Redirect.objects.values_list("old_path")))
    assert now_is(named).slug == "bicycles"


def test_two_earlier_addresses_that_would_be_the_same_are_both_gone(site: Any) -> None:
    one, other = knowledge_page(title="Bicycles"), knowledge_page(title="Benches")
    for page, number in ((one, NUMBER), (other, "13900139000")):
        Redirect.objects.create(
            old_path=f"/wiki/ring-{number}", site=Site.objects.get(), redirect_page=page.page_ptr
        )
        page.summary = f"Ring {number}"
        page.save()
    part = hide(one)
    hide(other, "13900139000")
    assert not Redirect.objects.exists()
    assert show_again(part=part, moderator=UserFactory(moderator=True), now=timezone.now()) == 0
    assert now_is(one).summary == f"Ring {NUMBER}"


def test_what_staff_and_search_engines_call_it_holds_them_no_more(named: KnowledgePage) -> None:
    page = now_is(named)
    page.seo_title, page.search_description = f"Ring {NUMBER}", f"Wang is on {NUMBER}"
    page.save()
    page.title = f"A draft with {NUMBER}"
    page.save_revision(user=page.owner)  # its title stands in the admin's tree
    hide(named)
    page = now_is(named)
    assert NUMBER not in f"{page.draft_title} {page.seo_title} {page.search_description}"
    assert NUMBER not in str(list(PageLogEntry.objects.filter(page=page.pk).values_list("label", "data")))


def test_a_draft_that_was_waiting_does_not_bring_the_address_back(named: KnowledgePage) -> None:
    draft = now_is(named)
    draft.summary = "Later"
    draft.save_revision(user=draft.owner)
    hide(named)
    assert NUMBER not in str(list(Revision.objects.for_instance(named).values_list("content", "object_str")))
    waiting = now_is(named).get_latest_revision()
    waiting.publish(user=UserFactory(administrator=True), skip_permission_checks=True)
    page = now_is(named)
    assert (page.summary, page.slug) == ("Later", "ring-wang-personal-data-removed-about-bicycles")


def test_shown_again_the_address_is_the_old_one(client: Client, named: KnowledgePage) -> None:
    old, part = named.get_url(), hide(named)
    assert show_again(part=part, moderator=UserFactory(moderator=True), now=timezone.now()) == 0
    assert now_is(named).get_url() == old
    assert client.get(old).status_code == 200


def test_two_pages_whose_addresses_would_be_the_same_are_both_reached(client: Client, site: Any) -> None:
    one, other = knowledge_page(title=f"Ring {NUMBER}"), knowledge_page(title="Ring 13900139000")
    hide(one)
    hide(other, "13900139000")
    addresses = {now_is(page).get_url() for page in (one, other)}
    assert len(addresses) == 2 and "13900139000" not in str(addresses)
    assert {client.get(address).status_code for address in addresses} == {200}


def test_a_numbered_address_stays_with_its_drafts_and_comes_back(site: Any) -> None:
    other = knowledge_page(title="Ring 13900139000 2")
    hide(knowledge_page(title=f"Ring {NUMBER} 2"))
    draft = now_is(other)
    draft.summary = "Later"
    draft.save_revision(user=draft.owner)
    old, part = other.get_url(), hide(other, "13900139000")
    numbered = now_is(other).slug
    assert numbered == "ring-personal-data-removed-2--2"
    now_is(other).get_latest_revision().publish(user=UserFactory(administrator=True))
    page = now_is(other)
    assert (page.summary, page.slug) == ("Later", numbered)
    more = hide(other, "ring")  # the number is no part of what was written
    assert [text.original["slug"] for text in more.texts.filter(store="address")] == ["ring-13900139000-2"]
    moderator = UserFactory(moderator=True)
    for one in (more, part):
        assert show_again(part=one, moderator=moderator, now=timezone.now()) == 0
    assert now_is(other).get_url() == old
    assert {revision.content["slug"] for revision in other.revisions.all()} == {now_is(other).slug}


def test_a_topic_that_nothing_else_has_goes_as_well_and_comes_back(site: Any) -> None:
    page = knowledge_page(tags=[f"Wang {NUMBER}", "bicycles"])
    second = knowledge_page(title="Another", tags=["Wang 13900139000"])
    draft = now_is(page)
    draft.summary = "Later"
    draft.save_revision(user=draft.owner)
    part = hide(page)
    hide(second, "13900139000")
    assert not Tag.objects.filter(Q(name__regex="[0-9]{11}") | Q(slug__regex="[0-9]{11}")).exists()
    now_is(page).get_latest_revision().publish(user=UserFactory(administrator=True))
    assert set(now_is(page).tags.names()) == {f"Wang {NOTE}", "bicycles"}
    assert set(now_is(second).tags.names()) == {f"Wang {NOTE} --2"}
    assert show_again(part=part, moderator=UserFactory(moderator=True), now=timezone.now()) == 0
    assert set(now_is(page).tags.names()) == {f"Wang {NUMBER}", "bicycles"}


def test_a_topic_that_other_pages_have_stays(site: Any) -> None:
    page = knowledge_page(summary="Ask about bicycles", tags=["bicycles"])
    other = knowledge_page(title="Another", tags=["bicycles"])
    hide(page, "bicycles")
    assert list(now_is(other).tags.names()) == ["bicycles"]


def test_a_proposals_address_is_its_number_and_stays(client: Client) -> None:
    record = ProposalFactory(content={"title": f"Ring {NUMBER}", "summary": "Like 2026-0001."})
    before = record.page.slug
    hide(record.page, before)
    hide(record.page)
    record.page.refresh_from_db()
    assert record.page.slug == before
    assert NUMBER not in record.page.title
    assert {revision.content["slug"] for revision in record.page.revisions.all()} == {before}


def test_the_search_forgets_a_title(named: KnowledgePage, tmp_path: Any, settings: Any) -> None:
    backend = {"BACKEND": "search.backends.whoosh", "PATH": tmp_path / "index", "AUTO_UPDATE": False}
    settings.WAGTAILSEARCH_BACKENDS = {"default": backend}
    named.save()
    drain()
    assert search(NUMBER, Filters()).total == 1
    hide(named)
    drain()
    assert search(NUMBER, Filters()).total == 0
    found = search("Wang", Filters())
    assert found.total == 1 and NUMBER not in str(found)


# --- what was about to go out


def test_a_mail_that_still_waits_is_written_without_them(site: Any, settings: Any) -> None:
    """The outbox holds numbers of rows; words come in when a mail is written, and by then they are hidden."""
    page, author = knowledge_page(), UserFactory()
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    suggestion = begin(author=author, kind="change", page=page, language="en", now=timezone.now())
    content = suggestion.base | {"title": f"Bicycles, ask {NUMBER}"}
    send(suggestion=suggestion, author=author, content=content, summary=f"Add {NUMBER}", now=timezone.now())
    case = Case.objects.get(suggestion=suggestion.pk)
    decide(
        case=case,
        decision=Decision.NEEDS_MORE,
        moderator=UserFactory(moderator=True),
        version=case.version,
        note=f"Is {NUMBER} yours?",
        now=timezone.now(),
    )
    waiting = list(DBTaskResult.objects.values_list("args_kwargs", flat=True))
    assert waiting and NUMBER not in str(waiting)
    hide(page)
    mail.outbox.clear()
    for args in waiting:
        deliver.func(*args["args"], **args["kwargs"])
    told = [one for one in mail.outbox if one.to == [author.email]]
    assert len(told) == 2
    assert NUMBER not in "".join(one.subject + one.body for one in told)
    assert NOTE in told[0].body


def test_feeds_are_written_from_what_is_there_now(client: Client, named: KnowledgePage) -> None:
    feeds = [reverse("wiki:changes_feed"), reverse("wiki:page_feed", args=[named.pk])]
    publish(suggest(named, UserFactory(), "marked bays", f"bays of {NUMBER}"), UserFactory(moderator=True))
    assert all(NUMBER in client.get(feed).content.decode() for feed in feeds)
    hide(named)
    texts = [client.get(feed).content.decode() for feed in feeds]
    assert not any(NUMBER in text for text in texts)
    assert all(NOTE in text for text in texts)


def test_a_digest_taken_later_does_not_hold_them() -> None:
    record = ProposalFactory(content={"title": f"Ring {NUMBER}", "summary": f"Ask {NUMBER} for racks."})
    official = UserFactory(official=True)
    criteria = Criteria(language="en", on=date(2026, 11, 26), title="Digest")

    def taken(name: str) -> str:
        paper = take_digest(criteria=criteria, form=FORMATS[name], official=official, now=timezone.now())
        return paper.file.read().decode()

    plain = ("csv", "json", "markdown")  # the others pack the same dataclasses
    assert all(NUMBER in taken(name) for name in plain)
    hide(record.page)
    assert not any(NUMBER in taken(name) for name in plain)
    assert all(NOTE.strip("[]") in taken(name) for name in plain)


# --- what people said around the page


def test_what_was_said_around_the_page_holds_them_no_more(site: Any) -> None:
    page = knowledge_page(sections={f"Ring {NUMBER}": "Only inside the marked bays."})
    report_mistake(
        page=page,
        block_id=page.body.raw_data[0]["id"],
        text=f"{NUMBER} is wrong",
        reporter=UserFactory(),
        now=timezone.now(),
    )
    DraftOverlap.objects.create(page=page.page_ptr, base={"title": f"Ring {NUMBER}"})
    hide(page)
    for rows in (
        MistakeReport.objects.values_list("text", "heading"),
        DraftOverlap.objects.values_list("base"),
        Case.objects.values_list("title", "note"),
    ):
        assert NUMBER not in str(list(rows))


def test_a_version_that_waits_for_a_choice_holds_them_no_more(site: Any) -> None:
    staff = UserFactory(administrator=True)
    page = knowledge_page(body=[section("Where to park", "Only inside the marked bays.")], author=staff)
    draft = now_is(page)
    draft.body.raw_data[0]["value"]["text"] = f"<p>Only inside the bays of {NUMBER}.</p>"
    draft.go_live_at = timezone.now() + timedelta(days=1)
    draft.save_revision(user=staff).publish(user=staff)
    citizens_change(page, "marked bays", "blue bays")
    hide(page)
    rows = [*Revision.objects.values_list("content"), *DraftOverlap.objects.values_list("base")]
    assert NUMBER not in str(rows) and NOTE in str(rows)


def test_of_many_votes_only_those_with_a_reason_are_read(django_assert_num_queries: Any) -> None:
    record = ProposalFactory(vote=True)
    edition = Edition.objects.current(record.page)
    for reason in ("", f"He lives at {NUMBER}.", ""):
        cast_vote(record=record, voter=UserFactory(), choice="for", reason=reason, edition=edition, now=NOW)
    store, scope = store_named("ballot"), Scope(page_id=record.page_id)
    with django_assert_num_queries(1):
        assert [store.read(row) for row in store.of(scope)] == [{"reason": f"He lives at {NUMBER}."}]
    hide(record.page)
    assert not Ballot.objects.filter(reason__contains=NUMBER).exists()
    assert Ballot.objects.filter(reason__contains=NOTE).count() == 1


# --- the moderators' screen


@pytest.mark.parametrize(
    ("language", "said"), [("en", "What cannot be called back"), ("zh-hans", "收不回的内容")]
)
def test_the_screen_says_what_cannot_be_called_back(
    client: Client, named: KnowledgePage, language: str, said: str
) -> None:
    moderator = UserFactory(moderator=True, language=language)
    client.force_login(moderator)
    client.cookies["django_language"] = language
    html = client.get(reverse("trust_desk:hide", args=["page", named.pk])).content.decode()
    assert said in html


# --- nothing is forgotten

NO_WORDS_OF_A_PAGE: dict[str, tuple[str, ...]] = {
    "a person's own data, erased and taken along with the account": ("accounts.*",),
    "what officials write for everybody": (
        "home.*", "places.*", "moderation.Reason.*", "proposals.Call*.*", "trust.CityInstruction.*", "trust.TrustRule.*",
        "trust.HoldingRule.*", "wiki.KnowledgeIndexPage.intro", "proposals.*.department", "wiki.City*.*",
    ),
    "the vault itself, and what moderators write for each other": (
        "trust.Hidden*.*", "trust.Alarm.*", "trust.Block.note", "moderation.SecondOpinion.*", "moderation.Bulk*.*",
        "moderation.SavedFilter.*", "discussion.Flag.why", "proposals.Objection.text",
    ),
    "hidden with the page and its versions (stores of the page and of revisions)": (
        "wiki.KnowledgePage.*", "proposals.ProposalPage.*",
    ),
    "worked out anew from the page when words are hidden": ("wiki.PageLink.*", "wiki.Authorship.first"),
    "official texts and other platforms' pseudonyms that were imported": (
        "wiki.ImportedText.*", "proposals.Imported*.*", "discussion.ImportedComment.*", "proposals.ProposalRecord.*",
    ),
    "codes, numbers and hashes": (
        "*.kind", "*.language", "*.hash", "*.previous", "*.voter", "*.digest", "*.anchor", "*.anchor_now", "*.block",
        "*.block_id", "*.paper", "*.voting_key", "*.verb", "*.came_from", "*.reader", "*.key", "*.name", "*.passage",
        "*.subject", "*.touched", "*.head_starts", "*.provenance", "*.result", "search.*", "notifications.*",
        "trust.FigureSheet.*", "trust.Sending.*", "trust.Hold.reasons", "proposals.DigestTaken.*",
    ),
}  # fmt: skip


def text_columns() -> set[str]:
    """Every column of our own tables that can hold words."""
    ours = ("policywiki.", "proposals", "search")
    found = set()
    for model in apps.get_models():
        if not apps.get_app_config(model._meta.app_label).name.startswith(ours):
            continue
        for field in model._meta.local_fields:
            words = isinstance(field, (models.CharField, models.TextField, models.JSONField, StreamField))
            if words and not field.choices:
                found.add(f"{model._meta.label}.{field.name}")
    return found


def test_every_column_that_can_hold_words_is_hidden_in_or_named_here() -> None:
    """A new table with people's text must register a store (docs/adr/0065)."""
    covered = {column for store in stores() for column in store.columns}
    left_out = [pattern for patterns in NO_WORDS_OF_A_PAGE.values() for pattern in patterns]
    forgotten = [
        column
        for column in sorted(text_columns() - covered)
        if not any(fnmatchcase(column, pattern) for pattern in left_out)
    ]
    assert forgotten == []
