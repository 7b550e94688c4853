"""What a page may load, which device asks, and how a refusal is answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import HttpResponseRedirectBase
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from .limits import DEVICE_COOKIE, DEVICE_COOKIE_AGE, TooOften, device_of, new_device
from .verdicts import NotFound, Refused, WrongStage

# Wagtail's page editor has inline scripts and styles of its own; nothing of it may come from outside either.
ADMIN_POLICY = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "worker-src": [SELF, "blob:"],
}


class ContentPolicyMiddleware(CSPMiddleware):
    """The strict policy of settings on public pages; inline code allowed under /admin/ only.

    An answer that only leads on is no page: nothing is loaded by it, and no time taken to say so.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if isinstance(response, HttpResponseRedirectBase):
            return response
        if request.path_info.startswith("/admin/"):
            response._csp_update = ADMIN_POLICY  # type: ignore[attr-defined]  # noqa: SLF001 - django-csp's own seam
        return super().process_response(request, response)


class DeviceMiddleware:
    """`request.device` on every POST: a random name in a signed cookie, given with the first form sent.

    It says nothing about the person, only that two forms came from one browser; core.limits counts by it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return self.get_response(request)
        known = device_of(request)
        request.device = known or new_device()  # type: ignore[attr-defined]
        response = self.get_response(request)
        if not known:
            response.set_signed_cookie(
                DEVICE_COOKIE,
                request.device,  # type: ignore[attr-defined]
                salt=DEVICE_COOKIE,
                max_age=DEVICE_COOKIE_AGE,
                httponly=True,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return response


# Places without a language in their address: what is not found there is simply not found.
UNPREFIXED = ("/admin/", "/p/", "/documents/", "/media/", "/static/", "/healthz", "/outbox/")


class LanguageMiddleware(LocaleMiddleware):
    """Django's, but only addresses that could have a language prefix are tried with one."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code == 404 and request.path_info.startswith(UNPREFIXED):
            return response
        return super().process_response(request, response)


class RefusalMiddleware:
    """A Refused that a view let through becomes a designed answer: 404, 429, 409 or 403, with the reason."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotFound):
            raise Http404(str(exception.message)) from exception
        if isinstance(exception, TooOften):
            return too_often(request, exception)
        if isinstance(exception, Refused):
            status = 409 if isinstance(exception, WrongStage) else 403
            return render(
                request,
                "refused.html",
                {"reason": exception.message, **beside_a_no(request)},
                status=status,
            )
        return None


def too_often(request: HttpRequest, refusal: TooOften) -> HttpResponse:
    """429: when to try again, and what was written."""
    context = {
        "reason": refusal.message,
        "retry_at": refusal.retry_at,
        "retry_after": refusal.retry_after,
        **beside_a_no(request),
    }
    response = render(request, "429.html", context, status=429)
    response["Retry-After"] = str(refusal.retry_after)
    return response


# Never shown again, however long: what is typed here is secret.
SECRET_FIELDS = ("csrf", "password", "code", "credential", "token")


def beside_a_no(request: HttpRequest) -> dict[str, Any]:
    """What a page that refuses shows beside its reason: what was written (`kept_text`), and the way `back`."""
    return {"kept_text": kept_text(request), "back": came_from(request)}


def came_from(request: HttpRequest) -> str:
    """The path of our own page that the form stood on, as the browser says; "" where it does not say."""
    referrer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referrer, {request.get_host()}, require_https=request.is_secure()):
        return ""
    parts = urlsplit(referrer)
    return urlunsplit(("", "", parts.path, parts.query, ""))


def kept_text(request: HttpRequest) -> list[str]:
    """What the person had typed into this form, words and no codes, so that a refusal never loses it."""
    if request.method != "POST":
        return []
    return [
        str(value)
        for key, values in request.POST.lists()
        for value in values
        if _weight(str(value)) > 20 and not any(secret in key.lower() for secret in SECRET_FIELDS)
    ]


def _weight(text: str) -> int:
    """Its length in letters of the alphabet: six characters of Han are a sentence."""
    return sum(4 if letter >= "\u2e80" else 1 for letter in text)
