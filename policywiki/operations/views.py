"""Is it alive; how one likes to read; and, in development, the mails."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from .mailbox import read_mailbox


def health(request: HttpRequest) -> JsonResponse:
    """200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def outbox(request: HttpRequest) -> HttpResponse:
    return render(request, "operations/outbox.html", {"mails": read_mailbox()})
