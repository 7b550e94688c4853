"""Write a comment, answer one, withdraw, flag; one thread on a page of its own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.models import Page

from policywiki.accounts import pending
from policywiki.core.limits import spend
from policywiki.core.verdicts import NotFound, WrongStage, require
from policywiki.moderation.letters import letter_about
from policywiki.moderation.models import Decision
from policywiki.moderation.permissions import may_ask_second_look
from policywiki.trust.warning import Warned, must_ask, warnings

from .actions.comments import flag_comment, post_comment, withdraw_comment
from .forms import CommentForm, FlagForm
from .models import Comment, CommentState
from .permissions import may_comment, may_flag, may_withdraw
from .registry import subject_of
from .threads import with_answers


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, page_id: int) -> HttpResponse:
    """A comment on a page."""
    page = get_object_or_404(Page.objects.live().public(), pk=page_id).specific
    return _write(request, page, None)


@require_http_methods(["GET", "POST"])
def write_about(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """A comment on something that belongs to a page, such as a suggested change (registry.Subject)."""
    subject = f"{kind}:{number}"
    found = subject_of(subject)
    page = found[0].page(number) if found is not None else None
    if page is None:
        raise NotFound
    return _write(request, page.specific, None, subject)


@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """An answer to a comment."""
    parent = _comment(request.user, pk)
    if parent.state != CommentState.SHOWN:
        raise WrongStage(_("The comment you answer is no longer shown."))
    return _write(request, parent.page.specific, parent, parent.subject)


@require_GET
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """One thread, whole, on a page of its own."""
    found = _comment(request.user, pk)
    root = found.root or found
    page = root.page.specific
    may = may_comment(request.user, page, root.subject)
    if not may and may.hidden:
        raise NotFound
    threads = with_answers([root], viewer=request.user, may_write=bool(may))
    context = {"page": page, "threads": threads, **_decided(request, found)}
    return render(request, "discussion/thread.html", context)


def _decided(request: HttpRequest, comment: Comment) -> dict[str, Any]:
    """For its author: what a moderator has said about it, and whether a second look can be asked for."""
    case = comment.case
    if case is None or not request.user.is_authenticated or comment.author_id != request.user.pk:
        return {}
    lines = letter_about(case, get_language() or "") if case.decision == Decision.NOT_PUBLISHED else []
    return {"letter": lines, "case": case, "may_ask_second_look": may_ask_second_look(request.user, case)}


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    found = _comment(request.user, pk)
    require(may_withdraw(request.user, found))
    if request.method == "GET":
        return render(request, "discussion/withdraw.html", {"comment": found, "page": found.page.specific})
    withdraw_comment(comment=found, author=request.user, now=timezone.now())
    messages.success(request, _("Your comment is withdrawn. Answers to it stay."))
    return redirect(_place(found.page.specific, found.subject))


@require_http_methods(["GET", "POST"])
def flag(request: HttpRequest, pk: int) -> HttpResponse:
    found = _comment(request.user, pk)
    if not request.user.is_authenticated:
        return (
            pending.keep(request) if request.method == "POST" else redirect_to_login(request.get_full_path())
        )
    require(may_flag(request.user, found))
    form = FlagForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        context = {"comment": found, "form": form, "page": found.page.specific}
        return render(
            request, "discussion/flag.html", context, status=200 if request.method == "GET" else 422
        )
    spend(request, "flag")
    flag_comment(comment=found, by=request.user, why=form.cleaned_data["why"], now=timezone.now())
    messages.success(request, _("Thank you. A moderator will look at it."))
    return redirect(_place(found.page.specific, found.subject))


def _write(request: HttpRequest, page: Page, parent: Comment | None, subject: str = "") -> HttpResponse:
    may = may_comment(request.user, page, subject)
    if not may and (may.hidden or request.user.is_authenticated):
        require(may)
    form = CommentForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return _form(request, page, parent, form)
    if not request.user.is_authenticated:
        return pending.keep(request)
    warned = warnings(form.cleaned_data["text"])
    if must_ask(warned, request.POST):
        return _form(request, page, parent, form, warned)
    spend(request, "comment")
    try:
        posted = post_comment(
            page=page,
            author=request.user,
            text=form.cleaned_data["text"],
            stance=form.cleaned_data["stance"],
            language=get_language() or "",
            parent=parent,
            subject=subject,
            passage=request.POST.get("passage", ""),
            now=timezone.now(),
        )
    except ValidationError as error:
        form.add_error("text", error)
        return _form(request, page, parent, form)
    if posted.state == CommentState.HELD and posted.case is not None:
        for why in posted.case.hold.messages(get_language() or ""):
            messages.warning(request, why)
    else:
        messages.success(request, _("Your comment is public."))
    return redirect(f"{_home(page, subject)}#comment-{posted.pk}")


def _form(
    request: HttpRequest,
    page: Page,
    parent: Comment | None,
    form: CommentForm,
    warned: list[Warned] | None = None,
) -> HttpResponse:
    context = {
        "page": page,
        "form": form,
        "replying_to": parent,
        "may": True,
        "personal": warned,
        "asks": bool(warned),
        "action_url": request.get_full_path(),
    }
    return render(request, "discussion/write.html", context, status=422 if form.is_bound else 200)


def _comment(user: Any, pk: int) -> Comment:
    """A comment on a page that anybody may read, else 404; a held one is there for its author and moderators."""
    found = Comment.objects.select_related("author", "page", "root", "case__reason")
    if not (user.is_authenticated and user.is_moderator):
        found = found.visible_to(user)
    return get_object_or_404(found, pk=pk, page__in=Page.objects.live().public())


def _home(page: Page, subject: str) -> str:
    """Where this discussion is read."""
    found = subject_of(subject)
    return found[0].address(found[1]) if found is not None else str(page.url)


def _place(page: Page, subject: str = "") -> str:
    return f"{_home(page, subject)}#comments"
