"""The front page is read through our view."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.models import Page

from .models import HomePage
from .views import front


@hooks.register("before_serve_page", order=100)
def read(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse | None:
    return front(request, page) if isinstance(page, HomePage) else None
