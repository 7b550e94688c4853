"""A person's own rooms and the page that others see."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from policywiki.core.verdicts import require

from . import pending
from .actions.erase import erase
from .actions.export import export_mine
from .actions.settings import change_settings
from .forms import LeaveForm, SettingsForm
from .models import User
from .permissions import may_erase, may_see_profile
from .registry import MySection, my_sections, profile_sections


@require_GET
def profile(request: HttpRequest, number: int) -> HttpResponse:
    """What a person has published, for everybody."""
    person = get_object_or_404(User, pk=number)
    require(may_see_profile(person))
    parts = [(part, part.context(person, request)) for part in profile_sections()]
    sections = [
        {"label": part.label, "html": render_to_string(part.template, {"person": person, **context}, request)}
        for part, context in parts
        if context is not None
    ]
    return render(request, "accounts/profile.html", {"person": person, "sections": sections})


@never_cache
@login_required
@require_GET
def mine(request: HttpRequest, name: str = "") -> HttpResponse:
    """My things, one tab at a time; the first where none is named."""
    sections = my_sections()
    section = next((one for one in sections if one.name == name or not name), None)
    if section is None:
        raise Http404
    context = {"section": section, "tabs": _tabs(sections, section), **section.context(_me(request), request)}
    return render(request, "accounts/mine.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    form = SettingsForm(request.POST or None, instance=User.objects.get(pk=_me(request).pk))
    if request.method == "POST" and form.is_valid():
        change_settings(person=_me(request), actor=_me(request), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("accounts:settings")
    return render(request, "accounts/settings.html", {"form": form})


@never_cache
@login_required
@require_GET
def data(request: HttpRequest) -> HttpResponse:
    """Everything the site knows of me, to read."""
    everything = export_mine(person=_me(request), actor=_me(request), now=timezone.now())
    return render(request, "accounts/data.html", {"everything": everything})


@never_cache
@login_required
@require_GET
def data_json(request: HttpRequest) -> HttpResponse:
    """The same, to keep."""
    everything = export_mine(person=_me(request), actor=_me(request), now=timezone.now())
    response = JsonResponse(everything, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="policywiki-{_me(request).pk}.json"'
    return response


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
@reauthentication_required
def leave(request: HttpRequest) -> HttpResponse:
    """Two steps: what leaving means, and a box to tick."""
    require(may_erase(_me(request), _me(request)))
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        erase(person=_me(request), actor=_me(request), now=timezone.now())
        logout(request)
        messages.success(request, _("You have left. Your address and your name are gone from this site."))
        return redirect("/")
    return render(request, "accounts/leave.html", {"form": form})


@never_cache
@login_required
@require_GET
def second_factor(request: HttpRequest) -> HttpResponse:
    """Where staff are led who still need one, and everybody else who wants one."""
    return render(request, "accounts/second_factor.html")


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def resume(request: HttpRequest) -> HttpResponse:
    """Send what a guest had begun to send: the page holds it, its form posts it on (307 keeps the POST)."""
    kept = pending.kept(request)
    if kept is None:
        return redirect("accounts:mine")
    url, fields = kept
    if request.method == "POST":
        pending.forget(request)
        return redirect(url, preserve_request=True)
    pairs = [(name, value) for name, values in fields.lists() for value in values]
    return render(request, "accounts/resume.html", {"fields": pairs})


def _me(request: HttpRequest) -> User:
    """Behind login_required there is somebody."""
    return cast("User", request.user)


def _tabs(sections: list[MySection], here: MySection) -> list[dict[str, Any]]:
    return [
        {
            "title": section.label,
            "url": reverse("accounts:mine", args=[section.name]),
            "here": section is here,
        }
        for section in sections
    ]
