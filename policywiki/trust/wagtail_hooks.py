"""Trust and safety in Wagtail's admin: addresses, menu, the lists that officials edit."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from policywiki.moderation.permissions import may_see_queue

from . import desk
from .models import CityInstruction


class ModeratorsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(may_see_queue(request.user))


class InstructionViewSet(SnippetViewSet):
    model = CityInstruction
    icon = "warning"
    menu_label = _("Threats to life")
    panels = [FieldPanel("text_zh"), FieldPanel("text_en")]


register_snippet(InstructionViewSet)


@hooks.register("register_admin_urls")
def desk_urls() -> list[Any]:
    patterns = [
        path("hide/<slug:kind>/<int:pk>/", desk.hide, name="hide"),
        path("hidden/", desk.hidden, name="hidden"),
        path("hidden/<int:pk>/", desk.hidden_part, name="hidden_part"),
        path("hidden/<int:pk>/show/", desk.show, name="show"),
        path("alarms/", desk.alarms, name="alarms"),
        path("alarms/<int:pk>/", desk.alarm, name="alarm"),
        path("alarms/<slug:kind>/<int:pk>/", desk.alarm_item, name="alarm_item"),
    ]
    return [path("trust/", include((patterns, "trust_desk")))]


@hooks.register("register_admin_menu_item")
def hidden_menu_item() -> MenuItem:
    return ModeratorsMenuItem(
        _("Hidden words"), reverse("trust_desk:hidden"), name="hidden-words", icon_name="no-view", order=60
    )


@hooks.register("register_admin_menu_item")
def alarms_menu_item() -> MenuItem:
    return ModeratorsMenuItem(
        _("Threats to life"), reverse("trust_desk:alarms"), name="alarms", icon_name="warning", order=61
    )
