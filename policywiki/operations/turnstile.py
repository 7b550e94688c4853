"""So many requests at once and no more: beyond them a short wait, and beyond that an honest 503.

Around the WSGI application, before Django touches the request or the database. What is refused here was not begun,
so nothing is lost after an answer: whoever got a 200 or a 302 has been served whole.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_path, override

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]

RETRY_AFTER = 3  # seconds


class Turnstile:
    """WSGI middleware. `at_once` requests run in this process, `waiting` more wait up to `patience` seconds.

    A request counts until its body has been handed over; what is streamed lets another one run meanwhile, so that a few
    slow readers of a long download hold up nobody.
    """

    def __init__(self, application: Application, *, at_once: int, waiting: int, patience: float) -> None:
        self.application = application
        self.patience = patience
        self._inside = threading.Semaphore(at_once)
        self._room = threading.Semaphore(at_once + waiting)

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        if not self._room.acquire(blocking=False):
            return busy(environ, start_response)
        if not self._inside.acquire(timeout=self.patience):
            self._room.release()
            return busy(environ, start_response)
        try:
            body = self.application(environ, start_response)
        except BaseException:
            self._leave()
            raise
        if getattr(body, "streaming", False):
            self._inside.release()
            return _Passage(body, self._room.release)
        return _Passage(body, self._leave)

    def _leave(self) -> None:
        self._inside.release()
        self._room.release()


class _Passage:
    """The response's body; closing it, which every WSGI server does, gives the place back."""

    def __init__(self, body: Iterable[bytes], leave: Callable[[], None]) -> None:
        self._body, self._leave = body, leave

    def __iter__(self) -> Any:
        return iter(self._body)

    def close(self) -> None:
        leave, self._leave = self._leave, _already
        try:
            if hasattr(self._body, "close"):
                self._body.close()
        finally:
            leave()


def _already() -> None:
    """The place has been given back."""


def busy(environ: Environ, start_response: Any) -> Iterable[bytes]:
    """503 in the language of the address, rendered once."""
    page = _page(get_language_from_path(environ.get("PATH_INFO", "")) or settings.LANGUAGE_CODE)
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(len(page))),
        ("Retry-After", str(RETRY_AFTER)),
        ("Cache-Control", "no-store"),
    ]
    start_response("503 Service Unavailable", headers)
    return [page]


@cache
def _page(language: str) -> bytes:
    with override(language):
        return render_to_string("503.html", {"seconds": RETRY_AFTER}).encode()
