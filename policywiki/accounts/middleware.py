"""Asked of every request: remember its language, count signing in, lead staff to a second factor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import get_language_from_path
from django.utils.translation import gettext as _

from policywiki.core.limits import TooOften, spend
from policywiki.core.middleware import beside_a_no, too_often
from policywiki.core.verdicts import Refused

Answer = Callable[[HttpRequest], HttpResponse]

# Which limit a form of allauth's spends: its view's name -> the act in settings.LIMITS.
LIMITED = {
    "account_login": "sign_in",
    "account_request_login_code": "sign_in",
    "account_reset_password": "sign_in",
    "account_reauthenticate": "sign_in",
    "mfa_login_webauthn": "sign_in",
    "account_signup": "sign_up",
    "account_confirm_login_code": "code",
    "account_email_verification_sent": "code",
    "mfa_authenticate": "code",
    "mfa_reauthenticate": "code",
}
# Where a typed address stands for the account.
ADDRESS_FIELDS = ("login", "email")


class LanguageMemoryMiddleware:
    """An address with a language prefix is a choice of language; a cookie remembers it for "/"."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        language = get_language_from_path(request.path_info)
        if language and request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) != language and _is_page(response):
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                language,
                max_age=settings.LANGUAGE_COOKIE_AGE,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return response


class LimitMiddleware:
    """Counts signing in and up, whose views are allauth's; our own views call core.limits.spend."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        act = LIMITED.get(name)
        if request.method != "POST" or act is None:
            return None
        address = next((request.POST[field] for field in ADDRESS_FIELDS if field in request.POST), "")
        try:
            spend(request, act, account=address)
        except TooOften as refusal:
            return too_often(request, refusal)
        return None


class SecondFactorMiddleware:
    """Staff who still need a second factor have no rights (see User.acts_as); here they are led to set it up.

    At every door of the admin, and wherever a missing right is the likely reason of a refusal.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/admin/") and _must_set_up(request):
            return _lead(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused) or isinstance(exception, TooOften) or not _must_set_up(request):
            return None
        if request.method != "POST":
            return _lead(request)
        context = {"reason": _reason(), **beside_a_no(request)}
        return render(request, "refused.html", context, status=403)


def _must_set_up(request: HttpRequest) -> bool:
    return settings.STAFF_SECOND_FACTOR and request.user.is_authenticated and request.user.needs_second_factor


def _lead(request: HttpRequest) -> HttpResponseRedirect:
    messages.warning(request, _reason())
    return redirect("accounts:second_factor")


def _reason() -> str:
    return _("People who work here need a second step when they sign in. Please set it up first.")


def _is_page(response: HttpResponse) -> bool:
    return response.status_code == 200 and response.get("Content-Type", "").startswith("text/html")
