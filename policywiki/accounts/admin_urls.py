"""Stands before Wagtail's own addresses: there is one way to sign in, and it asks for the second factor."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import path


def sign_in(request: HttpRequest) -> HttpResponseRedirect:
    """Any method: Wagtail's own form is never shown, and nothing posted to it is read."""
    afterwards = request.GET.get(REDIRECT_FIELD_NAME) or resolve_url("wagtailadmin_home")
    return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': afterwards})}")


urlpatterns = [path("login/", sign_in)]
