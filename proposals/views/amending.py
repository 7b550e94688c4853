"""Suggested changes to a proposal: their list, the screen on which an author decides, sharing the text."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from policywiki.accounts.paging import page_of
from policywiki.accounts.pending import kept_when_signed_out
from policywiki.core import limits
from policywiki.core.verdicts import Refused, require
from policywiki.editions.models import Edition
from policywiki.suggestions.actions.accept import Overlaps
from proposals.actions.amend import accept_amendment, decline_amendment
from proposals.actions.share import agree, ask_no_longer, invite, leave
from proposals.actions.texts import what_changed
from proposals.amending import amendment_rules, amendments_of, decision_view, waiting_for, with_words
from proposals.forms import DecisionForm, InviteForm
from proposals.models import Amendment, CoAuthor
from proposals.permissions import can_decide_amendment, can_invite, may_read

from .acting import to_sign_in
from .reading import by_number


@require_safe
def changes(request: HttpRequest, number: int) -> HttpResponse:
    """Every suggested change that a moderator has let through, and what became of it."""
    record = by_number(request, number)
    listed = page_of(request, amendments_of(record))
    listed.object_list = with_words(listed.object_list, record)
    context = {
        "record": record,
        "page": record.page,
        "page_obj": listed,
        "rules": amendment_rules(record),
        "decides": waiting_for(request.user, record),
    }
    return render(request, "proposals/changes.html", context)


@require_safe
def beside(request: HttpRequest, number: int) -> HttpResponse:
    """How an alternative text differs from the first."""
    record = by_number(request, number)
    first = record.alternative_to
    if first is None or not may_read(request.user, first):
        raise Http404
    old, new = (Edition.objects.select_related("revision").current(one.page) for one in (first, record))
    if old is None or new is None:
        raise Http404
    context = {"record": record, "page": record.page, "first": first, "diff": what_changed(old, new)}
    return render(request, "proposals/beside.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@kept_when_signed_out
def decide(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """An author reads what would change, and takes it over or says why not. 404 for everybody else."""
    record = by_number(request, number)
    if not request.user.is_authenticated:
        return to_sign_in(request.path)
    amendment = get_object_or_404(
        Amendment.objects.select_related("suggestion__author", "suggestion__page"),
        proposal=record,
        suggestion=pk,
    )
    amendment.proposal = record
    now = timezone.now()
    verdict = can_decide_amendment(request.user, amendment, now=now)
    if verdict.hidden:
        raise Http404
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _decided(request, amendment, form):
        return redirect("proposals:changes", number)
    context = decision_view(amendment, request.user, now=now) | {"form": form, "verdict": verdict}
    return render(request, "proposals/decide.html", context, status=422 if form.errors else 200)


@require_POST
def ask(request: HttpRequest, number: int) -> HttpResponse:
    """The proposer asks somebody to share the text."""
    record = by_number(request, number)
    require(can_invite(request.user, record))
    form = InviteForm(request.POST, record=record)
    if not form.is_valid():
        messages.error(request, " ".join(str(text) for texts in form.errors.values() for text in texts))
        return redirect(f"{record.page.get_url(request)}#authors")
    limits.spend(request, "message")
    try:
        invite(record=record, proposer=request.user, person=form.person, now=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Asked. They are an author once they have agreed."))
    return redirect(f"{record.page.get_url(request)}#authors")


@require_POST
def share(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Agree, decline or leave; or, for the proposer, ask no longer."""
    record = by_number(request, number)
    coauthor = get_object_or_404(CoAuthor, pk=pk, proposal=record)
    now, do = timezone.now(), request.POST.get("do", "")
    if do == "agree":
        agree(coauthor=coauthor, person=request.user, now=now)
        messages.success(request, _("You are one of its authors now."))
    elif do == "leave":
        leave(coauthor=coauthor, person=request.user, now=now)
        messages.success(request, _("You do not share this text."))
    elif do == "end":
        ask_no_longer(coauthor=coauthor, proposer=request.user, now=now)
        messages.success(request, _("They no longer share this text."))
    return redirect(f"{record.page.get_url(request)}#authors")


def _decided(request: HttpRequest, amendment: Amendment, form: DecisionForm) -> bool:
    """Do what the pressed button says, or say on the form why not, with the words kept."""
    said: dict[str, Any] = {
        "amendment": amendment,
        "author": request.user,
        "reason": form.cleaned_data["reason"],
        "now": timezone.now(),
    }
    try:
        if request.POST.get("do") == "accept":
            accept_amendment(**said)
            messages.success(request, _("Accepted: it is part of the text now."))
        else:
            decline_amendment(**said)
            messages.success(request, _("Declined. Your reason is public."))
    except ValidationError as error:
        form.add_error(None, error)
    except Overlaps:
        form.add_error(
            None,
            _(
                "It overlaps with a change that landed meanwhile. "
                "Whoever wrote it is asked to choose the words first; nothing was lost."
            ),
        )
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
    return not form.errors
