"""Protection in the admin: what is protected now, and one page with its parts."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.models import Page

from policywiki.core.verdicts import Refused, require
from policywiki.suggestions.registry import changeable

from .actions import lift, protect
from .forms import FindPage, ProtectionForm
from .models import Protection
from .permissions import may_protect, may_see_protection

PER_PAGE = 50
MOST_FOUND = 20

View = Callable[..., HttpResponse]


def for_officials(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(may_see_protection(request.user))
        return view(request, *args, **kwargs)

    return guarded


@require_GET
@for_officials
def protections(request: HttpRequest) -> HttpResponse:
    """What is protected now, newest first, and the way to a page."""
    form = FindPage(request.GET)
    wanted = form.cleaned_data["q"].strip() if form.is_valid() else ""
    rows = Protection.objects.in_force(timezone.now()).select_related("page", "set_by")
    context = {
        "form": form,
        "wanted": wanted,
        "found": _titled(wanted) if wanted else [],
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("p")),
    }
    return render(request, "suggestions/protections.html", context)


@require_http_methods(["GET", "POST"])
@for_officials
def protect_page(request: HttpRequest, page_id: int) -> HttpResponse:
    page = get_object_or_404(Page, pk=page_id).specific
    require(may_protect(request.user, page))
    now = timezone.now()
    asked = {"block": request.GET.get("section", "")}
    form = ProtectionForm(request.POST or None, page=page, now=now, initial=asked)
    if request.method == "POST" and form.is_valid():
        try:
            protect(page=page, actor=request.user, now=now, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Protected. The reason stands on the page."))
            return redirect("protection:page", page_id=page.pk)
    rows = list(Protection.objects.of(page).select_related("set_by", "lifted_by"))
    context = {
        "page": page,
        "form": form,
        "now_in_force": [row for row in rows if not row.is_over(now)],
        "ended": [row for row in rows if row.is_over(now)],
    }
    return render(request, "suggestions/protect.html", context, status=422 if form.errors else 200)


@require_POST
@for_officials
def lift_one(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Protection.objects.select_related("page"), pk=pk)
    try:
        lift(protection=row, actor=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Lifted. The page is open to changes as any other."))
    return redirect("protection:page", page_id=row.page_id)


def _titled(words: str) -> list[Page]:
    """Pages that one can suggest changes to, by words of their title."""
    found = Page.objects.live().type(*changeable()).filter(title__icontains=words)
    return list(found.order_by("title")[:MOST_FOUND])
