"""What everybody, or the person concerned, sees of trust and safety."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.models import Page

from policywiki.core import limits, personal
from policywiki.core.verdicts import require

from .actions.block import ask_about_block
from .actions.hide import ask_second_look
from .forms import SecondLookForm
from .hiding import item_of
from .models import Block, HiddenPart
from .permissions import may_ask_about_block, may_ask_second_look, may_see_block, may_see_hidden
from .showing import lines
from .warning import Warned

LONGEST = 200_000  # characters looked at while somebody writes


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def hidden(request: HttpRequest, pk: int) -> HttpResponse:
    """The author reads that and why words of theirs are hidden, and may ask for a second look."""
    part = get_object_or_404(HiddenPart.objects.select_related("case", "author"), pk=pk)
    require(may_see_hidden(request.user, part))
    form = SecondLookForm(request.POST or None)
    if request.method == "POST":
        require(may_ask_second_look(request.user, part))
        if form.is_valid():
            ask_second_look(
                part=part, author=request.user, note=form.cleaned_data["note"], now=timezone.now()
            )
            messages.success(request, _("Another moderator will look at it. You hear what was decided."))
            return redirect(part)
    context = {"part": part, "form": form, "may_ask": may_ask_second_look(request.user, part)}
    return render(request, "trust/my_hidden.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def block(request: HttpRequest, pk: int) -> HttpResponse:
    """Why one may not write, until when, and the way to a second look."""
    found = get_object_or_404(Block.objects.select_related("reason", "case", "person"), pk=pk)
    now = timezone.now()
    require(may_see_block(request.user, found))
    form = SecondLookForm(request.POST or None)
    if request.method == "POST":
        require(may_ask_about_block(request.user, found, now=now))
        if form.is_valid():
            ask_about_block(block=found, person=request.user, note=form.cleaned_data["note"], now=now)
            messages.success(request, _("Another moderator will look at it. You hear what was decided."))
            return redirect(found)
    context = {
        "block": found,
        "form": form,
        "holds": found.holds(now),
        "may_ask": may_ask_about_block(request.user, found, now=now),
    }
    return render(request, "trust/my_block.html", context, status=422 if form.errors else 200)


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """While somebody writes: what in the form looks like personal data. Keeps nothing, needs no account.

    Beyond its limit nothing more is said (204): the text is looked at again when it is sent.
    """
    try:
        limits.spend(request, "look")
    except limits.TooOften:
        return HttpResponse(status=204)
    fields = [
        value
        for name, values in request.POST.lists()
        for value in values
        if name not in ("csrfmiddlewaretoken", "base") and isinstance(value, str)
    ]
    text = "\n".join(fields)[:LONGEST]
    page = request.GET.get("page", "")
    # Of a page that is not public nobody learns here what it says.
    public = page.isdecimal() and len(page) < 18 and Page.objects.live().public().filter(pk=page).exists()
    item = item_of("page", int(page)) if public else None
    before = "\n".join(lines(item)) if item is not None else ""
    return render(request, "trust/warning.html", {"personal": Warned.of(personal.new_in(text, before))})
