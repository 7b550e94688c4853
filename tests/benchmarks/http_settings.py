"""Settings of the benchmark over HTTP: a real site's own, but for what needs a domain (https, hosts, mail)."""

from policywiki.settings.base import *  # noqa: F403

SECRET_KEY = "benchmark-only-" + "0123456789" * 4
ALLOWED_HOSTS = ["127.0.0.1"]
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
LIMITS_FREE = ["127.0.0.1"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STAFF_SECOND_FACTOR = False
