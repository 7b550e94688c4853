"""What a person has spotted: under "My things", and in "My data"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from policywiki.accounts.paging import page_of
from policywiki.accounts.registry import Exporter, MySection, register

from .models import MistakeReport, MistakeState

LOOKS = {MistakeState.OPEN: "now", MistakeState.USED: "done", MistakeState.REFUSED: "closed"}


def section(user: Any, request: HttpRequest) -> dict[str, Any]:
    found = MistakeReport.objects.by(user).select_related("page", "suggestion", "case__reason")
    page = page_of(request, found)
    for report in page:
        report.look = LOOKS[MistakeState(report.state)]
    return {"page_obj": page}


def rows(user: Any) -> Iterator[dict[str, Any]]:
    """Every mistake they reported, and what became of it."""
    for report in MistakeReport.objects.by(user).select_related("page").order_by("pk"):
        yield {
            "page": report.page.title,
            "section": report.heading,
            "text": report.text,
            "reported_at": report.reported_at.isoformat(timespec="seconds"),
            "state": report.state,
        }


def register_parts() -> None:
    label = _("Spotted mistakes")
    register(MySection("mistakes", label, "suggestions/my_mistakes.html", section, order=15))
    register(Exporter("mistakes", label, rows, order=22))
