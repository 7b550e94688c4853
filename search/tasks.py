"""The worker's part in search."""

from __future__ import annotations

from django.utils.module_loading import import_string
from django_tasks import task


@task()
def drain_task() -> None:
    """Take everything noted into the index. Safe to run twice, and at once with another."""
    import_string("search.draining.drain")()
