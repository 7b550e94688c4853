"""Reading: one proposal, and the short address."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, override
from django.views.decorators.http import require_safe

from proposals.merging import heir, named
from proposals.models import ProposalPage, ProposalRecord
from proposals.permissions import may_read
from proposals.recent import record_to_act_on
from proposals.showing import proposal_view

from .past import show_past


def show_proposal(request: HttpRequest, page: ProposalPage) -> HttpResponse:
    """One proposal; with ?at=2026-05-01 as it stood on that day. Where it was merged, the one that goes on (but ?read=1).

    Raises Http404 for a page that never became a proposal.
    """
    record = find(request, ProposalRecord.objects.filter(page=page))
    if asked := request.GET.get("at", ""):
        return show_past(request, record, asked)
    if (stays := heir(record)) != record and not request.GET.get("read"):
        return HttpResponseRedirect(f"{stays.page.get_url(request)}?from={record.code}")
    context = proposal_view(record, request.user, now=timezone.now())
    return render(
        request, "proposals/proposal.html", context | {"came_from": came_from_merged(request, record)}
    )


def came_from_merged(request: HttpRequest, record: ProposalRecord) -> ProposalRecord | None:
    """The merged proposal whose address led here (?from=2026-0007)."""
    earlier = named(request.GET.get("from", ""))
    return earlier if earlier is not None and earlier != record and heir(earlier) == record else None


def by_number(request: HttpRequest, number: int) -> ProposalRecord:
    """The proposal with this number, if this person may read it. Raises Http404."""
    return find(request, ProposalRecord.objects.filter(number=number))


def to_act_on(request: HttpRequest, number: int) -> ProposalRecord:
    """The same without its text, in one small query: for acts that thousands may do in a minute."""
    record = record_to_act_on(number)
    if record is None or not may_read(request.user, record):
        raise Http404
    return record


def find(request: HttpRequest, found: Any) -> ProposalRecord:
    record = found.select_related("page", "page__district", "call", "proposer").first()
    if record is None or not may_read(request.user, record):
        raise Http404
    return record


@require_safe
def short_address(request: HttpRequest, number: int) -> HttpResponse:
    """/p/137: to the proposal, in the language of the reader's cookie or browser."""
    record = by_number(request, number)
    language = get_language_from_request(request) or settings.LANGUAGE_CODE
    with override(language):
        address = record.page.get_url(request)
        response = HttpResponseRedirect(f"{address}?read=1" if request.GET.get("read") else address)
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response
