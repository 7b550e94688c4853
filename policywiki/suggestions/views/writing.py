"""Suggesting a change or a new page, going on with it, taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.models import Page

from policywiki.core.verdicts import NotAllowed, require
from policywiki.suggestions.actions.write import withdraw
from policywiki.suggestions.desk import Desk
from policywiki.suggestions.models import State, Suggestion
from policywiki.suggestions.permissions import may_begin, may_suggest, may_write
from policywiki.suggestions.registry import change_of, new_target, target_of

from .finding import suggestion_or_404

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
    suggestion = suggestion_or_404(request.user, pk)
    require(may_write(request.user, suggestion))
    target = target_of(suggestion)
    if target.edit_url is not None:
        return redirect(target.edit_url(suggestion))
    page = suggestion.page.specific if suggestion.page is not None else None
    return Desk.open(request, target, suggestion=suggestion, page=page).answer()


@login_required
@require_POST
def withdraw_view(request: HttpRequest, pk: int) -> HttpResponse:
    suggestion = suggestion_or_404(request.user, pk)
    withdraw(suggestion=suggestion, author=request.user, now=timezone.now())
    messages.success(request, _("Taken back. Your text stays under My things."))
    return redirect(suggestion)
