"""Taking noted changes into the index, in batches: one writer, one commit a batch.

The order is what makes a kill harmless: read the rows, read their objects, commit the index, delete the
rows. Killed before the commit, the index is as before; killed after it, the batch is indexed once more.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_
from typing import Any, Final

from django.apps import apps
from django.db.models import F, Q
from modelsearch.backends import get_search_backend
from modelsearch.index import get_indexed_instance
from wagtail.models import Page

from policywiki.core.schedule import every
from search.index.entries import Hidden, entry_of, key_of
from search.index.store import Store, WriterBusy
from search.index.writer import Batch, batch
from search.models import TREE, PendingUpdate
from search.rebuilding import build

logger = logging.getLogger(__name__)

BATCH: Final = 200
MAX_FAILURES: Final = 5
"""An object that could not be indexed so many times is left aside until it changes again."""

CATCH_UP_SECONDS: Final = 30


def drain(store: Store | None = None) -> int:
    """Index everything noted; the number of objects indexed or removed. Raises WriterBusy.

    Where there is no index yet, or one of an older shape, all of it is built first.
    """
    store = store or default_store()
    total = 0
    if store is not None and store.current() is None:
        before = list(_waiting())
        build(store)
        _done(before)  # the build has taken these in; what was noted during it stays
    while store is not None and _waiting().exists():
        with batch(store) as work:
            rows = _unfold(list(_waiting()[:BATCH]))
            _take(work, rows)
        _done(rows)
        total += len(rows)
    return total


def default_store() -> Store | None:
    """The store of the configured engine, or None where the site uses another engine than ours."""
    return getattr(get_search_backend(), "store", None)


@every(CATCH_UP_SECONDS)
def catch_up() -> None:
    """Index what a failed or missed task left behind."""
    try:
        drain()
    except WriterBusy:
        logger.info("the index is being written elsewhere; noted changes wait")


def _waiting() -> Any:
    return PendingUpdate.objects.filter(failures__lt=MAX_FAILURES).order_by("pk")


def _unfold(rows: list[PendingUpdate]) -> list[PendingUpdate]:
    """Turn each noted tree into rows for its pages, and leave those to a later batch."""
    trees = [row for row in rows if row.key.startswith(TREE)]
    for tree in trees:
        pages = Page.objects.filter(path__startswith=tree.key.removeprefix(TREE))
        keys = [f"{Page._meta.label_lower}:{pk}" for pk in pages.values_list("pk", flat=True)]
        for start in range(0, len(keys), 500):
            some = keys[start : start + 500]
            if tree.withdrawn:
                PendingUpdate.objects.filter(key__in=some).update(withdrawn=True)
            PendingUpdate.objects.bulk_create(
                [PendingUpdate(key=key, withdrawn=tree.withdrawn) for key in some], ignore_conflicts=True
            )
    _done(trees)
    return [row for row in rows if row not in trees]


def _take(work: Batch, rows: Iterable[PendingUpdate]) -> None:
    hidden = Hidden.now()
    keys = {row.key for row in rows}
    for obj in _load(keys):
        key = key_of(obj)
        try:
            entry = entry_of(obj, hidden)
        except Exception:
            logger.exception("%s could not be indexed", key)
            PendingUpdate.objects.filter(key=key).update(failures=F("failures") + 1)
        else:
            work.put(entry)
        keys.discard(key)
    for key in sorted(keys):
        work.delete(key)


def _load(keys: Iterable[str]) -> Iterator[Any]:
    """Those of the objects that exist and are to be indexed, in their own classes."""
    by_model: dict[str, list[str]] = {}
    for key in sorted(keys):
        label, pk = key.split(":", 1)
        by_model.setdefault(label, []).append(pk)
    for label, pks in by_model.items():
        model = apps.get_model(label)
        objects = model._default_manager.filter(pk__in=pks)
        if issubclass(model, Page):
            yield from objects.specific()
            continue
        for obj in objects:
            indexed = get_indexed_instance(obj)
            if indexed is not None:
                yield indexed


def _done(rows: Iterable[PendingUpdate]) -> None:
    """Delete the rows, but not those noted again meanwhile."""
    same = [Q(pk=row.pk, token=row.token, failures=row.failures) for row in rows]
    for start in range(0, len(same), 100):
        PendingUpdate.objects.filter(reduce(or_, same[start : start + 100])).delete()
