"""In Wagtail's admin: whether everything runs, for administrators; and that one can work there without scripts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.ui.components import Component

from policywiki.core.vitals import readings


class VitalsPanel(Component):
    order = 20
    template_name = "operations/vitals_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"readings": readings()}


@hooks.register("construct_homepage_panels")
def vitals_panel(request: HttpRequest, panels: list[Any]) -> None:
    if request.user.is_authenticated and request.user.is_administrator:
        panels.append(VitalsPanel())


@hooks.register("insert_global_admin_css")
def without_scripts() -> SafeString:
    """The admin's menu is made by a script: where none runs, its place is given free."""
    return format_html(
        '<noscript><link rel="stylesheet" href="{}"></noscript>', static("css/admin-plain.css")
    )
