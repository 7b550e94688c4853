"""What administrators see on the admin's home: whether everything runs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
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
