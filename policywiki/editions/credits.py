"""What a person is credited for: the published versions they wrote or checked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from policywiki.accounts.paging import page_of
from policywiki.accounts.registry import Exporter, ProfileSection, register

from .models import Edition


def written_by(person: Any) -> QuerySet[Edition]:
    """Newest first; only of pages that everybody can read now."""
    public = Page.objects.live().public().values("pk")
    found: QuerySet[Edition] = Edition.objects.filter(author=person, page__in=public)
    return found.select_related("page").order_by("-published_at", "-pk")


def section(person: Any, request: HttpRequest) -> dict[str, Any] | None:
    """`page_obj` of editions, or nothing for a person who has published nothing yet."""
    page = page_of(request, written_by(person))
    return {"page_obj": page} if page.paginator.count else None


def rows(person: Any) -> Iterator[dict[str, Any]]:
    """Versions published as theirs, and those they checked for others."""
    for role, mine in (("author", {"author": person}), ("checked", {"reviewer": person})):
        for edition in Edition.objects.filter(**mine).select_related("page").order_by("pk"):
            yield {
                "role": role,
                "page": edition.page.title,
                "version": edition.number,
                "summary": edition.summary,
                "published_at": edition.published_at.isoformat(timespec="seconds"),
            }


def register_parts() -> None:
    register(ProfileSection("editions", _("Published"), "editions/credits.html", section, order=20))
    register(Exporter("editions", _("Published versions"), rows, order=30))
