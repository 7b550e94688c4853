"""Stands before Wagtail's own addresses: one way to sign in, with the second factor, and our words in its scripts."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import path
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response


def sign_in(request: HttpRequest) -> HttpResponseRedirect:
    """Any method: Wagtail's own form is never shown, and nothing posted to it is read.

    Who is signed in and still sent here may not see the admin: for them it does not exist.
    """
    if request.user.is_authenticated:
        raise Http404
    afterwards = request.GET.get(REDIRECT_FIELD_NAME) or resolve_url("wagtailadmin_home")
    return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': afterwards})}")


class Words(JavaScriptCatalog):
    """The words of Wagtail's scripts; those in our own `locale/` win, as they do everywhere else."""

    packages = ["wagtail.admin"]

    def get_paths(self, packages: Any) -> list[Any]:
        return [*super().get_paths(packages), *reversed(settings.LOCALE_PATHS)]


def words(request: HttpRequest) -> HttpResponse:
    return get_localized_response(Words.as_view(), request)


urlpatterns = [path("login/", sign_in), path("jsi18n/", words)]
