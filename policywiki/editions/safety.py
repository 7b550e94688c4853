"""Pages for trust and safety: the live text, every edition and draft of it, and what was said about them."""

from __future__ import annotations

import json
import re
from itertools import chain, count
from typing import Any

from django.apps import apps
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from taggit.models import ItemBase, Tag
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageLogEntry, Revision

from policywiki.accounts.models import User
from policywiki.core.page_content import apply_content, content_fields, content_of
from policywiki.core.redaction import PLACEHOLDERS
from policywiki.trust.hiding import Item, ItemKind, Scope, Store, field_store, register

from .models import Edition

NAMED = ("draft_title", "seo_title", "search_description")
"""What a page is called outside its text."""
ADDRESSED = ("slug", "url_path")


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


def _page(pk: int) -> Page | None:
    return Page.objects.filter(pk=pk).specific().first()


def _pages(scope: Scope) -> Any:
    pages = Page.objects.filter(pk=scope.page_id).specific() if scope.page_id else Page.objects.none()
    return [page for page in pages if hasattr(page, "content_fields")]


def _read_page(page: Page) -> dict[str, Any]:
    written = [name for name, kind in content_fields(page).items() if kind in ("text", "blocks")]
    return {name: value for name, value in content_of(page).items() if name in written}


def _write_page(page: Page, value: dict[str, Any]) -> None:
    """The live columns alone: no new edition, because nobody wrote anything. Saving tells the search."""
    apply_content(page, value)
    page.save(clean=False, update_fields=list(value))


def _read_address(page: Page) -> dict[str, Any]:
    """The page's own address, and what search engines and the admin call it."""
    named = {name: getattr(page, name) for name in NAMED}
    return named | {"slug": _as_words(page.slug)} if _named_by_title(type(page)) else named


def _write_address(page: Page, value: dict[str, Any]) -> None:
    """Another address without a redirect: the old one was the personal data. Titles of drafts as well.

    Not through save(): Wagtail would keep the old address as a redirect.
    """
    if "slug" in value and value["slug"] != _as_words(page.slug):
        page.slug = _free(page, _as_slug(value["slug"]))
        page.set_url_path(page.get_parent())
    named = {name: value[name][: Page._meta.get_field(name).max_length] for name in NAMED if name in value}
    rows = Page.objects.filter(pk=page.pk)
    rows.update(slug=page.slug, url_path=page.url_path, **named)
    # Links by address, redirects and search results are built from the row: tell them as a save does.
    page.refresh_from_db()
    page.save(clean=False, update_fields=["search_description"])


def _topics(scope: Scope) -> list[Tag]:
    """The topics of the page, live or in a version, that nothing else has: a topic is one word for all that have it."""
    found: set[int] = set()
    elsewhere: set[int] = set()
    for page in _pages(scope):
        for items in Revision.objects.for_instance(page).values_list("content__tagged_items", flat=True):
            found.update(item["tag"] for item in items or [])
        own = page.tagged_items.model
        found.update(own.objects.filter(content_object=page).values_list("tag", flat=True))
        for model in _wearers():
            others = model.objects.exclude(content_object=page.pk) if model is own else model.objects.all()
            elsewhere.update(others.filter(tag__in=found).values_list("tag", flat=True))
    return list(Tag.objects.filter(pk__in=found - elsewhere))


def _wearers() -> list[Any]:
    """The tables of what has which topic."""
    return [model for model in apps.get_models() if issubclass(model, ItemBase)]


def _of_pages(model: Any) -> bool:
    fields = [field for field in model._meta.concrete_fields if field.name == "content_object"]
    return any(issubclass(field.related_model, Page) for field in fields)


def _read_topic(topic: Tag) -> dict[str, Any]:
    """Without the number of _write_topic."""
    noted = any(note in topic.name for note in PLACEHOLDERS.values())
    return {"name": re.sub(r" --\d+\Z", "", topic.name) if noted else topic.name}


def _write_topic(topic: Tag, value: dict[str, Any]) -> None:
    """Another name for it, with a number where that is taken; its slug, which nobody reads, without words from now on."""
    longest = Tag._meta.get_field("name").max_length or 0
    others = Tag.objects.exclude(pk=topic.pk)
    tried = chain([value["name"][:longest]], (f"{value['name'][: longest - 9]} --{n}" for n in count(2)))
    name = next(one for one in tried if not others.filter(name=one).exists())
    Tag.objects.filter(pk=topic.pk).update(name=name, slug=f"topic-{topic.pk}")
    for model in filter(_of_pages, _wearers()):
        worn = model.objects.filter(tag=topic).values("content_object")
        for page in Page.objects.filter(pk__in=worn).specific():
            page.save(clean=False, update_fields=["search_description"])  # tells the search


