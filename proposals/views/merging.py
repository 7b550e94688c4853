"""Proposals that become one or several: asking, agreeing, dividing, and the question to supporters."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from policywiki.accounts.pending import kept_when_signed_out
from policywiki.core import limits
from policywiki.core.verdicts import Refused, require
from proposals.actions.divide import begin_division, finish_division, give_up_division, open_division
from proposals.actions.merge import agree_to_merge, ask_to_merge, decline_merge, take_back_merge
from proposals.actions.reply import reply
from proposals.forms import DivideForm, MergeForm
from proposals.merge_permissions import (
    can_answer_merge,
    can_begin_merge,
    can_divide,
    can_see_merges,
    can_take_back_merge,
)
from proposals.merging import named
from proposals.models import Merge, MergeState, ProposalRecord

from .acting import edition_read, lines, to_sign_in
from .reading import by_number

WITH_BOTH = ("ends__page", "ends__call", "ends__proposer", "stays__page", "stays__call", "stays__proposer")


@require_http_methods(["GET", "HEAD", "POST"])
@kept_when_signed_out
def merge(request: HttpRequest, number: int) -> HttpResponse:
    """What was asked and answered about this proposal, and the form to ask. 404 for who has no part in it."""
    record = by_number(request, number)
    require(can_see_merges(request.user, record))
    form = MergeForm(request.POST or None)
    if request.method == "POST":
        require(can_begin_merge(request.user, record))
        if form.is_valid() and (asked := _ask(request, record, form)) is not None:
            done = asked.state == MergeState.DONE
            messages.success(
                request, _("The two are one now.") if done else _("Asked. You hear when it is answered.")
            )
            return redirect("proposals:merge", number)
    context = {
        "record": record,
        "page": record.page,
        "form": form,
        "may_ask": bool(can_begin_merge(request.user, record)),
        "merges": [_row(one, request.user) for one in Merge.objects.about(record).select_related(*WITH_BOTH)],
    }
    return render(request, "proposals/merge.html", context, status=422 if form.errors else 200)


@require_POST
@kept_when_signed_out
def answer_merge(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Agree, decline with a reason, or take back what one asked."""
    record = by_number(request, number)
    found = get_object_or_404(Merge.objects.about(record).select_related(*WITH_BOTH), pk=pk)
    do, now = request.POST.get("do", ""), timezone.now()
    try:
        if do == "agree":
            agree_to_merge(merge=found, person=request.user, now=now)
            messages.success(request, _("You have agreed."))
        elif do == "decline":
            decline_merge(
                merge=found, person=request.user, reason=lines(request.POST.get("reason", "")), now=now
            )
            messages.success(request, _("You have declined. Both proposals stay as they are."))
        elif do == "take_back":
            take_back_merge(merge=found, asker=request.user, now=now)
            messages.success(request, _("You no longer ask for it."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("proposals:merge", number)


@require_http_methods(["GET", "HEAD", "POST"])
@kept_when_signed_out
def divide(request: HttpRequest, number: int) -> HttpResponse:
    """The proposer's page for dividing: begin, see how far the parts are, give it up. 404 for everybody else."""
    record = by_number(request, number)
    if not (verdict := can_divide(request.user, record)) and verdict.hidden:
        require(verdict)
    form = DivideForm(request.POST or None if request.POST.get("do") == "begin" else None)
    if request.method == "POST" and _divided(request, record, form):
        return redirect("proposals:divide", number)
    going_on = open_division(record)
    context = {
        "record": record,
        "page": record.page,
        "form": form,
        "verdict": verdict,
        "division": going_on,
        "parts": list(going_on.parts.select_related("suggestion")) if going_on is not None else [],
    }
    return render(request, "proposals/divide.html", context, status=422 if form.errors else 200)


@require_POST
def reply_here(request: HttpRequest, number: int) -> HttpResponse:
    """A supporter of what this stands in the place of says yes or no."""
    record = by_number(request, number)
    if not request.user.is_authenticated:
        return to_sign_in(record.page.get_url(request))
    limits.spend(request, "support")
    yes = request.POST.get("answer") == "yes"
    reply(
        after=record,
        person=request.user,
        supports=yes,
        edition=edition_read(request, record),
        now=timezone.now(),
    )
    messages.success(request, _("You support this proposal now.") if yes else _("You are not asked again."))
    return redirect(record.page.get_url(request))


def _ask(request: HttpRequest, record: ProposalRecord, form: MergeForm) -> Merge | None:
    """Ask, or say on the form why not, with the text kept."""
    other = named(form.cleaned_data["other"])
    if other is None or not other.is_public:
        form.add_error("other", _("There is no proposal with this number."))
        return None
    ends, stays = (record, other) if form.cleaned_data["stays"] == "other" else (other, record)
    limits.spend(request, "message")
    try:
        return ask_to_merge(
            ends=ends, stays=stays, asker=request.user, why=form.cleaned_data["why"], now=timezone.now()
        )
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
    except ValidationError as error:
        form.add_error("why", error)
    return None


def _divided(request: HttpRequest, record: ProposalRecord, form: DivideForm) -> bool:
    """Do what was asked for; False where the form has something to say."""
    going_on, do, now = open_division(record), request.POST.get("do", ""), timezone.now()
    if do == "begin":
        return form.is_valid() and _begin(request, record, form)
    require(can_divide(request.user, record))
    if going_on is not None and do == "finish":
        if not finish_division(division=going_on, now=now):
            messages.error(request, _("At least two parts must be published, and none may still be waiting."))
    elif going_on is not None and do == "give_up":
        give_up_division(division=going_on, proposer=request.user, now=now)
        messages.success(request, _("It stays one proposal. Your drafts are kept."))
    return True


def _begin(request: HttpRequest, record: ProposalRecord, form: DivideForm) -> bool:
    limits.spend(request, "suggestion")
    asked: dict[str, Any] = form.cleaned_data
    try:
        begin_division(
            record=record, proposer=request.user, parts=asked["parts"], why=asked["why"], now=timezone.now()
        )
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
    except ValidationError as error:
        form.add_error(None, error)
    return not form.errors


def _row(found: Merge, user: Any) -> dict[str, Any]:
    return {
        "merge": found,
        "may_answer": can_answer_merge(user, found),
        "may_take_back": can_take_back_merge(user, found),
    }
