"""/me/residence/: what the site knows of where one lives, and the ways to prove it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from policywiki.core import limits
from policywiki.core.verdicts import NotAllowed

from .actions.residence import prove_residence
from .residence.models import Residence
from .residence.ways import Way, open_ways, way_named


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def residence(request: HttpRequest) -> HttpResponse:
    """A form for each way that this city offers; what was typed stays where it did not do."""
    way = way_named(request.POST.get("way", "")) if request.method == "POST" else None
    forms = {one.name: one.form(prefix=one.name) for one in open_ways()}
    if way is not None:
        forms[way.name] = form = way.form(request.POST, prefix=way.name)
        if form.is_valid() and _prove(request, way, form):
            messages.success(request, _("Thank you. Your district is noted; what you showed us is not kept."))
            return redirect(_onwards(request))
    context = {
        "residence": Residence.objects.select_related("district").filter(person_id=request.user.pk).first(),
        "ways": [(one, forms[one.name]) for one in open_ways()],
        "next": _onwards(request),
    }
    return render(request, "accounts/residence.html", context, status=422 if way is not None else 200)


def _prove(request: HttpRequest, way: Way, form: Any) -> bool:
    limits.spend(request, "residence")
    try:
        prove_residence(person=request.user, way=way, data=form.cleaned_data, now=timezone.now())
    except NotAllowed as refusal:
        form.add_error(None, str(refusal.message))
        return False
    return True


def _onwards(request: HttpRequest) -> str:
    """Back to the vote one came from."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    allowed = url_has_allowed_host_and_scheme(wanted, None) and wanted.startswith("/")
    return wanted if allowed else request.path
