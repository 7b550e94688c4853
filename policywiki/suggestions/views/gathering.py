"""Publish one, thank all: the form beside a review where others say nearly the same."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from policywiki.core.verdicts import Refused, require
from policywiki.moderation.permissions import may_see_queue
from policywiki.suggestions.actions.gather import publish_for_all
from policywiki.suggestions.models import Suggestion

from .finding import suggestion_or_404


@login_required
@require_POST
def gather(request: HttpRequest, pk: int) -> HttpResponse:
    """name=same: the numbers of the suggestions to thank; name=version: the case as it was looked at."""
    require(may_see_queue(request.user))
    suggestion = suggestion_or_404(request.user, pk)
    ticked = [int(number) for number in request.POST.getlist("same") if number.isdecimal()]
    others = list(Suggestion.objects.to_page(suggestion.page_id or 0).filter(pk__in=ticked))
    version = request.POST.get("version", "")
    try:
        thanked = publish_for_all(
            suggestion=suggestion,
            others=others,
            moderator=request.user,
            version=int(version) if version.isdecimal() else 0,
            now=timezone.now(),
        )
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("moderation:review", pk=suggestion.case_id)
    suggestion.refresh_from_db()
    if not thanked:
        messages.info(request, _("Your yes is noted. Another moderator has to agree before it is published."))
        return redirect("moderation:review", pk=suggestion.case_id)
    count = len(thanked)
    text = ngettext(
        "Published, and %(n)d other author was thanked.",
        "Published, and %(n)d other authors were thanked.",
        count,
    )
    messages.success(request, text % {"n": count})
    return redirect("moderation:queue")
