"""A page that thousands open at once is made once a moment: for guests only, kept in each process.

Whoever brings a session, or a cookie that the page looks at, gets a page of their own. What a guest sees was made at
most MOMENT_SECONDS ago, and STALE_SECONDS more while somebody else's request is making it anew.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.functional import cached_property

from .limits import DEVICE_COOKIE

MOST_KEPT = 100
STALE_SECONDS = 5.0
PAGES_OF_THE_TREE = "wagtail_serve"
# What Django's {% csrf_token %} writes: the token itself is between the two.
TOKEN = re.compile(rb'(?<=name="csrfmiddlewaretoken" value=")[A-Za-z0-9]+(?=">)')

Key = tuple[str, str, str]


@dataclass
class Kept:
    """`around_tokens`: the page cut where a form's token stood; each guest's own goes in there."""

    around_tokens: list[bytes]
    headers: dict[str, str]
    good_until: float


class MomentMiddleware:
    """Inside what sets cookies and policies, outside of session, person and everything that asks the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._kept: dict[Key, Kept] = {}
        self._being_made: set[Key] = set()

    @cached_property
    def _says_nothing(self) -> set[str]:
        """Cookies that no page looks at."""
        return {settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME, DEVICE_COOKIE}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self._asks_for_the_common_page(request):
            return self.get_response(request)
        key = (request.scheme or "", request.get_host(), request.path)
        kept, now = self._kept.get(key), time.monotonic()
        if kept is not None:
            stale = STALE_SECONDS if key in self._being_made else 0.0
            if now < kept.good_until + stale:
                return self._with_own_token(request, kept)
        self._being_made.add(key)
        try:
            return self._made(request, key)
        finally:
            self._being_made.discard(key)

    def _made(self, request: HttpRequest, key: Key) -> HttpResponse:
        response = self.get_response(request)
        if _is_common(request, response):
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            parts = TOKEN.split(response.content)
            good_until = time.monotonic() + settings.MOMENT_SECONDS
            self._kept[key] = Kept(parts, dict(response.headers), good_until)
        else:
            self._kept.pop(key, None)
        return response

    def _asks_for_the_common_page(self, request: HttpRequest) -> bool:
        return (
            settings.MOMENT_SECONDS > 0
            and request.method == "GET"
            and not request.META.get("QUERY_STRING")
            and "HX-Request" not in request.headers
            and self._says_nothing.issuperset(request.COOKIES)
        )

    def _with_own_token(self, request: HttpRequest, kept: Kept) -> HttpResponse:
        parts = kept.around_tokens
        content = get_token(request).encode().join(parts) if len(parts) > 1 else parts[0]
        return HttpResponse(content, headers=kept.headers)


def _is_common(request: HttpRequest, response: Any) -> bool:
    """A whole page of the tree, as any guest would have got it."""
    match = request.resolver_match
    return (
        match is not None
        and match.view_name == PAGES_OF_THE_TREE
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
        and response.get("Content-Type", "").startswith("text/html")
    )
