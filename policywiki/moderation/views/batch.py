""" "My twenty": dealt out by topic, done one after the other."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from policywiki.core.verdicts import Refused
from policywiki.moderation.actions.batch import deal, put_rest_back
from policywiki.moderation.forms import DealForm
from policywiki.moderation.models import Batch
from policywiki.moderation.naming import in_readers_language

from .guard import for_moderators


@require_http_methods(["GET", "POST"])
@for_moderators
def batch(request: HttpRequest) -> HttpResponse:
    """How far one has come; or the choice of a topic for the next twenty."""
    now = timezone.now()
    form = DealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            dealt = deal(moderator=request.user, topic=form.cleaned_data["topic"], now=now)
        except Refused as refusal:
            messages.error(request, str(refusal.message))
        else:
            return redirect(f"{reverse('moderation:review', args=[dealt.left(now).first().pk])}?batch=1")
    mine = Batch.objects.of(request.user)
    left = list(mine.left(now).select_related("author")) if mine is not None else []
    in_readers_language(left)
    total = mine.cases.count() if mine is not None else 0
    context = {
        "form": form,
        "batch": mine,
        "left": left,
        "total": total,
        "done": total - len(left),
        "breadcrumbs_items": [
            {"url": reverse("moderation:queue"), "label": _("To check")},
            {"url": "", "label": _("My twenty")},
        ],
    }
    return render(request, "moderation/batch.html", context)


@require_POST
@for_moderators
def put_back(request: HttpRequest) -> HttpResponse:
    mine = Batch.objects.of(request.user)
    if mine is not None:
        number = put_rest_back(batch=mine, moderator=request.user, now=timezone.now())
        said = ngettext("%d item is free for others again.", "%d items are free for others again.", number)
        messages.success(request, said % number)
    return redirect("moderation:batch")
