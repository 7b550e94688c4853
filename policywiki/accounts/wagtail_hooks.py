"""The admin's own verbs on people: everybody is a member, and nobody is deleted."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks

from .actions.join import join
from .models import User


@hooks.register("after_create_user")
def make_member(request: HttpRequest, user: User) -> None:
    join(person=user)


@hooks.register("before_delete_user")
def never_delete(request: HttpRequest, user: User) -> HttpResponse:
    return _instead(request)


@hooks.register("before_bulk_action")
def never_delete_many(
    request: HttpRequest, action_type: str, objects: Any, action: Any
) -> HttpResponse | None:
    return _instead(request) if action_type == "delete" and User in action.models else None


def _instead(request: HttpRequest) -> HttpResponse:
    reason = _(
        "People are never deleted, they leave: what they published stays. See erase_user in the manual."
    )
    messages.error(request, reason)
    return redirect("wagtailusers_users:index")
