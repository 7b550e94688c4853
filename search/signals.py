"""Where Wagtail and our own events say that something changed, and it is noted for the index."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from modelsearch import signal_handlers
from modelsearch.backends import get_search_backends_with_name
from modelsearch.index import get_indexed_models
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from policywiki.core.events import AnswerPublished, ProposalPublished, StageChanged, listen
from proposals.models import ProposalRecord
from search import updates
from search.index.entries import Hidden

NOT_INDEXED: Final = frozenset(
    {
        "draft_title",
        "expired",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "locked",
        "locked_at",
        "locked_by",
    }
)
"""Saving only these (a draft, a lock) changes nothing that the index holds."""


def connect() -> None:
    """Listen to every indexed model. Called once, when all models are loaded."""
    for model in get_indexed_models():
        post_save.connect(_saved, sender=model, dispatch_uid=f"search-saved-{model._meta.label_lower}")
        post_delete.connect(_deleted, sender=model, dispatch_uid=f"search-deleted-{model._meta.label_lower}")
    page_published.connect(_published, dispatch_uid="search-published")
    page_unpublished.connect(_unpublished, dispatch_uid="search-unpublished")
    post_page_move.connect(_moved, dispatch_uid="search-moved")
    post_save.connect(_restricted, sender=PageViewRestriction, dispatch_uid="search-restricted")
    post_delete.connect(_opened, sender=PageViewRestriction, dispatch_uid="search-opened")
    if not any(True for _backend in get_search_backends_with_name(with_auto_update=True)):
        _silence_modelsearch()


def _silence_modelsearch() -> None:
    """No engine wants its own updates: spare the worker one task without work for every save."""
    for model in get_indexed_models():
        post_save.disconnect(signal_handlers.post_save_signal_handler, sender=model)
        post_delete.disconnect(signal_handlers.post_delete_signal_handler, sender=model)


def _saved(
    instance: Model, *, raw: bool = False, update_fields: Collection[str] | None = None, **kwargs: Any
) -> None:
    if not raw and not (update_fields and NOT_INDEXED.issuperset(update_fields)):
        updates.note_changed(instance)


def _deleted(instance: Model, **kwargs: Any) -> None:
    updates.note_gone(instance)


def _published(instance: Page, **kwargs: Any) -> None:
    updates.note_changed(instance)
    if instance.numchild:
        updates.note_tree(instance, withdrawn=False)


def _unpublished(instance: Page, **kwargs: Any) -> None:
    updates.note_gone(instance)
    if instance.numchild:
        updates.note_tree(instance, withdrawn=True)


def _moved(instance: Page, url_path_before: str, url_path_after: str, **kwargs: Any) -> None:
    page = Page.objects.get(pk=instance.pk)
    updates.note_tree(page, withdrawn=Hidden.now().covers(page.path))


def _restricted(instance: PageViewRestriction, *, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        updates.note_tree(instance.page, withdrawn=True)


def _opened(instance: PageViewRestriction, **kwargs: Any) -> None:
    updates.note_tree(instance.page, withdrawn=False)


@listen(StageChanged, ProposalPublished, AnswerPublished)
def reindex_proposal(event: StageChanged | ProposalPublished | AnswerPublished) -> None:
    """A proposal's stage lies beside its page; the index holds both."""
    record = ProposalRecord.objects.select_related("page").filter(pk=event.record_id).first()
    if record is not None:
        updates.note_changed(record.page)
