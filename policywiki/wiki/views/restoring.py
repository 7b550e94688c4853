"""Restore an earlier version, or undo one change: first what it would change, then a button and a reason."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from policywiki.core import limits
from policywiki.core.page_content import content_fields
from policywiki.core.verdicts import Refused, WrongStage, require
from policywiki.editions.models import Edition
from policywiki.suggestions.diff import diff
from policywiki.suggestions.permissions import may_suggest
from policywiki.wiki.actions.bring_back import RESTORE, UNDO, bring_back, prepared
from policywiki.wiki.permissions import may_return_at_once

from .public import edition_of, public_page


class WhyForm(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=200,
        help_text=gettext_lazy("One sentence; everybody can read it in the history."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def restore(request: HttpRequest, page_id: int, number: int) -> HttpResponse:
    return _answer(request, page_id, number, RESTORE)


@login_required
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, page_id: int, number: int) -> HttpResponse:
    return _answer(request, page_id, number, UNDO)


def _answer(request: HttpRequest, page_id: int, number: int, what: str) -> HttpResponse:
    page = public_page(page_id)
    edition = edition_of(page, number)
    require(may_suggest(request.user, page))
    form = WhyForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _show(request, page, edition, what, form)
    limits.spend(request, "suggestion")
    try:
        done = bring_back(
            page=page, edition=edition, what=what, actor=request.user, now=timezone.now(), **form.cleaned_data
        )
    except WrongStage as refusal:
        return _show(request, page, edition, what, form, refusal)
    if isinstance(done, Edition):
        messages.success(request, _("Done. It is version %(number)d of this page.") % {"number": done.number})
        return redirect("wiki:history", page_id=page.pk)
    messages.success(request, _("Thank you. A moderator will look at it; you will hear what was decided."))
    return redirect(done)


def _show(
    request: HttpRequest,
    page: Page,
    edition: Edition,
    what: str,
    form: WhyForm,
    refusal: Refused | None = None,
) -> HttpResponse:
    """The page as it is now, even after a refusal; what was written stays in the form."""
    current = Edition.objects.current(page)
    shown = form.data.get("why", "") if form.is_bound else ""
    fresh = WhyForm(initial={"seen": current.number if current else 0, "why": shown})
    context = {"page": page, "edition": edition, "what": what, "form": fresh, "refusal": refusal}
    status = 409 if refusal else 422 if form.errors else 200
    try:
        back = prepared(page=page, edition=edition, what=what)
    except WrongStage as cannot:
        return render(request, "wiki/bring_back.html", context | {"cannot": cannot.message}, status=status)
    context |= {
        "diff": diff(back.live, back.content, dict(content_fields(page))),
        "at_once": may_return_at_once(request.user, page, back, now=timezone.now()),
        "problem": form.errors.get("why"),
    }
    return render(request, "wiki/bring_back.html", context, status=status)
