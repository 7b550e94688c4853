"""The admin's own verbs obey our rules: delete, move and copy ask permissions.py first."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from policywiki.core.verdicts import Verdict

from .models import KnowledgeIndexPage, KnowledgePage
from .permissions import may_delete, may_move
from .usefulness import views as usefulness
from .usefulness.permissions import may_see_usefulness
from .views.listing import show_index
from .views.reading import show


@hooks.register("before_serve_page", order=100)
def read(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse | None:
    """Reading goes through our views; Wagtail's own access checks (order 0) come first."""
    if isinstance(page, KnowledgePage):
        return show(request, page)
    if isinstance(page, KnowledgeIndexPage):
        return show_index(request, page)
    return None


def _stop(request: HttpRequest, page: Page, verdict: Verdict) -> HttpResponse | None:
    if verdict:
        return None
    messages.error(request, str(verdict.reason))
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("before_delete_page")
def ask_before_delete(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _stop(request, page, may_delete(page))


@hooks.register("before_move_page")
def ask_before_move(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    return _stop(request, page, may_move(page))


@hooks.register("before_copy_page")
def ask_before_copy(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _stop(request, page, may_move(page))


@hooks.register("before_bulk_action")
def ask_before_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    rules = {"delete": may_delete, "move": may_move}
    rule = rules.get(action_type)
    for item in objects:
        if rule and isinstance(item, Page) and (stopped := _stop(request, item, rule(item))):
            return stopped
    return None


@hooks.register("register_admin_urls")
def usefulness_urls() -> list[Any]:
    patterns = [
        path("", usefulness.report, name="report"),
        path("<int:page_id>/", usefulness.words, name="words"),
    ]
    return [path("usefulness/", include((patterns, "usefulness")))]


class UsefulnessMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(may_see_usefulness(request.user))


@hooks.register("register_reports_menu_item")
def usefulness_menu_item() -> MenuItem:
    return UsefulnessMenuItem(
        _("Usefulness of pages"),
        reverse("usefulness:report"),
        name="usefulness",
        icon_name="glasses",
        order=800,
    )
