"""Settings of the benchmark: those of the tests, with the outbox and the index that a real site has."""

from policywiki.settings.test import *  # noqa: F403

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
SEARCH_INDEXING = "outbox"
