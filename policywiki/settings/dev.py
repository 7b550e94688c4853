"""Settings for `make run`: one machine, demo accounts, mails shown in the terminal and at /outbox/."""

from .base import *  # noqa: F403
from .base import LIMITS, env

SECRET_KEY = "development-only-never-in-production"  # noqa: S105
DEBUG = True
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
EMAIL_BACKEND = "policywiki.operations.mailbox.TerminalAndFolderBackend"
DEMO_ACCOUNTS = True
# The demo accounts have passwords printed in the terminal and no second factor.
STAFF_SECOND_FACTOR = False
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# The port of `make run`, so that the addresses in mails lead back here.
SITE_BASE_URL = f"http://localhost:{env.int('PORT', default=8000)}"
WAGTAILADMIN_BASE_URL = SITE_BASE_URL
# So that one sees one's own vote enter the public record while trying things.
LEDGER_PERIOD, LEDGER_LEAST = 60, 1
SITE_CITY_NAMES = ["青石市", "Qingshi", "北京市"]
# Stories in a browser sign the same few people in again and again.
if env.str("LIMITS", default="") == "off":
    LIMITS = {act: {} for act in LIMITS}
