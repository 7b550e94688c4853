"""Two middlewares: what a page may load, and how a refusal is answered."""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from .verdicts import NotFound, Refused, WrongStage

# Wagtail's page editor has inline scripts and styles of its own; nothing of it may come from outside either.
ADMIN_POLICY = {"script-src": [SELF, UNSAFE_INLINE], "style-src": [SELF, UNSAFE_INLINE], "worker-src": [SELF, "blob:"]}


class ContentPolicyMiddleware(CSPMiddleware):
    """The strict policy of settings on public pages; inline code allowed under /admin/ only."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.path_info.startswith("/admin/"):
            response._csp_update = ADMIN_POLICY  # type: ignore[attr-defined]  # noqa: SLF001 - django-csp's own seam
        return super().process_response(request, response)


class RefusalMiddleware:
    """A Refused that a view let through becomes a designed answer: 404, 409 or 403, with the reason."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotFound):
            raise Http404(str(exception.message)) from exception
        if isinstance(exception, Refused):
            status = 409 if isinstance(exception, WrongStage) else 403
            return render(
                request,
                "refused.html",
                {"reason": exception.message, "kept_text": kept_text(request)},
                status=status,
            )
        return None


def kept_text(request: HttpRequest) -> list[str]:
    """What the person had typed into this form, longest fields only, so that a refusal never loses it."""
    if request.method != "POST":
        return []
    return [value for key, value in request.POST.items() if len(str(value)) > 20 and key != "csrfmiddlewaretoken"]
