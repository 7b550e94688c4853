"""{% load discussion %}{% comments page %}: the discussion of a page, paged on the server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.urls import reverse
from wagtail.models import Page

from policywiki.discussion.forms import CommentForm
from policywiki.discussion.permissions import may_comment
from policywiki.discussion.threads import page_of_threads

register = template.Library()


@register.inclusion_tag("discussion/discussion.html", takes_context=True)
def comments(
    context: dict[str, Any], page: Page, subject: str = "", passages: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Threads, the form to write, and the order that ?comments=newest|oldest asks for; ?talk=2 is the page.

    `subject` ("suggestion:41"): of that instead of the page; `passages`: its parts that one may speak about.
    """
    request = context["request"]
    may = may_comment(request.user, page, subject)
    may_write = bool(may) or not (may.hidden or may.when or request.user.is_authenticated)
    order = request.GET.get("comments", "newest")
    shown = page_of_threads(
        page.pk,
        viewer=request.user,
        may_write=may_write,
        number=request.GET.get("talk", "1"),
        order=order,
        subject=subject,
        passages=passages,
    )
    kind, _colon, number = subject.partition(":")
    about = reverse("discussion:write_about", args=[kind, number]) if subject else ""
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "page": page,
        "page_obj": shown,
        "order": order,
        "may": may_write or may,
        "form": CommentForm(),
        "passages": passages or {},
        "action_url": about or reverse("discussion:write", args=[page.pk]),
    }
