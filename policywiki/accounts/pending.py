"""What a guest was about to send: kept while they sign in, then sent by itself with the text in place.

A view that needs somebody signed in wraps itself in `@sign_in_to_send`, or calls `keep(request)` for a POST
and returns its answer. After sign-in one comes to /me/resume/, whose form holds what was typed; it is sent at
once where JavaScript runs, with one button where not. Sending is a POST: a GET still changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

SESSION_KEY = "pending_act"
LONGEST = 2_000_000  # characters of one kept form; a longer one is not a citizen's text

View = Callable[..., HttpResponse]


def keep(request: HttpRequest, url: str = "", data: QueryDict | None = None) -> HttpResponse:
    """Keep this POST (or `data` for `url`, of this site) and ask to sign in. Replaces an earlier one."""
    encoded = (request.POST if data is None else data).copy()
    encoded.pop("csrfmiddlewaretoken", None)
    text = encoded.urlencode()
    if len(text) <= LONGEST:
        request.session[SESSION_KEY] = {"url": _local(request, url or request.get_full_path()), "data": text}
    return _sign_in(reverse("accounts:resume"))


def kept(request: HttpRequest) -> tuple[str, QueryDict] | None:
    """(url, data) of what waits for this person, or None."""
    pending = request.session.get(SESSION_KEY)
    return (pending["url"], QueryDict(pending["data"])) if pending else None


def forget(request: HttpRequest) -> None:
    request.session.pop(SESSION_KEY, None)


def sign_in_to_send(view: View) -> View:
    """A guest may open nothing here: a GET goes to sign-in and comes back, a POST is kept and then sent."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return keep(request) if request.method == "POST" else _sign_in(request.get_full_path())

    return wrapped


def _sign_in(afterwards: str) -> HttpResponse:
    return redirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': afterwards})}")


def _local(request: HttpRequest, url: str) -> str:
    """Raises ValueError for an address of another site."""
    if not url.startswith("/") or not url_has_allowed_host_and_scheme(url, {request.get_host()}):
        raise ValueError(f"not an address of this site: {url!r}")
    return url
