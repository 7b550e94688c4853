"""The queue in Wagtail's admin: its addresses, its menu entry, the list of reasons, the count on the home."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.components import Component
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import Reason, ReviewerScope
from .panels import LetterPanel
from .permissions import decidable_by, may_see_queue


class QueueMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(may_see_queue(request.user))


class WaitingPanel(Component):
    """How many items wait, on the admin's home."""

    order = 10
    template_name = "moderation/waiting_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        moderator, now = parent_context["request"].user, timezone.now()
        waiting = decidable_by(moderator).to_check().awake(now).order_by()
        return waiting.aggregate(
            waiting=Count("pk"),
            late=Count("pk", filter=Q(due_at__lt=now)),
            mine=Count("pk", filter=Q(claimed_by=moderator, claimed_until__gt=now)),
        )


class ReasonViewSet(SnippetViewSet):
    model = Reason
    icon = "list-ul"
    menu_label = _("Reasons")
    list_display = ["label_zh", "label_en", "active", "order"]
    panels = [
        FieldPanel("code"),
        FieldRowPanel([FieldPanel("label_zh"), FieldPanel("label_en")]),
        FieldRowPanel([FieldPanel("message_zh"), LetterPanel("zh-hans")]),
        FieldRowPanel([FieldPanel("message_en"), LetterPanel("en")]),
        FieldRowPanel([FieldPanel("order"), FieldPanel("active")]),
        FieldRowPanel([FieldPanel("hides_text"), FieldPanel("for_votes")]),
    ]


class ReviewerScopeViewSet(SnippetViewSet):
    """Which topics and districts a moderator decides on. Who is not here decides on everything."""

    model = ReviewerScope
    icon = "group"
    menu_label = _("Moderators' fields")
    list_display = ["reviewer", "whole_city"]
    panels = [
        FieldPanel("reviewer"),
        FieldPanel("topics", widget=CheckboxSelectMultiple),
        FieldPanel("districts", widget=CheckboxSelectMultiple),
        FieldPanel("whole_city"),
    ]


register_snippet(ReasonViewSet)
register_snippet(ReviewerScopeViewSet)


@hooks.register("register_admin_urls")
def queue_urls() -> list[Any]:
    return [path("to-check/", include("policywiki.moderation.admin_urls"))]


@hooks.register("register_admin_menu_item")
def queue_menu_item() -> MenuItem:
    return QueueMenuItem(
        _("To check"), reverse("moderation:queue"), name="to-check", icon_name="check", order=50
    )


@hooks.register("construct_homepage_panels")
def waiting_panel(request: HttpRequest, panels: list[Any]) -> None:
    # Wagtail's own list of things to moderate shows staff drafts only and has no pages: ours counts all.
    panels[:] = [panel for panel in panels if getattr(panel, "name", "") != "workflow_objects_to_moderate"]
    if may_see_queue(request.user):
        panels.insert(0, WaitingPanel())
