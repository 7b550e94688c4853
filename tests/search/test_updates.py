"""What changes reaches the index through noted rows; what is withdrawn is out of sight at once."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import transaction
from wagtail.models import Page, PageViewRestriction

from policywiki.core.events import StageChanged, publish
from policywiki.editions.models import Edition
from policywiki.wiki.models import KnowledgeIndexPage, KnowledgePage
from search import draining, updates
from search.draining import MAX_FAILURES, catch_up, drain
from search.index.store import Store, WriterBusy
from search.models import PendingUpdate
from search.queries import PAGE_SIZE, Filters, search
from tests.factories.proposals import ProposalFactory
from tests.factories.wiki import knowledge_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def wiki(site: Any, engine: Store, settings: Any) -> KnowledgePage:
    """One page about bins, indexed; from now on changes wait until drained."""
    settings.SEARCH_INDEXING = "manual"
    page = knowledge_page(title="Bins", sections={"Glass": "Green bottles."})
    drain()
    assert total("bottles") == 1
    return page


def total(query: str) -> int:
    results = search(query, Filters())
    assert sum(count for _value, count in results.facets["kind"]) == results.total == len(results.hits)
    return results.total


def keys() -> set[str]:
    return set(PendingUpdate.objects.values_list("key", flat=True))


def test_a_change_is_noted_once_and_taken_in(wiki: KnowledgePage) -> None:
    wiki.title = "Boxes"
    wiki.save()
    first = PendingUpdate.objects.get()
    wiki.save()
    assert PendingUpdate.objects.get().token != first.token
    assert total("boxes") == 0
    assert drain() == 1
    assert total("boxes") == 1
    assert not keys()


def test_a_rollback_takes_its_note_back(wiki: KnowledgePage) -> None:
    with transaction.atomic():
        wiki.save()
        assert keys()
        transaction.set_rollback(True)
    assert not keys()


def test_saving_a_draft_changes_nothing_public(wiki: KnowledgePage) -> None:
    wiki.title = "Secret"
    wiki.save_revision()
    assert not keys()
    assert total("secret") == 0


def test_a_change_made_while_its_object_is_being_indexed_is_not_lost(
    wiki: KnowledgePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    wiki.save()
    take = draining._take

    def take_and_be_overtaken(*args: Any) -> None:
        take(*args)
        if not Page.objects.filter(title="Boxes").exists():
            KnowledgePage.objects.filter(pk=wiki.pk).update(title="Boxes")
            updates.note_changed(KnowledgePage.objects.get(pk=wiki.pk))

    monkeypatch.setattr(draining, "_take", take_and_be_overtaken)
    drain()
    assert total("boxes") == 1
    assert not keys()


def test_one_object_that_fails_keeps_nothing_else_waiting(
    wiki: KnowledgePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = knowledge_page(title="Benches")
    wiki.save()
    entry_of = draining.entry_of

    def failing(obj: Any, hidden: Any) -> Any:
        if obj.pk == wiki.pk:
            raise ValueError
        return entry_of(obj, hidden)

    monkeypatch.setattr(draining, "entry_of", failing)
    drain()
    assert total("benches") == 1
    left = PendingUpdate.objects.get()
    assert (left.key, left.failures) == (f"wagtailcore.page:{wiki.pk}", MAX_FAILURES)
    monkeypatch.undo()
    assert drain() == 0, "left aside until it changes again"
    wiki.save()
    assert drain() == 1
    assert other.pk != wiki.pk


@pytest.mark.parametrize(
    "verb", ["unpublish", "delete", "restrict", "restrict the index", "unpublish the index", "move"]
)
def test_what_is_withdrawn_is_out_of_hits_and_counts_at_once_and_after(
    wiki: KnowledgePage, verb: str
) -> None:
    index = KnowledgeIndexPage.objects.get()
    if verb == "unpublish":
        wiki.unpublish()
    elif verb == "delete":
        Edition.objects.filter(page=wiki).delete()  # pages with a history are not deleted
        KnowledgePage.objects.get(pk=wiki.pk).delete()
    elif verb == "restrict":
        PageViewRestriction.objects.create(page=wiki, restriction_type="login")
    elif verb == "restrict the index":
        PageViewRestriction.objects.create(page=index, restriction_type="login")
    elif verb == "unpublish the index":
        KnowledgeIndexPage.objects.get().unpublish()
    else:
        private = index.get_parent().add_child(instance=Page(title="Private", slug="private"))
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        drain()
        KnowledgePage.objects.get(pk=wiki.pk).move(Page.objects.get(pk=private.pk), pos="last-child")
    assert total("bottles") == 0
    drain()
    assert not keys()
    assert total("bottles") == 0


def test_what_is_withdrawn_leaves_the_count_even_where_it_would_be_on_another_page(
    site: Any, engine: Store, settings: Any
) -> None:
    settings.SEARCH_INDEXING = "manual"
    pages = [knowledge_page(title=f"Bench {number}") for number in range(PAGE_SIZE + 2)]
    drain()
    last = search("bench", Filters(), page=2).hits[-1].page.pk
    assert search("bench", Filters()).total == len(pages)
    KnowledgePage.objects.get(pk=last).unpublish()
    results = search("bench", Filters())
    assert results.total == len(pages) - 1
    assert results.facets["kind"] == [("page", len(pages) - 1)]


def test_a_private_page_saved_again_stays_out_of_sight(wiki: KnowledgePage) -> None:
    PageViewRestriction.objects.create(page=KnowledgeIndexPage.objects.get(), restriction_type="login")
    KnowledgePage.objects.get(pk=wiki.pk).save()
    assert total("bottles") == 0


def test_what_is_opened_or_published_again_is_found_again(wiki: KnowledgePage) -> None:
    restriction = PageViewRestriction.objects.create(
        page=KnowledgeIndexPage.objects.get(), restriction_type="login"
    )
    drain()
    restriction.delete()
    drain()
    assert total("bottles") == 1
    wiki.unpublish()
    drain()
    KnowledgePage.objects.get(pk=wiki.pk).save_revision().publish()
    drain()
    assert total("bottles") == 1


def test_the_database_has_the_last_word_where_the_index_knows_nothing_yet(wiki: KnowledgePage) -> None:
    KnowledgePage.objects.filter(pk=wiki.pk).update(live=False)
    assert not keys()
    assert total("bottles") == 0


def test_a_new_stage_reaches_the_index_by_its_event(site: Any, engine: Store) -> None:
    record = ProposalFactory().record if hasattr(ProposalFactory(), "record") else ProposalFactory()
    type(record).objects.filter(pk=record.pk).update(stage="city")
    publish(StageChanged(record_id=record.pk, from_stage="support", to_stage="city"))
    word = record.page.title.split()[0]
    assert search(word, Filters(stage="city")).total >= 1


def test_a_worker_without_an_index_builds_all_of_it(site: Any, engine: Store, settings: Any) -> None:
    settings.SEARCH_INDEXING = "manual"
    knowledge_page(title="Bench")
    PendingUpdate.objects.all().delete()
    catch_up()
    assert total("bench") == 1


def test_catching_up_waits_for_a_busy_writer(wiki: KnowledgePage, monkeypatch: pytest.MonkeyPatch) -> None:
    wiki.save()

    def busy(*args: Any) -> int:
        raise WriterBusy

    monkeypatch.setattr(draining, "drain", busy)
    catch_up()
    assert keys()
    monkeypatch.undo()
    catch_up()
    assert not keys()


def test_two_notes_of_one_object_at_once_are_one_row(wiki: KnowledgePage) -> None:
    PendingUpdate.objects.create(key="wagtailcore.page:0", token=uuid.uuid4())
    updates._note("wagtailcore.page:0", withdrawn=False)
    assert PendingUpdate.objects.filter(key="wagtailcore.page:0").count() == 1
