"""Arguments: all of a page, raise one from a comment, support it, take it back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.models import Page

from policywiki.accounts import pending
from policywiki.core.limits import spend
from policywiki.core.verdicts import NotFound, require
from policywiki.discussion.actions.arguments import lower_argument, raise_argument
from policywiki.discussion.actions.support import support_argument, take_back_argument_support
from policywiki.discussion.arguments import MOST, QUOTED, sides_of
from policywiki.discussion.forms import ArgumentForm
from policywiki.discussion.models import Argument, Comment, Stance
from policywiki.discussion.models.arguments import LONGEST_ARGUMENT
from policywiki.discussion.permissions import (
    is_open,
    may_lower,
    may_raise,
    may_support_argument,
    may_take_back_argument,
)
from policywiki.discussion.quotable import sentences
from policywiki.discussion.registry import is_argued

from .finding import back_to, comment_for, home, public_page


@require_GET
def arguments(request: HttpRequest, page_id: int) -> HttpResponse:
    """Everything that was raised for and against this page's proposal, most support first."""
    page = public_page(page_id)
    if (rule := is_open(request.user, page)).hidden or not is_argued(page):
        raise NotFound
    sides = sides_of(page.pk, viewer=request.user, may_support=bool(rule), most=MOST)
    context = {"page": page, "sides": sides, "rule": QUOTED, "home_url": home(page)}
    return render(request, "discussion/arguments.html", context)


@require_http_methods(["GET", "POST"])
def raise_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Pick the words of a comment that are an argument; what has been raised already is shown beside."""
    found = comment_for(request.user, pk)
    verdict = may_raise(request.user, found)
    if not verdict and (verdict.hidden or verdict.when or request.user.is_authenticated):
        require(verdict)
    initial = {"side": found.stance if found.stance != Stance.NEUTRAL else ""}
    form = ArgumentForm(request.POST or None, initial=initial)
    if request.method == "GET" or not form.is_valid():
        return _raising(request, found, form)
    if not request.user.is_authenticated:
        return pending.keep(request)
    spend(request, "argument")
    data = form.cleaned_data
    try:
        argument = raise_argument(
            comment=found, person=request.user, words=data["quoted"], side=data["side"], now=timezone.now()
        )
    except ValidationError as error:
        form.add_error("words", error)
        return _raising(request, found, form)
    messages.success(request, _("It stands among the arguments now; others can support it."))
    return redirect(f"{_arguments_url(found.page)}#argument-{argument.pk}")


def _raising(request: HttpRequest, comment: Comment, form: ArgumentForm) -> HttpResponse:
    page = comment.page.specific
    context = {
        "page": page,
        "comment": comment,
        "form": form,
        "sentences": [one for one in sentences(comment.text) if len(one) <= LONGEST_ARGUMENT],
        "picked": form.data.get("pick", "") if form.is_bound else "",
        "side_known": comment.stance != Stance.NEUTRAL,
        "sides": sides_of(page.pk, viewer=request.user, may_support=True, most=5),
        "home_url": home(page),
    }
    return render(request, "discussion/raise.html", context, status=422 if form.is_bound else 200)


@require_POST
def support(request: HttpRequest, pk: int) -> HttpResponse:
    """One tap; a guest signs in and the act completes then."""
    found = _argument(request, pk)
    if not request.user.is_authenticated:
        if (verdict := may_support_argument(request.user, found)).hidden or verdict.when:
            require(verdict)
        return pending.keep(request)
    spend(request, "comment_support")
    support_argument(argument=found, person=request.user, now=timezone.now())
    return redirect(back_to(request, found.comment, f"argument-{found.pk}"))


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    found = _argument(request, pk)
    require(may_take_back_argument(request.user, found))
    spend(request, "comment_support")
    take_back_argument_support(argument=found, person=request.user, now=timezone.now())
    return redirect(back_to(request, found.comment, f"argument-{found.pk}"))


@require_http_methods(["GET", "POST"])
def lower(request: HttpRequest, pk: int) -> HttpResponse:
    """Taken back by whose words they are, for good; or by who raised it."""
    found = _argument(request, pk)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    require(may_lower(request.user, found))
    page = found.comment.page.specific
    if request.method == "GET":
        for_good = request.user.pk == found.comment.author_id
        context = {"argument": found, "page": page, "for_good": for_good}
        return render(request, "discussion/lower.html", context)
    lower_argument(argument=found, person=request.user, now=timezone.now())
    messages.success(request, _("The argument is taken back. The comment stays."))
    return redirect(_arguments_url(page))


def _arguments_url(page: Page) -> str:
    return reverse("discussion:arguments", args=[page.pk])


def _argument(request: HttpRequest, pk: int) -> Argument:
    """An argument from a comment that this person may read. Raises Http404."""
    found: Argument = get_object_or_404(
        Argument.objects.select_related("comment__page", "comment__author"),
        pk=pk,
        comment__page__in=Page.objects.live().public(),
    )
    return found
