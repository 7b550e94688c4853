"""What a reason that is being written will say, before it is saved."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from policywiki.core.verdicts import require
from policywiki.moderation.models import Reason
from policywiki.moderation.panels import letters_of
from policywiki.moderation.permissions import may_edit_reasons

WRITTEN = ("label_zh", "label_en", "message_zh", "message_en")


@require_POST
def preview_reason(request: HttpRequest) -> HttpResponse:
    """Both letters as a page; with ?language=… that one alone, for the box beside the form. Saves nothing."""
    require(may_edit_reasons(request.user))
    reason = Reason(**{name: request.POST.get(name, "")[:2000] for name in WRITTEN})
    known = [code for code, _name in settings.LANGUAGES]
    if (language := request.GET.get("language")) in known:
        return render(request, "moderation/letter.html", {"letters": letters_of(reason, language)})
    context = {
        "letters": letters_of(reason, *known),
        "breadcrumbs_items": [{"url": "", "label": _("What the author will read")}],
    }
    return render(request, "moderation/letters.html", context)
