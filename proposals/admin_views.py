"""Proposals in the admin: to look at, never to edit; what happens to them happens through actions."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from .models import ProposalRecord


class LookOnly(BasePermissionPolicy):
    """Staff may look; nobody may add, change or delete by this way."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and user.is_authenticated and user.works_here

    def users_with_any_permission(self, actions: Any) -> Any:
        raise NotImplementedError("nobody is asked for")


register_permission_policy(ProposalRecord, LookOnly(ProposalRecord))


class AddressColumn(Column):
    """The title, leading to the public page."""

    cell_template_name = "proposals/admin_title.html"


class ProposalViewSet(ModelViewSet):
    model = ProposalRecord
    name = "proposal_records"
    url_prefix = "proposals"
    icon = "form"
    menu_label = _("Proposals")
    menu_order = 210
    add_to_admin_menu = True
    inspect_view_enabled = False
    copy_view_enabled = False
    form_fields = ["department"]
    list_filter = ["stage"]
    search_fields = ["page__title"]
    ordering = ["-number"]
    list_per_page = 50
    list_display = [
        AddressColumn("title", label=_("Proposal"), accessor="page.title"),
        Column("stage", label=_("Stage"), accessor="get_stage_display", sort_key="stage"),
        Column("support_count", label=_("Supporters"), sort_key="support_count"),
        Column("comment_count", label=_("Comments"), sort_key="comment_count"),
        DateColumn("due_at", label=_("Answer due"), sort_key="due_at"),
    ]

    def get_queryset(self, request: Any) -> Any:
        return ProposalRecord.objects.select_related("page")
