"""The worker's part in search."""

from __future__ import annotations

from django_tasks import task

from search.draining import catch_up


@task()
def drain_task() -> None:
    """Take everything noted into the index; what a busy writer keeps waiting is left to the next beat."""
    catch_up()
