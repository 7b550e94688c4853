"""Knowledge pages for the tests: knowledge_page(title=…, sections={"Heading": "Text"})."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policywiki.core.blocks import normalise
from policywiki.core.markup import from_plain
from policywiki.core.publication import publishing
from policywiki.wiki.models import KnowledgeIndexPage, KnowledgePage
from policywiki.wiki.targets import free_slug

from .people import UserFactory

SECTIONS = {"Where to park": "Only inside the marked bays.", "Who decides": "The street office decides."}


def section(heading: str, text: str, level: str = "2") -> dict[str, Any]:
    """One raw section block; `text` in the small line markup."""
    return {"type": "section", "value": {"heading": heading, "level": level, "text": from_plain(text)}}


def knowledge_page(
    *,
    title: str = "Shared bicycles",
    sections: Mapping[str, str] | None = None,
    body: list[dict[str, Any]] | None = None,
    author: Any = None,
    language: str = "en",
    tags: list[str] | None = None,
    **fields: Any,
) -> KnowledgePage:
    """A live page with its first edition, written by `author`."""
    author = author or UserFactory()
    blocks = body if body is not None else [section(*item) for item in (sections or SECTIONS).items()]
    page = KnowledgePage(
        title=title,
        slug=free_slug(title),
        language=language,
        body=normalise(blocks),
        owner=author,
        live=False,
        **fields,
    )
    KnowledgeIndexPage.objects.get().add_child(instance=page)
    if tags:
        page.tags.set(tags)
    with publishing(author=author, summary="First text"):
        page.save_revision(user=author).publish(user=author, skip_permission_checks=True)
    return KnowledgePage.objects.get(pk=page.pk)
