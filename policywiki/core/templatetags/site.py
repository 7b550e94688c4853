"""Tags of every page: {% load site %}. Times, deadlines, numbers, and where one is."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from policywiki.core import html, wording

register = template.Library()


@register.filter
def language_tag(code: str | None) -> str:
    """The BCP 47 form of a language code: zh-hans -> zh-Hans, zh-hant-tw -> zh-Hant-TW, en -> en."""
    parts = (code or "").split("-")
    cased = [part.title() if len(part) == 4 else part.upper() for part in parts[1:]]
    return "-".join([parts[0].lower(), *cased])


@register.simple_tag
def when(value: date | datetime | None) -> SafeString | str:
    """A past time as <time>: "3 days ago, 30 May". Empty for None."""
    return _time(value, wording.when_text) if value else ""


@register.simple_tag
def deadline(value: date | datetime | None) -> SafeString | str:
    """A time to come as <time>: "Tue 2 June, 18:00, in 4 days". Empty for None."""
    return _time(value, wording.deadline_text) if value else ""


@register.simple_tag
def beginning(value: date | datetime | None) -> SafeString | str:
    """A time to come from which on something holds: "Tue 2 June, 18:00, in 4 days". Empty for None."""
    return _time(value, wording.beginning_text) if value else ""


@register.simple_tag
def day(value: date | datetime | None) -> SafeString | str:
    """The date alone as <time>: "30 May", or "30 May 2024". Empty for None."""
    return _time(value, wording.date_text) if value else ""


@register.filter
def num(value: int | None) -> str:
    """1284 -> "1,284"; nothing for None."""
    return "" if value is None else wording.number_text(int(value))


@register.filter
def round_num(value: int | None) -> str:
    """12000000 -> "12 million", in Chinese "1,200 万"."""
    return "" if value is None else wording.round_number_text(int(value))


@register.filter
def linked(text: str) -> SafeString:
    """Plain text as HTML: empty lines make paragraphs, web addresses become links."""
    return html.trusted(html.clean_comment(text))


@register.simple_tag
def room_url(path: str = "") -> str:
    """A fixed address of the site in the reader's language: "search/" -> "/zh-hans/search/"."""
    return f"/{get_language() or settings.LANGUAGE_CODE}/{path}"


@register.simple_tag(takes_context=True)
def nav_here(context: dict[str, Any], room: str) -> SafeString | str:
    """aria-current="page" when the address lies in this room: the first part after the language."""
    request = context.get("request")
    parts = request.path.strip("/").split("/") if request else []
    return format_html('aria-current="{}"', "page") if room in parts[:2] else ""


@register.simple_tag(takes_context=True)
def sign_in_url(context: dict[str, Any]) -> str:
    """The sign-in page, coming back here afterwards."""
    return _with_next("account_login", context.get("request"))


@register.simple_tag(takes_context=True)
def display_url(context: dict[str, Any]) -> str:
    """The page where one chooses theme and size of text, coming back here afterwards."""
    return _with_next("home:display", context.get("request"))


@register.simple_tag(takes_context=True)
def page_query(context: dict[str, Any], number: int) -> str:
    """The address's own query with another page number: "?q=…&page=3"."""
    request = context.get("request")
    if request is None:
        return f"?page={number}"
    query = request.GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"


def _time(value: date | datetime, say: Any) -> SafeString:
    stamp = timezone.localtime(value).isoformat(timespec="minutes") if isinstance(value, datetime) else value
    return format_html('<time datetime="{}">{}</time>', stamp, say(value, now=timezone.now()))


def _with_next(name: str, request: HttpRequest | None) -> str:
    try:
        url = reverse(name)
    except NoReverseMatch:
        return "#"
    if request is None or request.path == url:
        return url
    return f"{url}?{urlencode({'next': request.get_full_path()})}"
