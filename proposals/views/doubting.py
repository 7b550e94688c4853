"""In the admin: some votes of a group become items of their own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from policywiki.core.verdicts import Refused
from policywiki.moderation.trail import Trail
from policywiki.moderation.views.guard import case_of, for_moderators
from proposals.actions.set_aside import single_out


@require_POST
@for_moderators
def single_out_votes(request: HttpRequest, pk: int) -> HttpResponse:
    """To the new item where there is one; else back to the group."""
    case, trail = case_of(pk), Trail.of(request)
    ticked = [int(value) for value in request.POST.getlist("doubt") if value.isdecimal()]
    version = request.POST.get("version", "")
    try:
        made = single_out(
            case=case,
            doubts=ticked,
            moderator=request.user,
            version=int(version) if version.isdecimal() else 0,
            each="each" in request.POST,
            now=timezone.now(),
        )
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect(trail.url(case))
    said = ngettext(
        "%(number)d new item is on the list.", "%(number)d new items are on the list.", len(made)
    ) % {"number": len(made)}
    messages.success(request, said)
    return redirect(trail.url(made[0] if len(made) == 1 else case))
