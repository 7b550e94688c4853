"""Protection in Wagtail's admin: its addresses, its menu entry, a way to it from each page, its words in the log."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from .protection import views
from .protection.permissions import may_protect, may_see_protection


class ProtectionMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(may_see_protection(request.user))


@hooks.register("register_admin_urls")
def protection_urls() -> list[Any]:
    patterns = [
        path("", views.protections, name="list"),
        path("<int:page_id>/", views.protect_page, name="page"),
        path("<int:pk>/lift/", views.lift_one, name="lift"),
    ]
    return [path("protection/", include((patterns, "protection")))]


@hooks.register("register_admin_menu_item")
def protection_menu_item() -> MenuItem:
    return ProtectionMenuItem(
        _("Protection"), reverse("protection:list"), name="protection", icon_name="lock", order=60
    )


@hooks.register("register_page_header_buttons")
def protect_button(page: Page, user: Any, **kwargs: Any) -> Iterator[Button]:
    if may_protect(user, page):
        yield Button(
            _("Protection"), reverse("protection:page", args=[page.pk]), icon_name="lock", priority=60
        )


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action("policywiki.protect", _("Protect"), _("Protected"))
    actions.register_action("policywiki.unprotect", _("Lift a protection"), _("Protection lifted"))
