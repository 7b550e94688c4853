"""Noting what the index has to take in. Called where something changes, inside its transaction."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Model
from wagtail.models import Page

from search.index.entries import Hidden, key_of
from search.models import TREE, PendingUpdate
from search.tasks import drain_task


def note_changed(obj: Model) -> None:
    """The object is new or has changed."""
    hidden = isinstance(obj, Page) and (not obj.live or Hidden.now().covers(obj.path))
    _note(key_of(obj), withdrawn=hidden)


def note_gone(obj: Model) -> None:
    """The object was deleted."""
    _note(key_of(obj), withdrawn=True)


def note_tree(page: Page, *, withdrawn: bool) -> None:
    """Who may read this page and everything under it has changed; `withdrawn`: fewer people than before."""
    _note(TREE + page.path, withdrawn=withdrawn)


def _note(key: str, *, withdrawn: bool) -> None:
    """Keep one row for the key and have it drained. A row that is there has its own task on the way."""
    values: dict[str, Any] = {"token": uuid.uuid4(), "withdrawn": withdrawn, "failures": 0}
    with transaction.atomic():
        while not PendingUpdate.objects.filter(key=key).update(**values):
            try:
                with transaction.atomic():
                    PendingUpdate.objects.create(key=key, **values)
            except IntegrityError:
                continue  # somebody else has just noted it
            if settings.SEARCH_INDEXING == "outbox":
                drain_task.enqueue()
            break
