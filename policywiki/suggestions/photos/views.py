"""The page of one's photos, the files themselves, and taking one from view."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.models import Page

from policywiki.core.limits import spend
from policywiki.core.verdicts import NotAllowed, Refused, require
from policywiki.suggestions.actions.write import begin
from policywiki.suggestions.models import State, Suggestion
from policywiki.suggestions.permissions import may_suggest
from policywiki.suggestions.registry import changeable, target_of
from policywiki.suggestions.views.finding import suggestion_or_404

from .actions import add_photo, describe_photo, hide_photo, remove_photo
from .changing import ask_for_change, shown_beside
from .models import MOST_PHOTOS, Photo
from .permissions import may_add, may_see, may_tend, room_beside
from .pictures import Unusable, picture_from
from .sending import send_photos, sent_from_here

KEPT_SECONDS = 3600


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def photos(request: HttpRequest, pk: int) -> HttpResponse:
    """Add, describe and take away. name=do: "add", "remove:N", "send", else save what was described."""
    suggestion = suggestion_or_404(request.user, pk)
    require(may_tend(request.user, suggestion))
    return _answer(request, suggestion)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def photos_of_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """The photos of a page or proposal, to be changed and nothing else; the first POST begins the suggestion.

    Raises Http404, NotAllowed, WrongStage.
    """
    page = get_object_or_404(Page.objects.live().public(), pk=page_id).specific
    if type(page) not in changeable():
        raise NotAllowed(_("This page cannot be changed here."))
    require(may_suggest(request.user, page))
    mine = Suggestion.objects.by(request.user).filter(page_id=page.pk, kind="change", state=State.DRAFT)
    suggestion = mine.filter(draft={}).first()
    if suggestion is None and request.method != "POST":
        context = _context_of_page(page) | {"taken_out": _taken_out(request.user, page.pk)}
        return render(request, "suggestions/photos.html", context)
    if suggestion is None:
        spend(request, "suggestion")
        suggestion = begin(
            author=request.user, kind="change", page=page, language=page.language, now=timezone.now()
        )
    return _answer(request, suggestion)


def _answer(request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
    if request.method != "POST":
        context = _context(suggestion) | {"taken_out": _taken_out(request.user, suggestion.page_id)}
        return render(request, "suggestions/photos.html", context)
    _describe_all(request, suggestion)
    _change_shown(request, suggestion)
    do, _colon, which = request.POST.get("do", "").partition(":")
    if do == "remove":
        _remove(request, suggestion, which)
    refused = _add_all(request, suggestion)
    sends = do == "send" and sent_from_here(suggestion)
    missing = send_photos(request, suggestion) if sends and not refused else {}
    if refused or missing:
        context = _context(suggestion) | {"refused": refused} | missing
        return render(request, "suggestions/photos.html", context, status=422)
    if sends:
        messages.success(
            request, _("Thank you. A moderator will look at it; you will hear what was decided.")
        )
    return redirect(suggestion if sends else _after(request, suggestion, do))


def _taken_out(user: Any, page_id: int | None) -> list[Photo]:
    """Of a page that is there, for moderators only."""
    if page_id is None or not user.is_moderator:
        return []
    return list(Photo.objects.taken_out_of(page_id))


@require_safe
def photo(request: HttpRequest, pk: int, size: str) -> HttpResponse | FileResponse:
    """The file, for whoever may see it. Raises Http404, NotFound."""
    found = get_object_or_404(Photo.objects.select_related("suggestion__page", "suggestion__case"), pk=pk)
    require(may_see(request.user, found))
    response = FileResponse(getattr(found, size).open(), content_type="image/jpeg")
    response["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    response["Content-Security-Policy"] = "sandbox"
    return response


@login_required
@require_POST
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    """name=do: "hide" or "show"; back to where the moderator stood."""
    found = get_object_or_404(Photo.objects.select_related("suggestion"), pk=pk)
    hidden = request.POST.get("do") != "show"
    hide_photo(photo=found, moderator=request.user, hidden=hidden, now=timezone.now())
    messages.success(
        request, _("The photo is no longer shown.") if hidden else _("The photo is shown again.")
    )
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe else found.suggestion.get_absolute_url())


def way_back(suggestion: Suggestion) -> str:
    """Where its author goes on: to checking and sending a proposal, else to the suggestion's page."""
    target = target_of(suggestion)
    if target.photos_back is not None and suggestion.sent_at is None:
        return target.photos_back(suggestion)
    return suggestion.get_absolute_url()


