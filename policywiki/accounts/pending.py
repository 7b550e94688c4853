"""What a guest was about to send: kept while they sign in, then sent by itself with the text in place.

A view that needs somebody signed in wraps itself in `@sign_in_to_send`, or calls `keep(request)` for a POST
and returns its answer; one that hides itself from guests wraps itself in `@kept_when_signed_out`. After sign-in
one comes to /me/resume/, whose form holds what was typed; it is sent at once where JavaScript runs, with one
button where not. Sending is a POST: a GET still changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

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
        messages.info(
            request, _("Sign in, and what you wrote is sent. It is kept until then."), fail_silently=True
        )
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


def kept_when_signed_out(view: View) -> View:
    """What is sent after one was signed out is kept and sent after sign-in; to a GET the view answers as to any guest.

    An autosave goes to the view as well: the page that sends it must not take a sign-in page for a yes.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return keep(request) if sends_signed_out(request) else view(request, *args, **kwargs)

    return wrapped


def sends_signed_out(request: HttpRequest) -> bool:
    """Whether somebody who is not signed in sends a form by hand."""
    return (
        request.method == "POST"
        and not request.user.is_authenticated
        and not request.headers.get("X-Autosave")
    )


def _sign_in(afterwards: str) -> HttpResponse:
    return redirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': afterwards})}")


def _local(request: HttpRequest, url: str) -> str:
    """Raises ValueError for an address of another site."""
    if not url.startswith("/") or not url_has_allowed_host_and_scheme(url, {request.get_host()}):
        raise ValueError(f"not an address of this site: {url!r}")
    return url
