"""Suggesting a change or a new page, reading one's suggestion, taking it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.models import Page

from policywiki.core.verdicts import NotAllowed, require

from .actions.accept import trial
from .actions.write import withdraw
from .desk import Desk
from .diff import diff
from .models import State, Suggestion
from .permissions import may_begin, may_read, may_suggest, may_withdraw, may_write
from .presenting import overlaps
from .registry import change_of, new_target, target_of

ALLOWED = ["GET", "POST"]


@require_http_methods(ALLOWED)
def change(request: HttpRequest, page_id: int) -> HttpResponse:
    """Suggest a change to a page. A draft of one's own is taken up again."""
    page = get_object_or_404(Page.objects.live().public(), pk=page_id).specific
    try:
        target = change_of(type(page))
    except KeyError:
        raise NotAllowed(_("This page cannot be changed here.")) from None
    if request.user.is_authenticated:
        require(may_suggest(request.user, page))
        mine = (
            Suggestion.objects.by(request.user)
            .filter(page_id=page.pk, kind="change", state=State.DRAFT)
            .first()
        )
        if mine is not None and target.edit_url is not None:
            return redirect(target.edit_url(mine))
    else:
        require(may_begin(request.user, page))
        mine = None
    return Desk.open(request, target, suggestion=mine, page=page).answer()


@require_http_methods(ALLOWED)
def new_page(request: HttpRequest) -> HttpResponse:
    """Suggest a page that is not there yet."""
    target = new_target("new_page")
    mine = None
    if request.user.is_authenticated:
        mine = Suggestion.objects.by(request.user).filter(kind="new_page", state=State.DRAFT).first()
    return Desk.open(request, target, suggestion=mine, page=None).answer()


@login_required
@require_http_methods(ALLOWED)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on writing a draft, or revise what was sent."""
    suggestion = _mine_or_404(request, pk)
    require(may_write(request.user, suggestion))
    target = target_of(suggestion)
    if target.edit_url is not None:
        return redirect(target.edit_url(suggestion))
    page = suggestion.page.specific if suggestion.page is not None else None
    return Desk.open(request, target, suggestion=suggestion, page=page).answer()


@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The suggestion for its author and the moderators: state, reason, what changes."""
    suggestion = _mine_or_404(request, pk)
    version = suggestion.latest
    context: dict[str, Any] = {"suggestion": suggestion, "version": version}
    if version is not None:
        fields = dict(target_of(suggestion).content_fields)
        if suggestion.state == State.PUBLISHED or suggestion.page is None:
            context["diff"] = diff(version.base, version.content, fields)
        else:
            tried = trial(suggestion, version)
            context |= {
                "diff": diff(tried.live, tried.result.content, fields),
                "overlaps": overlaps(tried.result.conflicts),
            }
    context |= {
        "may_write": may_write(request.user, suggestion),
        "may_withdraw": may_withdraw(request.user, suggestion),
        "case": suggestion.case,
    }
    return render(request, "suggestions/detail.html", context)


@login_required
@require_POST
def withdraw_view(request: HttpRequest, pk: int) -> HttpResponse:
    suggestion = _mine_or_404(request, pk)
    withdraw(suggestion=suggestion, author=request.user, now=timezone.now())
    messages.success(request, _("Taken back. Your text stays under My things."))
    return redirect(suggestion)


def _mine_or_404(request: HttpRequest, pk: int) -> Suggestion:
    suggestion = get_object_or_404(
        Suggestion.objects.select_related("page", "case__reason", "author", "base_revision"), pk=pk
    )
    require(may_read(request.user, suggestion))
    return suggestion
