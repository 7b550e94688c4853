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

from proposals.models import ProposalPage, ProposalRecord
from proposals.permissions import may_read
from proposals.recent import record_to_act_on
from proposals.showing import proposal_view


def show_proposal(request: HttpRequest, page: ProposalPage) -> HttpResponse:
    """One proposal. Raises Http404 for a page that never became a proposal."""
    record = find(request, ProposalRecord.objects.filter(page=page))
    return render(request, "proposals/proposal.html", proposal_view(record, request.user, now=timezone.now()))


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
        response = HttpResponseRedirect(record.page.get_url(request))
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response
