"""Only moderators come in, and a refusal of a small act is said where the moderator was."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from policywiki.core.verdicts import Refused, require
from policywiki.moderation.models import Case
from policywiki.moderation.permissions import may_see_queue
from policywiki.moderation.trail import Trail

View = Callable[..., HttpResponse]


def for_moderators(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(may_see_queue(request.user))
        return view(request, *args, **kwargs)

    return guarded


def case_of(pk: int) -> Case:
    found: Case = get_object_or_404(
        Case.objects.select_related("author", "page", "claimed_by", "reason", "district"), pk=pk
    )
    return found


def act(
    request: HttpRequest, pk: int, verb: Callable[[Case], object], *, said: Any = "", on: bool = False
) -> HttpResponse:
    """Do it to the case; say what happened; stay at the item, or go on to the next one."""
    case, trail = case_of(pk), Trail.of(request)
    try:
        verb(case)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect(trail.url(case))
    if said:
        messages.success(request, str(said))
    return redirect(trail.on_from(case) if on else trail.url(case))
