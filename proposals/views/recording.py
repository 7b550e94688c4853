"""The public vote record of a proposal, its downloads, and the page that finds one's receipt."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from importlib.resources import files
from typing import Any

from django.contrib import messages
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from policywiki.accounts.paging import page_of
from policywiki.accounts.pending import kept_when_signed_out
from policywiki.core import limits
from proposals.actions.set_aside import object_to
from proposals.ledger import downloads
from proposals.ledger.receipts import acts_of, entered_by, normal
from proposals.ledger.rows import public_times
from proposals.models import Ballot, LedgerHead, LedgerRow, Paper, ProposalRecord
from proposals.models.votes import receipt_of
from proposals.permissions import can_object

from .acting import lines
from .reading import by_number

MEDIA_TYPES = {"jsonl": "application/x-ndjson", "csv": "text/csv"}
SCRIPT = "verify_ledger.py"


@require_safe
def record(request: HttpRequest, number: int) -> HttpResponse:
    """What the record is, what it holds, where to take it away, who shows their name."""
    found = by_number(request, number)
    head = _head(found)
    context = {
        "record": found,
        "page": found.page,
        "head": head,
        "ends": list(found.heads.order_by("-rows")[:5]),
        "waiting": LedgerRow.objects.filter(proposal=found, number__isnull=True).count(),
        "page_obj": page_of(request, _named(found)),
    }
    return render(request, "proposals/record.html", context)


@require_safe
def download(request: HttpRequest, number: int, kind: str) -> HttpResponseBase:
    """The record as JSONL or CSV; unchanged since the last time: 304."""
    found = by_number(request, number)
    head = _head(found)
    write = {"jsonl": downloads.jsonl, "csv": downloads.table}[kind]
    etag = f'"{kind}-{head.hash[:32] if head else "empty"}-{_digest(public_times(found))}"'
    return _streamed(request, write(found, head), kind, f"{found.code}-record.{kind}", etag=etag)


@require_safe
def heads(request: HttpRequest) -> HttpResponseBase:
    """The ends of every public record, to keep."""
    readable = ProposalRecord.objects.visible(request.user)
    found = LedgerHead.objects.filter(proposal__in=readable.values("pk"))
    return _streamed(request, downloads.heads(found), "jsonl", "heads.jsonl")


@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """The program that checks a download, as it stands in this site's own code."""
    source = files("proposals.ledger").joinpath(SCRIPT).read_text("utf-8")
    response = HttpResponse(source, content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{SCRIPT}"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest, number: int) -> HttpResponse:
    """One's own acts where one is signed in; anybody's with the code of their receipt. Names nobody."""
    found = by_number(request, number)
    code, typed = "", request.POST.get("code", "")
    if request.method == "POST":
        limits.spend(request, "receipt")
        code = normal(typed)
    elif request.user.is_authenticated:
        code = receipt_of(found, request.user)
    acts = acts_of(found, code)
    own = request.user.is_authenticated and code == receipt_of(found, request.user)
    context: dict[str, Any] = {
        "record": found,
        "page": found.page,
        "code": code if acts else "",
        "typed": typed,
        "acts": acts,
        "own": own,
        "missing": request.method == "POST" and not acts,
        "enters": entered_by(found),
        **finding_on(_ballot(found, acts), request.user if own else None),
        "objection_url": reverse("proposals:objection", args=[number]),
    }
    return render(request, "proposals/receipt.html", context, status=422 if context["missing"] else 200)


@require_POST
@kept_when_signed_out
def objection(request: HttpRequest, number: int) -> HttpResponse:
    """The voter says why a vote set aside should count; somebody else than who did that decides."""
    found = by_number(request, number)
    ballot = Ballot.objects.filter(proposal=found, person_id=request.user.pk).first()
    if ballot is None:
        raise Http404
    return send_objection(request, ballot, "proposals:receipt", number)


def send_objection(request: HttpRequest, vote: Ballot | Paper, then: str, number: int) -> HttpResponse:
    """Object, and back to the receipt."""
    limits.spend(request, "message")
    object_to(vote=vote, voter=request.user, text=lines(request.POST.get("text", "")), now=timezone.now())
    messages.success(
        request,
        _(
            "Your objection has been sent. Somebody else looks at it; you find the outcome here and in a mail."
        ),
    )
    return redirect(then, number)


def finding_on(vote: Ballot | Paper | None, voter: Any) -> dict[str, Any]:
    """What the receipt says where this vote was set aside; `voter`: the reader, where the vote is theirs."""
    if vote is None:
        return {"vote": None, "objections": [], "may_object": False}
    return {
        "vote": vote,
        "objections": list(vote.objections.select_related("case__reason").order_by("made_at")),
        "may_object": voter is not None and can_object(voter, vote),
    }


def _digest(times: Any) -> str:
    return sha256(json.dumps(times).encode()).hexdigest()[:16]


def _named(found: ProposalRecord) -> Any:
    """The votes of those who show their name; nobody's while the result is hidden."""
    named = Ballot.objects.with_names().filter(proposal=found).order_by("-cast_at", "pk")
    return named.none() if found.result_is_hidden else named


def _ballot(found: ProposalRecord, acts: list[LedgerRow]) -> Ballot | None:
    if not acts:
        return None
    ballots = Ballot.objects.filter(proposal=found, voter=acts[0].voter)
    return ballots.select_related("set_aside_by__reason").first()


def _head(found: ProposalRecord) -> LedgerHead | None:
    return found.heads.order_by("-rows").first()


def _streamed(
    request: HttpRequest, lines: Iterator[str], kind: str, name: str, *, etag: str = ""
) -> HttpResponseBase:
    if etag and isinstance(same := get_conditional_response(request, etag=etag), HttpResponseNotModified):
        return same
    response = StreamingHttpResponse(lines, content_type=f"{MEDIA_TYPES[kind]}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "public, max-age=60"
    if etag:
        response["ETag"] = etag
    return response
