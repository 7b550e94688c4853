"""What a vote is measured against: a bare Django view that inserts one row behind the same session check.

gunicorn -c python:policywiki.operations.server tests.benchmarks.bare:application, under bare_settings.
"""

from __future__ import annotations

import os

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.bare_settings")
django.setup()
# Only now: allauth insists on its own middleware while apps are loaded.
settings.MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
application = WSGIHandler()

from proposals.models import LedgerRow  # noqa: E402 - after setup


def insert(request: HttpRequest, record: int, edition: int) -> HttpResponse:
    """One row of the ledger, as the bare minimum that a vote must write."""
    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    LedgerRow.objects.create(
        proposal_id=record,
        voter=f"{request.user.pk:032d}",
        act="vote_cast",
        choice=request.POST.get("choice", ""),
        edition_id=edition,
        at=timezone.now(),
    )
    return HttpResponse(status=302, headers={"Location": "/"})


urlpatterns = [path("insert/<int:record>/<int:edition>/", insert)]
