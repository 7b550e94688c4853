"""The public page of figures, and the same as CSV and JSON. Counted by the worker; a reader costs two queries."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from policywiki.moderation.models import Decision
from policywiki.moderation.registry import kinds

from .figures import reason_labels
from .models import LAST_DAYS, FigureSheet
from .sayings import wait_text


@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """The last 90 days, or ?period=2026-11."""
    sheets = {sheet.period: sheet for sheet in FigureSheet.objects.all()}
    asked = request.GET.get("period", "") or LAST_DAYS
    if asked not in sheets and asked != LAST_DAYS:
        raise Http404
    sheet = sheets.get(asked)
    context: dict[str, Any] = {
        "sheet": sheet,
        "last": LAST_DAYS,
        "periods": [period for period in sheets if period != LAST_DAYS],
    }
    if sheet is not None:
        context |= _shown(sheet.data)
    return render(request, "trust/figures.html", context)


@require_GET
def figures_json(request: HttpRequest) -> JsonResponse:
    """Every period, as counted."""
    data = [
        {
            "period": sheet.period,
            "since": sheet.since.isoformat(),
            "until": sheet.until.isoformat(),
            "counted_at": sheet.counted_at.isoformat(),
            "figures": sheet.data,
        }
        for sheet in FigureSheet.objects.all()
    ]
    return JsonResponse({"periods": data}, json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_GET
def figures_csv(request: HttpRequest) -> HttpResponse:
    """One figure a line: period, kind, reason, measure, value."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["period", "kind", "reason", "measure", "value"])
    for sheet in FigureSheet.objects.all():
        writer.writerows([sheet.period, *line] for line in _lines(sheet.data))
    # The mark lets spreadsheets see that it is UTF-8.
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="figures.csv"'
    return response


def _lines(data: dict[str, Any]) -> Iterator[list[Any]]:
    for kind, numbers in [("all", data["all"]), *data["kinds"].items()]:
        for measure, value in numbers.items():
            yield [kind, "", measure, "" if value is None else value]
    for row in data["reasons"]:
        yield [row["kind"], row["reason"], "not_published", row["number"]]
    for group in ("second_looks", "at_once"):
        for measure, value in data[group].items():
            yield ["", "", f"{group}_{measure}", value]
    for measure in ("reversed", "held", "hidden_parts", "pauses", "waiting_at_the_end"):
        yield ["", "", measure, data[measure]]


def _shown(data: dict[str, Any]) -> dict[str, Any]:
    """Rows with labels and times in words."""
    names = {kind.name: kind.label for kind in kinds()}
    labels = reason_labels()
    rows = [
        {
            "label": names.get(kind, kind),
            "numbers": numbers,
            "median": wait_text(numbers["median_seconds"]),
            "p90": wait_text(numbers["p90_seconds"]),
        }
        for kind, numbers in data["kinds"].items()
    ]
    reasons = [
        {
            "kind": names.get(row["kind"], row["kind"]),
            "label": labels.get(row["reason"], row["reason"] or "—"),
            "number": row["number"],
        }
        for row in data["reasons"]
    ]
    everything = data["all"]
    return {
        "data": data,
        "rows": rows,
        "reasons": reasons,
        "median": wait_text(everything["median_seconds"]),
        "p90": wait_text(everything["p90_seconds"]),
        "published": everything[Decision.PUBLISH],
        "refused": everything[Decision.NOT_PUBLISHED],
    }
