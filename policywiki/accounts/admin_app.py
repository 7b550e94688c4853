"""Wagtail's "Users", with our forms: one public name, and roles in the reader's language."""

from wagtail.users.apps import WagtailUsersAppConfig


class PeopleAdminConfig(WagtailUsersAppConfig):
    user_viewset = "policywiki.accounts.people_admin.PeopleViewSet"
