"""The pages for 403, 404 and 500, in our look and the reader's language; what one wrote stays on the page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader

from .middleware import kept_text


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "403.html", {"kept_text": kept_text(request)}, status=403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """No context processor here: the database may be what failed."""
    return HttpResponseServerError(loader.render_to_string("500.html"))
