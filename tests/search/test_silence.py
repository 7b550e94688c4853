"""Saving something asks the worker for one thing, not for modelsearch's own updates as well."""

from __future__ import annotations

from django.db.models.signals import post_delete, post_save
from modelsearch import signal_handlers
from modelsearch.index import get_indexed_models


def test_modelsearch_adds_no_task_of_its_own() -> None:
    for model in get_indexed_models():
        assert not post_save.disconnect(signal_handlers.post_save_signal_handler, sender=model)
        assert not post_delete.disconnect(signal_handlers.post_delete_signal_handler, sender=model)
