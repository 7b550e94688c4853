"""The pages for 403, 404, 429 and 500, in our look and the reader's language; what one wrote stays on the page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader

from .limits import TooOften
from .middleware import beside_a_no
from .middleware import too_often as answer_too_often


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "403.html", beside_a_no(request), status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is too old, or its cookie is gone: sent again from a fresh page it works; the text is kept."""
    return forbidden(request)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def too_often(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Called by allauth, whose own limits do not say for how long: a minute is never much too short."""
    return answer_too_often(request, TooOften(60))


def server_error(request: HttpRequest) -> HttpResponse:
    """No context processor here: the database may be what failed."""
    return HttpResponseServerError(loader.render_to_string("500.html"))
