"""Is it alive; how one likes to read; and, in development, the mails."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from policywiki.core.vitals import readings

from .mailbox import read_mailbox


def health(request: HttpRequest) -> JsonResponse:
    """200 when the database answers. Whoever balances load asks this."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def vitals(request: HttpRequest) -> JsonResponse:
    """Every sign of health with its value; 503 where one is alarming. Whoever wakes people asks this."""
    found = readings()
    alarming = [reading.vital.name for reading in found if reading.alarming]
    values = {reading.vital.name: round(reading.value, 1) for reading in found}
    return JsonResponse({"alarming": alarming, **values}, status=503 if alarming else 200)


def outbox(request: HttpRequest) -> HttpResponse:
    return render(request, "operations/outbox.html", {"mails": read_mailbox()})
