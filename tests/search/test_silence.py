"""The worker is asked for no more than it takes to have everything in the index."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from modelsearch import signal_handlers
from modelsearch.index import get_indexed_models

from search.draining import drain
from search.index.store import Store
from search.models import PendingUpdate


def test_modelsearch_adds_no_task_of_its_own() -> None:
    for model in get_indexed_models():
        assert not post_save.disconnect(signal_handlers.post_save_signal_handler, sender=model)
        assert not post_delete.disconnect(signal_handlers.post_delete_signal_handler, sender=model)


def test_what_a_build_took_in_is_not_taken_in_again(site: Any, engine: Store, settings: Any) -> None:
    settings.SEARCH_INDEXING = "manual"
    site.home.save()
    assert PendingUpdate.objects.exists()
    assert engine.current() is None
    assert drain(engine) == 0
    assert engine.current() is not None
    assert not PendingUpdate.objects.exists()
