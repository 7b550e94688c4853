"""Support, object, take that back; and take a text from view."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from policywiki.accounts.pending import sign_in_to_send
from policywiki.core.limits import spend
from policywiki.core.verdicts import require
from policywiki.suggestions.actions.hide import hide_text, show_text
from policywiki.suggestions.actions.opinions import give_opinion, take_opinion_back
from policywiki.suggestions.opinion_forms import OpinionForm
from policywiki.suggestions.permissions import may_give_opinion

from .finding import suggestion_or_404
from .reading import shown


@require_POST
@sign_in_to_send
def opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """name=do: "support", "object" (with a reason) or "back"."""
    suggestion = suggestion_or_404(request.user, pk)
    require(may_give_opinion(request.user, suggestion))
    do = request.POST.get("do", "")
    if do == "back":
        take_opinion_back(suggestion=suggestion, person=request.user)
        messages.success(request, _("Taken back."))
        return redirect(f"{suggestion.get_absolute_url()}#opinions-title")
    form = OpinionForm(request.POST)
    objects = do == "object"
    if objects and not form.is_valid():
        return shown(request, suggestion, opinion_form=form, status=422)
    spend(request, "support")
    give_opinion(
        suggestion=suggestion,
        person=request.user,
        supports=not objects,
        reason=form.cleaned_data["reason"] if objects else "",
        now=timezone.now(),
    )
    messages.success(
        request, _("Thank you. It helps the moderators see what to look at first; it decides nothing.")
    )
    return redirect(f"{suggestion.get_absolute_url()}#opinions-title")


@login_required
@require_POST
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    """name=do: "hide" with a reason, or "show"."""
    suggestion = suggestion_or_404(request.user, pk)
    if request.POST.get("do") == "show":
        show_text(suggestion=suggestion, moderator=request.user)
        messages.success(request, _("The text is shown again."))
        return redirect(suggestion)
    try:
        why = request.POST.get("why", "")
        hide_text(suggestion=suggestion, moderator=request.user, why=why, now=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(suggestion)
    messages.success(
        request, _("The text is no longer shown. Its author and the moderators can still read it.")
    )
    return redirect(suggestion)
