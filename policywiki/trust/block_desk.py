"""The moderators' room of pauses: who may not write, why and until when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from policywiki.accounts.models import User
from policywiki.accounts.paging import page_of
from policywiki.core.verdicts import Refused
from policywiki.moderation.models import Case, CaseState

from .actions.block import block_person, lift_block
from .desk import for_moderators
from .forms import BlockForm
from .models import Block
from .permissions import may_block


@for_moderators
@require_GET
def blocks(request: HttpRequest) -> HttpResponse:
    """Those in force and those that are over, newest first."""
    found = Block.objects.select_related("person", "by", "reason", "lifted_by")
    page, now = page_of(request, found), timezone.now()
    rows = [(block, block.holds(now)) for block in page]
    return render(request, "trust/blocks.html", {"page_obj": page, "rows": rows})


@for_moderators
@require_http_methods(["GET", "POST"])
def block(request: HttpRequest, pk: int) -> HttpResponse:
    """Reason, term, and what waits of this person in the same act."""
    person = get_object_or_404(User, pk=pk)
    now = timezone.now()
    form = BlockForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = block_person(
                person=person,
                moderator=request.user,
                reason=form.cleaned_data["reason"],
                until=_until(form.cleaned_data["days"], now),
                note=form.cleaned_data["note"],
                settle=form.cleaned_data["settle"],
                now=now,
            )
        except (Refused, ValidationError) as refusal:
            form.add_error(None, getattr(refusal, "message", str(refusal)))
        else:
            told = _("This person may not write for now, and is told why. Items decided with it: %(count)d.")
            messages.success(request, told % {"count": made.settled})
            return redirect("trust_desk:blocks")
    context: dict[str, Any] = {
        "person": person,
        "form": form,
        "may": may_block(request.user, person, now=now),
        "waiting": Case.objects.filter(author=person, state=CaseState.OPEN).order_by("opened_at")[:50],
        "earlier": Block.objects.filter(person=person).select_related("reason", "by"),
    }
    return render(request, "trust/block.html", context, status=422 if form.errors else 200)


@for_moderators
@require_POST
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Block, pk=pk)
    try:
        lift_block(block=found, moderator=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("This person may write again, and is told."))
    return redirect("trust_desk:blocks")


def _until(days: str, now: datetime) -> datetime | None:
    return now + timedelta(days=int(days)) if days else None