def _named_by_title(model: Any) -> bool:
    """Whether its address is made of words; a proposal's is its number, and stays."""
    return getattr(model, "named_by_title", True)


def _free(page: Page, slug: str) -> str:
    """With a number where another page has this address already; two hyphens, which no title makes, before it."""
    taken = set(
        page.get_siblings(inclusive=False).filter(slug__startswith=slug).values_list("slug", flat=True)
    )
    numbered = (f"{slug[:240]}--{number}" for number in count(2))
    return next(free for free in chain([slug], numbered) if free not in taken)


def _as_slug(text: str) -> str:
    """The note in brackets as a part of an address."""
    for note in PLACEHOLDERS.values():
        text = text.replace(note, slugify(note, allow_unicode=True))
    return text[:255]


def _as_words(slug: str) -> str:
    """And back: what was hidden in an address reads like what was hidden in a text, without the number of _free."""
    words = slug
    for note in PLACEHOLDERS.values():
        words = words.replace(slugify(note, allow_unicode=True), note)
    return slug if words == slug else re.sub(r"--\d+(/?)\Z", r"\1", words)


def _revisions(scope: Scope) -> Any:
    """Editions and drafts alike; one after the other, because a long history does not fit in memory."""
    pages = _pages(scope)
    return Revision.objects.for_instance(pages[0]).iterator(chunk_size=20) if pages else []


def _editions(scope: Scope) -> Any:
    return Edition.objects.filter(page_id=scope.page_id) if scope.page_id else Edition.objects.none()


register(ItemKind("page", pgettext_lazy("of knowledge", "Page"), find))
register(Store("page", _("the page"), _pages, _page, _read_page, _write_page))
register(
    Store(
        "address",
        _("its address and its name for search engines"),
        _pages,
        _page,
        _read_address,
        _write_address,
    )
)


def _read_revision(revision: Revision) -> dict[str, Any]:
    """Stream fields lie in a revision as JSON in a string: opened here, so that words in HTML are seen."""
    content = _opened(revision.content)
    if _named_by_title(revision.content_type.model_class()):
        content |= {name: _as_words(content[name]) for name in ADDRESSED if content.get(name)}
    else:
        content = {name: part for name, part in content.items() if name not in ADDRESSED}
    return {"title": revision.object_str, "content": content}


def _write_revision(revision: Revision, value: dict[str, Any]) -> None:
    content = _closed(value["content"], revision.content)
    content = revision.content | content | _addressed(revision, value["content"])
    Revision.objects.filter(pk=revision.pk).update(object_str=value["title"][:255], content=content)


def _addressed(revision: Revision, content: dict[str, Any]) -> dict[str, Any]:
    """Where the words stood in it, an address that no other page has: the one that _write_address gives the page."""
    before = {name: revision.content[name] for name in ADDRESSED if content.get(name)}
    after = {
        name: old if content[name] == _as_words(old) else _as_slug(content[name])
        for name, old in before.items()
    }
    if after.get("slug") != before.get("slug"):
        after["slug"] = _free(Page.objects.get(pk=revision.object_id), after["slug"])
        if "url_path" in after:
            above = after["url_path"].rstrip("/").rpartition("/")[0]
            after["url_path"] = f"{above}/{after['slug']}/"
    return after


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
register(
    Store(
        "topic", _("topics"), _topics, lambda pk: Tag.objects.filter(pk=pk).first(), _read_topic, _write_topic
    )
)
register(field_store("edition", _("what was said about versions"), Edition, ("summary",), _editions))
register(
    Store(
        "redirect",
        _("earlier addresses"),
        lambda scope: Redirect.objects.filter(redirect_page=scope.page_id or 0),
        lambda pk: Redirect.objects.filter(pk=pk).first(),
        lambda redirect: {"old_path": redirect.old_path},
        # An earlier address with words in it leads nowhere from now on; with a note in their place it would be
        # another page's as well.
        lambda redirect, value: redirect.delete(),
    )
)
register(
    field_store(
        "page_log",
        _("its record in the admin"),
        PageLogEntry,
        ("label", "data"),
        lambda scope: PageLogEntry.objects.filter(page_id=scope.page_id or 0),
    )
)
