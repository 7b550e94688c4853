"""An author asks for a second look. On the public site, for the author alone."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from policywiki.core.verdicts import Refused, require
from policywiki.moderation.actions.second_look import ask_second_look
from policywiki.moderation.forms import SecondLookForm
from policywiki.moderation.letters import letter_about
from policywiki.moderation.models import Case
from policywiki.moderation.permissions import may_ask_second_look
from policywiki.moderation.registry import kind_of


@login_required
@require_http_methods(["GET", "POST"])
def second_look(request: HttpRequest, pk: int) -> HttpResponse:
    case = get_object_or_404(
        Case.objects.select_related("reason", "author", "page"), pk=pk, author=request.user
    )
    form = SecondLookForm(request.POST or None)
    may = may_ask_second_look(request.user, case)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            require(may)
            ask_second_look(case=case, author=request.user, why=form.cleaned_data["why"], now=timezone.now())
        except Refused as caught:
            refusal = caught
        else:
            messages.success(
                request, _("Thank you. Another moderator will read it; you will hear what was decided.")
            )
            return redirect(_back(case))
    context = {
        "case": case,
        "form": form,
        "may": may,
        "refusal": refusal,
        "letter": letter_about(case, get_language() or ""),
        "back": _back(case),
    }
    status = 409 if refusal else 422 if form.errors else 200
    return render(request, "moderation/second_look.html", context, status=status)


def _back(case: Case) -> str:
    address = kind_of(case).address
    return address(case) if address is not None else "/"
