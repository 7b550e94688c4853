"""?at=2026-06-01: the whole proposal as it stood at the end of that day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.models import ProposalRecord
from proposals.past import as_it_stood
from proposals.showing import past_view


def show_past(request: HttpRequest, record: ProposalRecord, asked: str) -> HttpResponse:
    """The past page; a sentence for what is no day or has not come; 404 before it was public."""
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        return _unclear(
            request, record, _("“%(asked)s” is not a day. Write it as 2026-05-01.") % {"asked": asked}
        )
    if day > timezone.localdate():
        return _unclear(request, record, _("That day has not come yet."))
    past = as_it_stood(record, day)
    if past is None:
        raise Http404(_("This proposal did not exist on that day."))
    return render(request, "proposals/past.html", past_view(record, past))


def _unclear(request: HttpRequest, record: ProposalRecord, problem: str) -> HttpResponse:
    context: dict[str, Any] = {"record": record, "page": record.page, "problem": problem}
    return render(request, "proposals/past_unclear.html", context, status=400)
