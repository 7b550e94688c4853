"""Signing in as the sign-in page does: in the visitor's own session and request, messages and all."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import login
from django.contrib.messages.storage import default_storage
from django.http import HttpRequest
from django.test import Client


def sign_in(client: Client, person: Any) -> None:
    """What the sign-in view does after the code or the password was right."""
    request = HttpRequest()
    request.session = client.session
    request._messages = default_storage(request)  # type: ignore[attr-defined]
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    request._messages.update(None)  # type: ignore[attr-defined]
    request.session.save()
    client.cookies["sessionid"] = request.session.session_key or ""
