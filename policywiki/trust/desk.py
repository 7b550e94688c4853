"""The moderators' rooms in Wagtail's admin: hide words, what is hidden, threats to life."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from policywiki.accounts.paging import page_of
from policywiki.core.verdicts import Refused, require
from policywiki.moderation.permissions import may_see_queue

from .actions.alarm import end_alarm, raise_alarm
from .actions.hide import hide_part, show_again
from .forms import DoneForm, HideForm
from .hiding import Item, item_of
from .models import Alarm, HiddenPart, instruction
from .permissions import may_show_again
from .showing import lines, offered, originals, touched

View = Callable[..., HttpResponse]


def for_moderators(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(may_see_queue(request.user))
        return view(request, *args, **kwargs)

    return guarded


@for_moderators
@require_http_methods(["GET", "POST"])
def hide(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Choose words, see what they touch, hide them."""
    item = _item(kind, pk)
    seen = offered(item)
    form = HideForm(request.POST or None, offered=seen)
    if request.method == "GET" or not form.is_valid():
        return _choose(request, item, form, seen)
    if request.POST.get("do") != "hide":
        return _choose(request, item, form, seen, touches=touched(item, form.words))
    try:
        part = hide_part(
            item=item,
            words=form.words,
            moderator=request.user,
            note=form.cleaned_data["note"],
            now=timezone.now(),
        )
    except ValidationError as error:
        form.add_error(None, error)
        return _choose(request, item, form, seen)
    messages.success(request, _("Hidden everywhere on this page. The author is told."))
    return redirect("trust_desk:hidden_part", pk=part.pk)


@for_moderators
@require_GET
def hidden(request: HttpRequest) -> HttpResponse:
    """What is hidden, newest first."""
    parts = HiddenPart.objects.select_related("hidden_by", "shown_again_by", "case")
    return render(request, "trust/hidden.html", {"page_obj": page_of(request, parts)})


@for_moderators
@require_GET
def hidden_part(request: HttpRequest, pk: int) -> HttpResponse:
    part = get_object_or_404(
        HiddenPart.objects.select_related("author", "hidden_by", "shown_again_by", "case"), pk=pk
    )
    context = {
        "part": part,
        "originals": originals(part),
        "may_show_again": may_show_again(request.user, part),
        "places": part.texts.count(),
        "item": item_of(part.kind, part.object_id),
    }
    return render(request, "trust/hidden_part.html", context)


@for_moderators
@require_POST
def show(request: HttpRequest, pk: int) -> HttpResponse:
    part = get_object_or_404(HiddenPart, pk=pk)
    try:
        left = show_again(part=part, moderator=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("trust_desk:hidden_part", pk=pk)
    if left:
        text = ngettext(
            "Shown again, but for %(count)d text that has been changed since.",
            "Shown again, but for %(count)d texts that have been changed since.",
            left,
        )
        messages.warning(request, text % {"count": left})
    else:
        messages.success(request, _("Shown again, everywhere."))
    return redirect("trust_desk:hidden_part", pk=pk)


@for_moderators
@require_GET
def alarms(request: HttpRequest) -> HttpResponse:
    """Threats to life: those that are open first, then what was done."""
    found = Alarm.objects.select_related("raised_by", "ended_by").order_by("ended_at", "-raised_at")
    open_ones = found.filter(ended_at=None)
    ended = page_of(request, found.exclude(ended_at=None).order_by("-ended_at"))
    return render(request, "trust/alarms.html", {"open_alarms": open_ones, "page_obj": ended})


@for_moderators
@require_http_methods(["GET", "POST"])
def alarm_item(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """One look at what the button does, then the button."""
    item = _item(kind, pk)
    if request.method == "GET":
        context = {"item": item, "instruction": instruction()}
        return render(request, "trust/raise_alarm.html", context)
    alarm = raise_alarm(item=item, moderator=request.user, now=timezone.now())
    return redirect("trust_desk:alarm", pk=alarm.pk)


@for_moderators
@require_http_methods(["GET", "POST"])
def alarm(request: HttpRequest, pk: int) -> HttpResponse:
    """The instruction, the text, who wrote it, and what was done."""
    found = get_object_or_404(Alarm.objects.select_related("author", "raised_by", "ended_by", "case"), pk=pk)
    form = DoneForm(request.POST or None)
    refusal: Any = None
    if request.method == "POST" and form.is_valid():
        try:
            end_alarm(alarm=found, moderator=request.user, done=form.cleaned_data["done"], now=timezone.now())
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("Written down. The item is back in the ordinary list."))
            return redirect("trust_desk:alarms")
    context = {
        "alarm": found,
        "item": (item := item_of(found.kind, found.object_id)),
        "lines": lines(item) if item else [],
        "instruction": instruction(),
        "form": form,
        "refusal": refusal,
    }
    return render(request, "trust/alarm.html", context, status=409 if refusal else 200)


def _item(kind: str, pk: int) -> Item:
    item = item_of(kind, pk)
    if item is None:
        raise Http404
    return item


def _choose(
    request: HttpRequest, item: Item, form: HideForm, seen: list[Any], *, touches: Any = None
) -> HttpResponse:
    chosen = set(form["found"].value() or [])
    context = {
        "item": item,
        "form": form,
        "seen": [(one, one.words in chosen) for one in seen],
        "touches": touches,
        "lines": lines(item),
    }
    return render(request, "trust/hide.html", context, status=422 if form.errors else 200)
