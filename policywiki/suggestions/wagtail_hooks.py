"""Protection in Wagtail's admin: its addresses, its menu entry, a way to it from each page, its words in the log."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from .held import HeldPanel, held, held_for
from .models import DraftOverlap
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
    actions.register_action(
        "policywiki.held_back", _("Hold back"), _("Held back: it overlaps with a published change")
    )


@hooks.register("register_admin_urls")
def held_urls() -> list[Any]:
    return [path("pages/<int:page_id>/held-back/", held, name="held_back")]


@hooks.register("construct_homepage_panels")
def held_panel(request: HttpRequest, panels: list[Any]) -> None:
    if held_for(request.user):
        panels.insert(0, HeldPanel())


@hooks.register("before_bulk_action")
def publish_one_by_one(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Publishing many at once asks nothing: a draft that overlaps is opened by itself."""
    if action_type != "publish":
        return None
    drafts = [page.pk for page in objects if isinstance(page, Page) and page.has_unpublished_changes]
    noted = DraftOverlap.objects.filter(page_id__in=drafts).first()
    if noted is None:
        return None
    messages.error(
        request,
        _(
            "Nothing was published: this page overlaps with a published change. Choose what stays, then the rest."
        ),
    )
    return redirect("wagtailadmin_pages:edit", noted.page_id)
