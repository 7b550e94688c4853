"""Stands before Wagtail's own addresses: its page editor, made careful."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from .staff_saves import CarefulEditView

urlpatterns = [path("pages/<int:page_id>/edit/", require_admin_access(CarefulEditView.as_view()))]
