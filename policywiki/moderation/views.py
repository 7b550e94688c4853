"""The queue and the review of one item, in Wagtail's admin."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from policywiki.core.verdicts import Refused, require

from .actions.cases import VERBS, claim, decide, release
from .forms import DecisionForm, QueueFilter
from .models import Case, CaseState, Decision
from .permissions import may_claim, may_see_queue
from .registry import kind_of, kinds

PER_PAGE = 25
DONE = {
    Decision.PUBLISH: _("Published. The author has been told."),
    Decision.NEEDS_MORE: _("Sent back to the author with your message."),
    Decision.NOT_PUBLISHED: _("Not published. The author can read the reason."),
}
ONE_MORE = _("Your yes is noted. Another moderator has to agree before it is published.")

View = Callable[..., HttpResponse]


def for_moderators(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(may_see_queue(request.user))
        return view(request, *args, **kwargs)

    return guarded


@require_GET
@for_moderators
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, oldest first; a constant number of queries whatever its length."""
    form = QueueFilter(request.GET)
    cases = form.apply(Case.objects.to_check().select_related("author", "claimed_by", "page", "district"))
    now = timezone.now()
    page = Paginator(cases, PER_PAGE).get_page(request.GET.get("p"))
    labels = {kind.name: kind.label for kind in kinds()}
    rows = [(case, labels.get(case.kind, case.kind), case.taken_by(now)) for case in page]
    return render(request, "moderation/queue.html", {"form": form, "page_obj": page, "rows": rows})


@require_GET
@for_moderators
def review(request: HttpRequest, pk: int) -> HttpResponse:
    return _review(request, _case(pk))


@require_POST
@for_moderators
def take(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, lambda case: claim(case=case, moderator=request.user, now=timezone.now()))


@require_POST
@for_moderators
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, lambda case: release(case=case, moderator=request.user, now=timezone.now()))


@require_POST
@for_moderators
def decide_case(request: HttpRequest, pk: int) -> HttpResponse:
    case = _case(pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _review(request, case, form=form, status=422)
    chosen = form.cleaned_data
    try:
        case = decide(
            case=case,
            decision=chosen["decision"],
            moderator=request.user,
            version=chosen["version"],
            reason=chosen["reason"] if chosen["decision"] == Decision.NOT_PUBLISHED else None,
            note=chosen["note"],
            now=timezone.now(),
        )
    except Refused as refusal:
        # What the moderator wrote stays in the form; the item is shown as it is now.
        return _review(request, _case(pk), form=form, refusal=refusal, status=409)
    waits = case.state == CaseState.OPEN
    messages.success(request, str(ONE_MORE if waits else DONE[chosen["decision"]]))
    return redirect("moderation:queue")


def _case(pk: int) -> Case:
    return get_object_or_404(
        Case.objects.select_related("author", "page", "claimed_by", "reason", "district"), pk=pk
    )


def _act(request: HttpRequest, pk: int, act: Callable[[Case], Case]) -> HttpResponse:
    try:
        act(_case(pk))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return redirect("moderation:review", pk=pk)


def _review(
    request: HttpRequest,
    case: Case,
    *,
    form: DecisionForm | None = None,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    kind = kind_of(case)
    now = timezone.now()
    context = {
        "case": case,
        "kind": kind,
        "form": form or DecisionForm(initial={"version": case.version}),
        "refusal": refusal,
        "holder": case.taken_by(now),
        "may_act": may_claim(request.user, case, now=now),
        "entries": [
            (entry, VERBS.get(entry.verb, entry.verb))
            for entry in case.entries.select_related("actor", "reason")
        ],
        "decisions": kind.decisions,
        "approvals": list(case.approvals.select_related("by")) if case.approvals_needed > 1 else [],
        **kind.review(case),
    }
    return render(request, "moderation/review.html", context, status=status)
