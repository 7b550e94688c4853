"""Settings shared by every way of running PolicyWiki. Everything secret or local comes from the environment."""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF

from .people import *  # noqa: F403
from .people import LANGUAGES

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
# Everything written at run time lies under one folder.
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var")))
DATA_DIR.mkdir(parents=True, exist_ok=True)

SECRET_KEY = env.str("SECRET_KEY", default="")
DEBUG = False
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "policywiki.home",
    "policywiki.demo",
    "policywiki.operations",
    "policywiki.notifications",
    "proposals",
    "policywiki.wiki",
    "policywiki.suggestions",
    "policywiki.discussion",
    "policywiki.editions",
    "policywiki.trust",
    "policywiki.moderation",
    "policywiki.accounts",
    "policywiki.places",
    "policywiki.core",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "policywiki.accounts.admin_app.PeopleAdminConfig",  # wagtail.users with our forms
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    # Not "modelsearch" as well: with both installed every index task fails silently.
    "wagtail.search",
    "search",  # after it: takes back what it connects to every save (search.signals)
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "policywiki.core.middleware.ContentPolicyMiddleware",
    "policywiki.core.middleware.DeviceMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "policywiki.core.middleware.LanguageMiddleware",
    "policywiki.accounts.middleware.LanguageMemoryMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "policywiki.core.moment.MomentMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "policywiki.core.middleware.RefusalMiddleware",
    "policywiki.accounts.middleware.LimitMiddleware",
    "policywiki.accounts.middleware.SecondFactorMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "policywiki.urls"
WSGI_APPLICATION = "policywiki.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "policywiki.core.context.site",
            ],
        },
    },
]

SQLITE_OPTIONS = {
    # IMMEDIATE takes the write lock at BEGIN, so two writers wait for each other instead of failing.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}

DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'policywiki.sqlite3'}"),
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = dict(SQLITE_OPTIONS)
else:
    # A connection for each thread of a web process, kept; asked whether it lives when a request begins.
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Limits and cached fragments are shared by all processes, so never a per-process cache.
if redis_url := env.str("REDIS_URL", default=""):
    CACHES: dict[str, dict[str, Any]] = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis_url}
    }
    DATABASE_ROUTERS: list[str] = []
else:
    DATABASES["cache"] = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "cache.sqlite3",
        "OPTIONS": dict(SQLITE_OPTIONS),
    }
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "django_cache",
            # Django's 300 would throw counters of core.limits away as soon as a few people are here.
            "OPTIONS": {"MAX_ENTRIES": 50_000},
        }
    }
    DATABASE_ROUTERS = ["policywiki.core.routers.CacheRouter"]

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = False
LOCALE_PATHS = [BASE_DIR / "locale" / "site", BASE_DIR / "locale"]
TIME_ZONE = env.str("TIME_ZONE", default="Asia/Shanghai")
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(DATA_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if bucket := env.str("S3_BUCKET", default=""):
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {"bucket_name": bucket, "endpoint_url": env.str("S3_ENDPOINT", default=None)},
    }

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="PolicyWiki <no-reply@localhost>")
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "policywiki.core.errors.csrf_failure"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
X_FRAME_OPTIONS = "SAMEORIGIN"  # the admin's preview panel frames our own pages
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
# All files of one request together, in bytes: five photos of 10 MB fit.
UPLOAD_CEILING = 64 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "policywiki.core.uploads.Ceiling",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "frame-ancestors": [SELF],
        "form-action": [SELF],
    }
}

# The site: names of the city whose pages come first, addresses, wiki rules.
SITE_NAME = env.str("SITE_NAME", default="")
SITE_CITY_NAMES: list[str] = env.list("SITE_CITY_NAMES", default=["北京市", "北京"])
SITE_BASE_URL = env.str("SITE_BASE_URL", default="http://localhost:8000")
# So long the author of a suggestion that overlaps with a published change has to choose before moderators may.
SETTLE_AFTER_DAYS = env.int("SETTLE_AFTER_DAYS", default=3)
# Most proposals in a digest to be read (PDF, DOCX); tables have no limit. 200 take seconds and some 250 MB.
DIGEST_DOCUMENT_LIMIT = env.int("DIGEST_DOCUMENT_LIMIT", default=200)
# The public record of votes takes acts in when their period (seconds, from midnight) is over and so many wait.
LEDGER_PERIOD = env.int("LEDGER_PERIOD", default=24 * 3600)
LEDGER_LEAST = env.int("LEDGER_LEAST", default=5)
# For how long a web process keeps what voting asks of a proposal (proposals.recent); 0: asks every time.
ACT_ON_SECONDS = env.float("ACT_ON_SECONDS", default=1.0)
# For how long it keeps a page as every guest sees it (core.moment); 0: makes each anew.
MOMENT_SECONDS = env.float("MOMENT_SECONDS", default=2.0)
# Signs on votes that put them on a list for a person: so many from one address in so many seconds; a form
# sent faster than this; addresses of these services beside our own list. What is noted for it is kept so long.
VOTE_BURST = env.int("VOTE_BURST", default=20)
VOTE_BURST_SECONDS = env.int("VOTE_BURST_SECONDS", default=600)
VOTE_LEAST_SECONDS = env.float("VOTE_LEAST_SECONDS", default=2.0)
THROWAWAY_DOMAINS: list[str] = env.list("THROWAWAY_DOMAINS", default=[])
TRACE_DAYS = env.int("TRACE_DAYS", default=7)
# Seconds that a vote may wait to be counted before administrators are told.
COUNTING_ALARM = env.int("COUNTING_ALARM", default=60)

WAGTAIL_SITE_NAME = "PolicyWiki"
WAGTAILADMIN_BASE_URL = SITE_BASE_URL
WAGTAILADMIN_LOGIN_URL = "/admin/login/"  # accounts.admin_urls: leads to our own sign-in
# Passwords and addresses are changed on the public pages, where the second factor is asked.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAILIMAGES_IMAGE_MODEL = "wiki.CityImage"
WAGTAILDOCS_DOCUMENT_MODEL = "wiki.CityDocument"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAIL_ALLOW_UNICODE_SLUGS = True
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# A citizen's change must not cancel the staff's own review of the page.
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = False
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE, "UTC"]
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILSEARCH_BACKENDS = {
    "default": {
        "BACKEND": env.str("SEARCH_BACKEND", default="search.backends.whoosh"),
        "PATH": DATA_DIR / "index",
        "AUTO_UPDATE": False,
    }
}
# "outbox": the worker indexes what changed; "manual": only `wagtail_update_index` and search.draining.drain() do.
SEARCH_INDEXING = "outbox"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"policywiki": {"level": "INFO"}},
}

# Seconds before a failed delivery is tried again; doubles with each attempt.
OUTBOX_RETRY_SECONDS = 5
# Where development keeps the mails it shows at /outbox/.
MAILBOX_DIR = DATA_DIR / "outbox"

# How long moderators can still see and show again what was hidden from a text; then it is deleted for good.
HIDDEN_WORDS_DAYS = env.int("HIDDEN_WORDS_DAYS", default=180)
