"""What a supporter is asked when the text has changed: one screen, two buttons."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from proposals.showing import changed_view

from .acting import to_sign_in
from .reading import by_number


@never_cache
@require_safe
def changed(request: HttpRequest, number: int) -> HttpResponse:
    """The difference between the text that one supported, or voted on, and the text as it stands."""
    record = by_number(request, number)
    if not request.user.is_authenticated:
        return to_sign_in(reverse("proposals:changed", args=[number]))
    return render(request, "proposals/changed.html", changed_view(record, request.user))
