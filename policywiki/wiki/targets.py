"""What one may suggest here: a change to a knowledge page, and a new one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page

from policywiki.core.page_content import apply_content
from policywiki.suggestions.models import Suggestion
from policywiki.suggestions.registry import Target, register

from .models import KnowledgeIndexPage, KnowledgePage
from .showing import preview


def check_page(content: Mapping[str, Any]) -> None:
    """A page needs a title and something to read. Raises ValidationError."""
    if not str(content.get("title") or "").strip():
        raise ValidationError(_("The page needs a title."))
    if not content.get("body"):
        raise ValidationError(_("The page needs at least one section with text."))


def create_page(*, suggestion: Suggestion, content: Mapping[str, Any], reviewer: Any, now: datetime) -> Page:
    """A page that is in the tree but not public yet; the accepting transaction publishes it at once."""
    page = KnowledgePage(live=False, owner=suggestion.author, title=content["title"])
    page.slug = free_slug(page.title)
    index().add_child(instance=page)
    apply_content(page, dict(content))
    return page


def free_slug(title: str) -> str:
    """An address that nobody under the index has: the title, with a number if it is taken."""
    stem = slugify(title, allow_unicode=True)[:200] or "page"
    taken = set(index().get_children().filter(slug__startswith=stem).values_list("slug", flat=True))
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def index() -> KnowledgeIndexPage:
    return KnowledgeIndexPage.objects.get()


register(
    Target(
        kind="change",
        label=pgettext_lazy("of knowledge", "Page"),
        model=KnowledgePage,
        check=check_page,
        preview=preview,
    )
)
register(
    Target(
        kind="new_page",
        label=_("New page"),
        model=KnowledgePage,
        check=check_page,
        create=create_page,
        preview=preview,
        parent=index,
    )
)
