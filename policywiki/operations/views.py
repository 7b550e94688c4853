"""Is it alive; how one likes to read; and, in development, the mails and the style guide."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from .mailbox import read_mailbox

CHOICES = {"theme": ("", "light", "dark"), "text_size": ("", "large")}
YEAR = 365 * 24 * 3600


def health(request: HttpRequest) -> JsonResponse:
    """200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Light or dark, ordinary or large text: kept in a cookie on this device, never on the server."""
    back = request.POST.get("next") or "/"
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    for name, allowed in CHOICES.items():
        value = request.POST.get(name)
        if value in allowed and value is not None:
            response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return response


def outbox(request: HttpRequest) -> HttpResponse:
    return render(request, "operations/outbox.html", {"mails": read_mailbox()})


def styleguide(request: HttpRequest) -> HttpResponse:
    return render(request, "styleguide.html")
