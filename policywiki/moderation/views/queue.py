"""The list, its saved filters, and decisions on many items at once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from policywiki.core.verdicts import Refused
from policywiki.moderation.actions.bulk import decide_many, undo
from policywiki.moderation.actions.filters import forget_filter, save_filter
from policywiki.moderation.forms import PARTS, BulkForm
from policywiki.moderation.models import (
    BulkDecision,
    BulkItem,
    BulkState,
    Decision,
    SavedFilter,
    SecondOpinion,
)
from policywiki.moderation.naming import in_readers_language
from policywiki.moderation.registry import kinds
from policywiki.moderation.trail import Trail

from .guard import for_moderators

PER_PAGE = 25


@require_GET
@for_moderators
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, in the order of the line; a constant number of queries whatever its length."""
    return _queue(request, BulkForm())


@require_POST
@for_moderators
def bulk(request: HttpRequest) -> HttpResponse:
    """One decision on everything ticked."""
    form = BulkForm(request.POST)
    if not form.is_valid():
        return _queue(request, form, status=422)
    chosen = form.cleaned_data
    refused = chosen["decision"] == Decision.NOT_PUBLISHED
    try:
        made = decide_many(
            moderator=request.user,
            chosen=form.seen(),
            decision=chosen["decision"],
            reason=chosen["reason"] if refused else None,
            note=chosen["note"],
            now=timezone.now(),
        )
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return _queue(request, form, status=409)
    return redirect("moderation:bulk_result", pk=made.pk)


@require_GET
@for_moderators
def bulk_result(request: HttpRequest, pk: int) -> HttpResponse:
    """What it came to for each item, and undoing while there is time."""
    made = get_object_or_404(BulkDecision.objects.select_related("reason"), pk=pk, moderator=request.user)
    items = list(made.items.select_related("case"))
    in_readers_language([item.case for item in items])
    waiting = sum(item.state == BulkState.WAITING for item in items)
    context = {
        "bulk": made,
        "items": items,
        "waiting": waiting,
        "can_undo": waiting and made.effective_at > timezone.now(),
        "breadcrumbs_items": _crumbs(_("Several at once")),
    }
    return render(request, "moderation/bulk.html", context)


@require_POST
@for_moderators
def bulk_undo(request: HttpRequest, pk: int) -> HttpResponse:
    made = get_object_or_404(BulkDecision, pk=pk, moderator=request.user)
    item = None
    if request.POST.get("item", "").isdecimal():
        item = get_object_or_404(BulkItem, pk=request.POST["item"], bulk=made)
    try:
        number = undo(bulk=made, moderator=request.user, now=timezone.now(), item=item)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        said = ngettext(
            "%d item is back in the list. Nothing was sent.",
            "%d items are back in the list. Nothing was sent.",
            number,
        )
        messages.success(request, said % number)
    return redirect("moderation:bulk_result", pk=pk)


@require_POST
@for_moderators
def keep_filter(request: HttpRequest) -> HttpResponse:
    trail = Trail.of(request)
    try:
        saved = save_filter(owner=request.user, name=request.POST.get("name", ""), query=trail.query)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Saved as “%(name)s”.") % {"name": saved.name})
    return redirect(trail.list_url)


@require_POST
@for_moderators
def drop_filter(request: HttpRequest, pk: int) -> HttpResponse:
    forget_filter(owner=request.user, pk=pk)
    messages.success(request, _("Deleted. The items themselves are untouched."))
    return redirect("moderation:queue")


def _queue(request: HttpRequest, form: BulkForm, status: int = 200) -> HttpResponse:
    trail, now = Trail.of(request), timezone.now()
    cases = trail.filter.cases().select_related("author", "claimed_by", "district")
    page = Paginator(cases.prefetch_related("topics", "approvals"), PER_PAGE).get_page(request.GET.get("p"))
    in_readers_language(list(page))
    labels = {kind.name: kind.label for kind in kinds()}
    ticked = set(form["chosen"].value() or [])
    rows = [
        {
            "case": case,
            "kind": labels.get(case.kind, case.kind),
            "holder": case.taken_by(now),
            "late": case.is_overdue(now),
            "url": trail.url(case),
            "value": f"{case.pk}:{case.version}",
            "ticked": f"{case.pk}:{case.version}" in ticked,
        }
        for case in page
    ]
    asked = SecondOpinion.objects.filter(
        asked_of_id=request.user.pk, answered_at=None, case__state="open"
    ).count()
    context = {
        "form": trail.filter,
        "trail": trail,
        "bulk": form,
        "minutes": settings.MODERATION_UNDO_MINUTES,
        "page_obj": page,
        "rows": rows,
        "parts": [(value, label, asked if value == "asked" else None) for value, label in PARTS],
        "part": trail.filter.cleaned_data.get("part", ""),
        "saved": SavedFilter.objects.filter(owner_id=request.user.pk),
        "breadcrumbs_items": _crumbs(),
    }
    return render(request, "moderation/queue.html", context, status=status)


def _crumbs(here: str = "") -> list[dict[str, Any]]:
    root = {"url": reverse("moderation:queue") if here else "", "label": _("To check")}
    return [root, {"url": "", "label": here}] if here else [root]
