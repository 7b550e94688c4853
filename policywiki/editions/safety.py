"""Pages for trust and safety: the live text, every edition and draft of it, and what was said about them."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page, Revision

from policywiki.accounts.models import User
from policywiki.core.page_content import apply_content, content_fields, content_of
from policywiki.trust.hiding import Item, ItemKind, Scope, Store, field_store, register

from .models import Edition


def find(pk: int) -> Item | None:
    """A page that has been published; its author is that of the current edition."""
    page = Page.objects.filter(pk=pk).specific().first()
    if page is None or not hasattr(page, "content_fields"):
        return None
    current = Edition.objects.current(page)
    return Item(
        kind="page",
        pk=page.pk,
        title=page.title,
        author=(current and current.author) or page.owner or User.objects.system(),
        language=page.language,
        scope=Scope(page_id=page.pk),
        texts=_read_page(page),
        url=page.url or "",
    )


def _pages(scope: Scope) -> Any:
    pages = Page.objects.filter(pk=scope.page_id).specific() if scope.page_id else Page.objects.none()
    return [page for page in pages if hasattr(page, "content_fields")]


def _read_page(page: Page) -> dict[str, Any]:
    written = [name for name, kind in content_fields(page).items() if kind in ("text", "blocks")]
    return {name: value for name, value in content_of(page).items() if name in written}


def _write_page(page: Page, value: dict[str, Any]) -> None:
    """The live columns alone: no new edition, because nobody wrote anything. Saving tells the search."""
    apply_content(page, value)
    if "title" in value and not page.has_unpublished_changes:
        page.draft_title = page.title
    page.save(clean=False, update_fields=[*value, "draft_title"])


def _revisions(scope: Scope) -> Any:
    """Editions and drafts alike; one after the other, because a long history does not fit in memory."""
    pages = _pages(scope)
    return Revision.objects.for_instance(pages[0]).iterator(chunk_size=20) if pages else []


def _editions(scope: Scope) -> Any:
    return Edition.objects.filter(page_id=scope.page_id) if scope.page_id else Edition.objects.none()


register(ItemKind("page", pgettext_lazy("of knowledge", "Page"), find))
register(
    Store(
        "page",
        _("the page"),
        _pages,
        lambda pk: Page.objects.filter(pk=pk).specific().first(),
        _read_page,
        _write_page,
    )
)


def _read_revision(revision: Revision) -> dict[str, Any]:
    """Stream fields lie in a revision as JSON in a string: opened here, so that words in HTML are seen."""
    return {"title": revision.object_str, "content": _opened(revision.content)}


def _write_revision(revision: Revision, value: dict[str, Any]) -> None:
    Revision.objects.filter(pk=revision.pk).update(
        object_str=value["title"], content=_closed(value["content"], revision.content)
    )


def _opened(content: dict[str, Any]) -> dict[str, Any]:
    return {
        name: json.loads(value) if isinstance(value, str) and value.startswith("[{") else value
        for name, value in content.items()
    }


def _closed(content: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    return {
        name: json.dumps(value) if isinstance(before.get(name), str) and isinstance(value, list) else value
        for name, value in content.items()
    }


register(
    Store(
        "revision",
        _("versions in the history"),
        _revisions,
        lambda pk: Revision.objects.filter(pk=pk).first(),
        _read_revision,
        _write_revision,
    )
)
register(field_store("edition", _("what was said about versions"), Edition, ("summary",), _editions))
