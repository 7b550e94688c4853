"""What was to go live and is held back: named on the admin's home and in the editor, settled on one screen."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from policywiki.core.page_content import content_fields, content_of
from policywiki.core.verdicts import WrongStage, require

from .actions.due import disputed, leave_as_draft, publish_held
from .diff import diff
from .models import DraftOverlap
from .permissions import may_settle_held
from .staff_saves import Question


class HeldPanel(Component):
    """The versions that wait for a choice of this person, on the admin's home."""

    order = 20
    template_name = "suggestions/held_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"held": held_for(parent_context["request"].user)}


def held_for(user: Any) -> list[DraftOverlap]:
    """Held back, and theirs to settle; the one that was due first comes first."""
    found = DraftOverlap.objects.filter(held__isnull=False).select_related("page", "held__user")
    return [one for one in found.order_by("held_at") if may_settle_held(user, one.page.specific)]


@require_http_methods(["GET", "POST"])
def held(request: HttpRequest, page_id: int) -> HttpResponse:
    """Both texts of every overlap; a choice for each puts the version on the page at once."""
    page = get_object_or_404(Page, pk=page_id).specific
    require(may_settle_held(request.user, page))
    if request.method == "POST" and "draft" in request.POST:
        leave_as_draft(page_id=page_id, person=request.user)
        messages.success(request, _("It is a draft now and does not go live by itself."))
        return redirect("wagtailadmin_pages:edit", page_id)
    noted = DraftOverlap.objects.select_related("held__user").get(page_id=page_id)
    found = disputed(page, noted)
    asked = [Question(0, place) for place in found.places]
    chosen = {one.place.name: one.answer(request.POST) for one in asked}
    if request.method == "POST" and all(chosen.values()):
        try:
            done = publish_held(
                page_id=page_id, person=request.user, chosen=chosen, seen=found, now=timezone.now()
            )
        except WrongStage as refusal:
            messages.error(request, refusal.message)
            return redirect("held_back", page_id)
        if done:
            view = messages.button(page.get_url(request), _("View live"))
            messages.success(request, _("It is on the page now, with the words you chose."), buttons=[view])
            return redirect("wagtailadmin_pages:edit", page_id)
    context = {
        "page": page,
        "noted": noted,
        "asked": asked,
        "again": request.method == "POST",
        "refused": may_settle_held(request.user, page, publishes=True).reason,
        "changes": diff(content_of(page), found.towards_mine, dict(content_fields(page))),
    }
    return render(request, "suggestions/held.html", context, status=409 if request.method == "POST" else 200)
