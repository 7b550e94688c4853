"""Common votes: opening one, the paper, its receipt, its public record."""

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
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from policywiki.accounts.pending import kept_when_signed_out
from policywiki.core import limits
from policywiki.core.verdicts import WrongStage, require
from proposals.doubts.tracing import trace
from proposals.ledger.receipts import normal
from proposals.models import CallPage, Paper, Poll, ProposalRecord
from proposals.models.votes import receipt_of
from proposals.polls.actions import MOST, hand_in, open_poll, options_of, public_paper
from proposals.polls.forms import OpenPollForm
from proposals.polls.permissions import can_open_poll
from proposals.polls.showing import papers_of, poll_view
from proposals.polls.verify_poll import VERSION
from proposals.stages import AWAITING_ANSWER

from .recording import finding_on, send_objection

SCRIPT = "verify_poll.py"


@require_http_methods(["GET", "HEAD", "POST"])
@kept_when_signed_out
def poll(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper, and after the close what came of it."""
    found = _find(request, pk)
    error = ""
    if request.method == "POST":
        limits.spend(request, "vote")
        try:
            now = timezone.now()
            given, traced = request.POST.dict(), trace(request, found, now=now)
            hand_in(poll=found, voter=request.user, given=given, now=now, trace=traced)
        except WrongStage as refused:
            error = str(refused.message)
        else:
            return redirect(f"{found.get_absolute_url()}#paper")
    context = poll_view(found, request.user, now=timezone.now()) | {"error": error}
    return render(request, "proposals/poll.html", context, status=422 if error else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own papers where one is signed in; anybody's with the code of their receipt. Names nobody."""
    found = _find(request, pk)
    mine = receipt_of(found, request.user) if request.user.is_authenticated else ""
    code, typed = mine, request.POST.get("code", "")
    if request.method == "POST":
        limits.spend(request, "receipt")
        code = normal(typed)
    acts = papers_of(found, code, request.user)
    own = bool(mine) and code == mine
    missing = request.method == "POST" and not acts
    context: dict[str, Any] = {
        "poll": found,
        "code": code if acts else "",
        "typed": typed,
        "acts": acts,
        "own": own,
        "missing": missing,
        **finding_on(_paper(found, acts), request.user if own else None),
        "objection_url": reverse("proposals:poll_objection", args=[pk]),
    }
    return render(request, "proposals/poll_receipt.html", context, status=422 if missing else 200)


@require_POST
@kept_when_signed_out
def objection(request: HttpRequest, pk: int) -> HttpResponse:
    """The voter says why a paper set aside should count; somebody else than who did that decides."""
    found = _find(request, pk)
    paper = Paper.objects.filter(poll=found, person_id=request.user.pk).first()
    if paper is None:
        raise Http404
    return send_objection(request, paper, "proposals:poll_receipt", pk)


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


def _paper(poll: Poll, acts: list[dict[str, Any]]) -> Paper | None:
    if not acts:
        return None
    papers = Paper.objects.filter(poll=poll, voter=acts[0]["row"].voter)
    return papers.select_related("poll", "set_aside_by__reason").first()


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
    # What enters while this is sent belongs to the next result, not to the one above.
    for row in poll.ledger.filter(number__lte=poll.rows).order_by("number").iterator(chunk_size=2000):
        yield json.dumps(public_paper(row), ensure_ascii=False, separators=(",", ":")) + "\n"
