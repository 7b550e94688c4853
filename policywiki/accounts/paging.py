"""Lists in pages of one length."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

PER_PAGE = 20


def page_of(request: HttpRequest, items: Any, *, per_page: int = PER_PAGE, name: str = "page") -> Page[Any]:
    """The page that ?page= asks for; what is not a page of the list gives the nearest one."""
    return Paginator(items, per_page).get_page(request.GET.get(name))
