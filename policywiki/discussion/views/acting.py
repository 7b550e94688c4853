"""What people do with a comment: support it, take that back, withdraw one's own, flag."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from policywiki.accounts import pending
from policywiki.core.limits import spend
from policywiki.core.verdicts import require
from policywiki.discussion.actions.comments import flag_comment, withdraw_comment
from policywiki.discussion.actions.support import support_comment, take_back_comment_support
from policywiki.discussion.forms import FlagForm
from policywiki.discussion.permissions import may_flag, may_support, may_take_back, may_withdraw

from .finding import back_to, comment_for, home


@require_POST
def support(request: HttpRequest, pk: int) -> HttpResponse:
    """One tap; a guest signs in and the act completes then."""
    found = comment_for(request.user, pk)
    if not request.user.is_authenticated:
        if (verdict := may_support(request.user, found)).hidden or verdict.when:
            require(verdict)
        return pending.keep(request)
    spend(request, "comment_support")
    support_comment(comment=found, person=request.user, now=timezone.now())
    return redirect(back_to(request, found))


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    found = comment_for(request.user, pk)
    require(may_take_back(request.user, found))
    spend(request, "comment_support")
    take_back_comment_support(comment=found, person=request.user, now=timezone.now())
    return redirect(back_to(request, found))


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    found = comment_for(request.user, pk)
    require(may_withdraw(request.user, found))
    place = home(found.page.specific, found.subject)
    if request.method == "GET":
        context = {"comment": found, "page": found.page.specific, "home_url": place}
        return render(request, "discussion/withdraw.html", context)
    withdraw_comment(comment=found, author=request.user, now=timezone.now())
    messages.success(request, _("Your comment is withdrawn. Answers to it stay."))
    return redirect(f"{place}#comments")


@require_http_methods(["GET", "POST"])
def flag(request: HttpRequest, pk: int) -> HttpResponse:
    found = comment_for(request.user, pk)
    if not request.user.is_authenticated:
        return (
            pending.keep(request) if request.method == "POST" else redirect_to_login(request.get_full_path())
        )
    require(may_flag(request.user, found))
    place = home(found.page.specific, found.subject)
    form = FlagForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        context = {"comment": found, "form": form, "page": found.page.specific, "home_url": place}
        return render(
            request, "discussion/flag.html", context, status=200 if request.method == "GET" else 422
        )
    spend(request, "flag")
    flag_comment(comment=found, by=request.user, why=form.cleaned_data["why"], now=timezone.now())
    messages.success(request, _("Thank you. A moderator will look at it."))
    return redirect(f"{place}#comments")
