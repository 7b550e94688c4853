"""Suggest new words for a sentence: pick it, write it anew, then check and send like any suggested change."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from policywiki.accounts import pending
from policywiki.core import limits
from policywiki.core.page_content import content_of
from policywiki.core.verdicts import require
from policywiki.discussion.quotable import NotInTheText
from proposals.drafting import State, state_of
from proposals.drafts import start_change
from proposals.forms import PickForm, RewordForm
from proposals.models import ProposalRecord
from proposals.permissions import can_change_text
from proposals.propose_forms import LAST_STEP
from proposals.rewording import Part, Spot, copied, parts_of, picked, reworded

from .reading import by_number


@require_http_methods(["GET", "HEAD", "POST"])
def reword(request: HttpRequest, number: int) -> HttpResponse:
    """GET: the sentences. POST of one of them: a field with its words. POST of new ones: a suggested change with them."""
    record = by_number(request, number)
    may = can_change_text(request.user, record)
    if not may and (may.when or request.user.is_authenticated):
        require(may)
    state = state_of(content_of(record.page), language=record.page.language)
    parts = parts_of(state)
    if request.method != "POST":
        return _pick(request, record, parts, PickForm())
    if "new" in request.POST:
        return _write(request, record, state, parts)
    form = PickForm(request.POST)
    if form.is_valid() and (found := _chosen(form, parts)) is not None:
        part, at, words = found
        told = {"part": part.name, "at": at, "old": words, "new": words}
        return _words(request, record, part, RewordForm(initial=told), words)
    return _pick(request, record, parts, form)


def _chosen(form: PickForm, parts: list[Part]) -> Spot | None:
    """What was copied, else what was picked; None with the reason on the form."""
    if words := form.cleaned_data["words"].strip():
        try:
            return copied(parts, words)
        except NotInTheText as error:
            form.add_error("words", error)
            return None
    found = picked(parts, form.cleaned_data["pick"])
    if found is None:
        form.add_error("words", _("Pick a sentence, or copy the words that should change."))
    return found


def _write(request: HttpRequest, record: ProposalRecord, state: State, parts: list[Part]) -> HttpResponse:
    form = RewordForm(request.POST)
    part = next((one for one in parts if one.name == request.POST.get("part")), None)
    old = request.POST.get("old", "").replace("\r\n", "\n")
    form.full_clean()
    start = part.place_of(old, form.cleaned_data.get("at")) if part is not None else None
    if start is None:
        form.add_error(
            None,
            _("The text has changed meanwhile, and these words no longer stand in it. Yours are kept here."),
        )
    if not form.is_valid() or part is None or start is None:
        return _words(request, record, part, form, old)
    if not request.user.is_authenticated:
        return pending.keep(request)
    limits.spend(request, "suggestion")
    spot = Spot(part, start, old)
    changed = reworded(state, spot, form.cleaned_data["new"]) | {"what": form.cleaned_data["why"]}
    suggestion = start_change(author=request.user, page=record.page, state=changed, now=timezone.now())
    return redirect(reverse("proposals:propose_step", args=[suggestion.pk, LAST_STEP]))


def _pick(request: HttpRequest, record: ProposalRecord, parts: list[Part], form: PickForm) -> HttpResponse:
    wished = request.GET.get("part", "").replace("measures", "measure")
    shown = [part for part in parts if part.name.partition("-")[0] == wished.partition("-")[0]] or parts
    context = {
        "record": record,
        "page": record.page,
        "parts": shown,
        "all_parts": len(shown) == len(parts),
        "form": form,
        "chosen": form.data.get("pick", ""),
    }
    return render(request, "proposals/reword_pick.html", context, status=422 if form.is_bound else 200)


def _words(
    request: HttpRequest, record: ProposalRecord, part: Part | None, form: RewordForm, old: str
) -> HttpResponse:
    context: dict[str, Any] = {
        "record": record,
        "page": record.page,
        "part": part,
        "old": part.shown(old) if part is not None else old,
        "form": form,
    }
    return render(request, "proposals/reword.html", context, status=422 if form.is_bound else 200)