def _context(suggestion: Suggestion) -> dict[str, Any]:
    sends = sent_from_here(suggestion)
    page = suggestion.page.specific_deferred if suggestion.page is not None else None
    return {
        "suggestion": suggestion,
        "title": suggestion.title,
        "language": suggestion.language,
        "photos": list(suggestion.photos.all()),
        "shown": shown_beside(suggestion),
        "room": max(0, room_beside(suggestion)),
        "sends": sends,
        "wanted": suggestion.case.note if suggestion.case is not None and sends else "",
        "back_url": page.url if sends and page is not None else way_back(suggestion),
    }


def _context_of_page(page: Any) -> dict[str, Any]:
    """Before anything was done: what is there, and the room left."""
    shown = list(Photo.objects.of_page(page.pk))
    return {
        "title": page.title,
        "language": page.language,
        "shown": shown,
        "room": max(0, MOST_PHOTOS - len(shown)),
        "sends": True,
        "back_url": page.url,
    }


def _after(request: HttpRequest, suggestion: Suggestion, do: str) -> str:
    here = reverse("suggestions:photos", args=[suggestion.pk])
    own = list(suggestion.photos.all())
    undescribed = any(not one.description for one in own)
    if request.FILES and undescribed:
        messages.info(request, _("Now say in a few words what can be seen."))
    stays = do in ("add", "remove") or undescribed or sent_from_here(suggestion)
    return here if stays else way_back(suggestion)


def _describe_all(request: HttpRequest, suggestion: Suggestion) -> None:
    for one in suggestion.photos.all():
        written = request.POST.get(f"description-{one.pk}")
        if written is not None:
            describe_photo(photo=one, author=request.user, description=written, now=timezone.now())


def _change_shown(request: HttpRequest, suggestion: Suggestion) -> None:
    """What is asked of photos that are there already: other words, or that they go ("out-N")."""
    for one in shown_beside(suggestion):
        written = request.POST.get(f"shown-{one.pk}")
        if written is None:
            continue
        goes = f"out-{one.pk}" in request.POST
        words = "" if goes else written.strip() or one.description
        ask_for_change(
            suggestion=suggestion, photo=one, author=request.user, description=words, now=timezone.now()
        )


def _remove(request: HttpRequest, suggestion: Suggestion, which: str) -> None:
    one = suggestion.photos.filter(pk=int(which)).first() if which.isdecimal() else None
    if one is not None:
        remove_photo(photo=one, author=request.user, now=timezone.now())
        messages.success(request, _("The photo is gone."))


def _add_all(request: HttpRequest, suggestion: Suggestion) -> list[dict[str, Any]]:
    """Those that are photos are kept, of the others name and reason are returned."""
    refused = []
    for file in request.FILES.getlist("photos")[: MOST_PHOTOS * 2]:
        try:
            spend(request, "photo")
            require(may_add(request.user, suggestion))
            # Decoded before the transaction: that takes a second, and locks nobody out.
            add_photo(
                suggestion=suggestion,
                author=request.user,
                picture=picture_from(file),
                now=timezone.now(),
            )
        except Unusable as error:
            refused.append({"name": file.name, "why": error.args[0]})
        except Refused as error:
            refused.append({"name": file.name, "why": error.message})
    return refused
