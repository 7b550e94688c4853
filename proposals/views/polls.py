"""Common votes: opening one, the paper, its public record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from policywiki.core import limits
from policywiki.core.verdicts import WrongStage, require
from proposals.models import CallPage, Poll, ProposalRecord
from proposals.polls.actions import MOST, hand_in, open_poll, options_of, public_paper
from proposals.polls.forms import OpenPollForm
from proposals.polls.permissions import can_open_poll
from proposals.polls.showing import poll_view
from proposals.polls.verify_poll import VERSION
from proposals.stages import AWAITING_ANSWER

from .acting import to_sign_in

SCRIPT = "verify_poll.py"


@require_http_methods(["GET", "HEAD", "POST"])
def poll(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper, and after the close what came of it."""
    found = _find(request, pk)
    error = ""
    if request.method == "POST":
        if not request.user.is_authenticated:
            return to_sign_in(found.get_absolute_url())
        limits.spend(request, "vote")
        try:
            hand_in(poll=found, voter=request.user, given=request.POST.dict(), now=timezone.now())
        except WrongStage as refused:
            error = str(refused.message)
        else:
            return redirect(f"{found.get_absolute_url()}#paper")
    context = poll_view(found, request.user, now=timezone.now()) | {"error": error}
    return render(request, "proposals/poll.html", context, status=422 if error else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_poll(request: HttpRequest, pk: int) -> HttpResponse:
    """An official puts proposals of a call to a common vote."""
    now = timezone.now()
    call = get_object_or_404(CallPage.objects.visible(request.user), pk=pk)
    require(can_open_poll(request.user, call, now=now))
    ready = ProposalRecord.objects.visible(request.user).filter(call=call, stage__in=AWAITING_ANSWER)
    records = list(ready.select_related("page").order_by("-support_count", "number")[:MOST])
    form = OpenPollForm(request.POST or None, call=call, records=records)
    if request.method == "POST" and form.is_valid():
        try:
            opened = open_poll(
                call=call,
                official=request.user,
                costs=form.costs,
                closes_at=form.closes_at,
                quorum=form.cleaned_data["quorum"],
                now=now,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The vote is open."))
            return redirect(opened)
    context = {"call": call, "form": form, "records": records}
    return render(request, "proposals/new_poll.html", context, status=422 if form.errors else 200)


@require_safe
def download(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The public record as JSON lines; there is none before the vote is counted."""
    found = _find(request, pk)
    if found.counted_at is None:
        raise Http404
    response = StreamingHttpResponse(_lines(found), content_type="application/x-ndjson; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.code}.jsonl"'
    return response


@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """The program that counts a download again, as it stands in this site's own code."""
    source = files("proposals.polls").joinpath(SCRIPT).read_text("utf-8")
    response = HttpResponse(source, content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{SCRIPT}"'
    return response


def _find(request: HttpRequest, pk: int) -> Poll:
    found: Poll = get_object_or_404(Poll.objects.visible(request.user).select_related("call"), pk=pk)
    return found


def _lines(poll: Poll) -> Iterator[str]:
    header: dict[str, Any] = {
        "format": VERSION,
        "poll": poll.code,
        "mode": poll.mode,
        "options": options_of(poll),
        "budget": poll.budget,
        "quorum": poll.quorum,
        "closed_at": poll.closes_at.isoformat(),
        "rows": poll.rows,
        "hash": poll.hash,
        "result": poll.result,
    }
    yield json.dumps(header, ensure_ascii=False) + "\n"
    for row in poll.ledger.filter(number__isnull=False).order_by("number").iterator(chunk_size=2000):
        yield json.dumps(public_paper(row), ensure_ascii=False, separators=(",", ":")) + "\n"
