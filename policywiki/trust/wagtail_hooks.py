"""Trust and safety in Wagtail's admin: addresses, menu, the lists that officials edit."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from policywiki.moderation.permissions import may_see_queue

from . import block_desk, desk, rules_desk
from .models import CityInstruction, HoldingRule, TrustRule
from .permissions import may_edit_rules


class ModeratorsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(may_see_queue(request.user))


class InstructionViewSet(SnippetViewSet):
    model = CityInstruction
    icon = "warning"
    menu_label = _("Threats to life")
    panels = [FieldPanel("text_zh"), FieldPanel("text_en")]


NAMES = FieldRowPanel([FieldPanel("name_zh"), FieldPanel("name_en")])


class TrustRuleViewSet(SnippetViewSet):
    model = TrustRule
    icon = "user"
    menu_label = _("Rules of trust")
    list_display = ["name_zh", "name_en", "active"]
    panels = [
        NAMES,
        FieldRowPanel([FieldPanel("min_published"), FieldPanel("min_days")]),
        FieldRowPanel([FieldPanel("max_reversed"), FieldPanel("quiet_days")]),
        FieldPanel("sample_percent"),
    ]


class HoldingRuleViewSet(SnippetViewSet):
    model = HoldingRule
    icon = "time"
    menu_label = _("Holding rules")
    list_display = ["name_zh", "name_en", "kind", "active"]
    panels = [
        NAMES,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("scope")]),
        FieldRowPanel([FieldPanel("limit"), FieldPanel("minutes")]),
        FieldPanel("message_zh"),
        FieldPanel("message_en"),
    ]


for viewset in (InstructionViewSet, TrustRuleViewSet, HoldingRuleViewSet):
    register_snippet(viewset)


@hooks.register("register_admin_urls")
def desk_urls() -> list[Any]:
    patterns = [
        path("hide/<slug:kind>/<int:pk>/", desk.hide, name="hide"),
        path("hidden/", desk.hidden, name="hidden"),
        path("hidden/<int:pk>/", desk.hidden_part, name="hidden_part"),
        path("hidden/<int:pk>/show/", desk.show, name="show"),
        path("rules/", rules_desk.rules, name="rules"),
        path("rules/<slug:kind>/<int:pk>/try/", rules_desk.try_it, name="try"),
        path("rules/<slug:kind>/<int:pk>/switch/", rules_desk.switch, name="switch"),
        path("pauses/", block_desk.blocks, name="blocks"),
        path("pauses/<int:pk>/lift/", block_desk.lift, name="lift"),
        path("pauses/of/<int:pk>/", block_desk.block, name="block"),
        path("alarms/", desk.alarms, name="alarms"),
        path("alarms/<int:pk>/", desk.alarm, name="alarm"),
        path("alarms/<slug:kind>/<int:pk>/", desk.alarm_item, name="alarm_item"),
    ]
    return [path("trust/", include((patterns, "trust_desk")))]


class OfficialsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(may_edit_rules(request.user))


@hooks.register("register_admin_menu_item")
def trust_menu() -> MenuItem:
    """One entry for all rooms of this app; who may see none of them does not see it."""
    rooms: list[MenuItem] = [
        ModeratorsMenuItem(
            _("Threats to life"), reverse("trust_desk:alarms"), name="alarms", icon_name="warning", order=1
        ),
        ModeratorsMenuItem(
            _("Hidden words"), reverse("trust_desk:hidden"), name="hidden-words", icon_name="no-view", order=2
        ),
        ModeratorsMenuItem(
            _("Pauses in writing"), reverse("trust_desk:blocks"), name="pauses", icon_name="user", order=3
        ),
        OfficialsMenuItem(
            _("Rules"), reverse("trust_desk:rules"), name="trust-rules", icon_name="clipboard-list", order=4
        ),
    ]
    return SubmenuMenuItem(_("Trust and safety"), Menu(items=rooms), name="trust", icon_name="lock", order=60)
