"""Settings for the tests: tasks run at once, plain static files, fast hashing."""

import os

from .base import *  # noqa: F403
from .base import DATA_DIR, WAGTAILSEARCH_BACKENDS

SECRET_KEY = "test"  # noqa: S105
DEBUG = False
ALLOWED_HOSTS = ["*"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STAFF_SECOND_FACTOR = False
ACT_ON_SECONDS = 0.0
MOMENT_SECONDS = 0.0
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
WAGTAILSEARCH_BACKENDS["default"]["PATH"] = DATA_DIR / f"index-test-{WORKER}"
# Tasks run at once here, and no test but those of search should wait for an index.
SEARCH_INDEXING = "manual"
