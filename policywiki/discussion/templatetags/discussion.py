"""{% load discussion %}{% comments page %}: the discussion of a page, paged on the server; {% arguments page %}."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.urls import reverse
from wagtail.models import Page

from policywiki.core.html import trusted
from policywiki.discussion.arguments import QUOTED, sides_of
from policywiki.discussion.forms import CommentForm
from policywiki.discussion.marks import Noted, mark
from policywiki.discussion.models import Quotation
from policywiki.discussion.permissions import is_open, may_comment
from policywiki.discussion.registry import is_argued
from policywiki.discussion.shown import Looking
from policywiki.discussion.threads import ORDERS, Wish, page_of_threads

register = template.Library()


@register.inclusion_tag("discussion/discussion.html", takes_context=True)
def comments(
    context: dict[str, Any],
    page: Page,
    subject: str = "",
    passages: Mapping[str, str] | None = None,
    place: str = "",
) -> dict[str, Any]:
    """Threads, the form to write, and what ?comments=newest|oldest|supported|answered asks for; ?talk=2 is the page.

    `subject` ("suggestion:41"): of that instead of the page; `passages`: its parts that one may speak about;
    `place`: the address of the text, where this is not it.
    """
    request = context["request"]
    may = may_comment(request.user, page, subject)
    may_write = bool(may) or not (may.hidden or may.when or request.user.is_authenticated)
    wish = Wish.read(request.GET)
    shown = page_of_threads(
        page.pk,
        looking=Looking(request.user, may_write, argued=is_argued(page) and not subject),
        wish=wish,
        subject=subject,
        passages=passages,
        place=place,
    )
    kind, _colon, number = subject.partition(":")
    about = [kind, number] if subject else [page.pk]
    names = ("write_about", "note_about") if subject else ("write", "note")
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "page": page,
        "page_obj": shown,
        "wish": wish,
        "orders": [(name, label) for name, (label, _by) in ORDERS.items()],
        "gone": Quotation.objects.of_text(page.pk, subject).public().gone().count(),
        "may": may_write or may,
        "form": CommentForm(),
        "passages": passages or {},
        "action_url": reverse(f"discussion:{names[0]}", args=about),
        "note_url": reverse(f"discussion:{names[1]}", args=about) if may_write else "",
    }


@register.inclusion_tag("discussion/sides.html", takes_context=True)
def arguments(context: dict[str, Any], page: Page) -> dict[str, Any]:
    """What speaks for and against, three a side."""
    request = context["request"]
    may = is_open(request.user, page)
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "page": page,
        "sides": sides_of(page.pk, viewer=request.user, may_support=bool(may)),
        "rule": QUOTED,
        "open": bool(may),
    }


@register.simple_block_tag
def noted(content: str, words: Sequence[Noted] | None = None, *, headings: bool = True) -> str:
    """{% noted words %}a text as it is shown{% endnoted %}: the same with the words marked that comments speak about."""
    return trusted(mark(content, words, headings=headings)) if words else content


@register.simple_tag
def notes_at(talk: dict[str, Any] | None, anchors: Iterable[str]) -> dict[str, Any]:
    """Notes on the words of these parts, of what `summary.talk_of` found: {"total", "part": for ?part=}."""
    found = (
        {anchor: talk["by_part"][anchor] for anchor in anchors if anchor in talk["by_part"]} if talk else {}
    )
    return {"total": sum(found.values()), "part": ",".join(found)}
