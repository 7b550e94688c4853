"""What follows a publication: who wrote the page is worked out by the worker."""

from __future__ import annotations

from wagtail.models import Page

from policywiki.core.events import PagePublished, PartHidden, listen

from .actions.attribute import work_out_authors


@listen(PagePublished)
def attribute(event: PagePublished) -> None:
    page = Page.objects.filter(pk=event.page_id).first()
    if page is not None:
        work_out_authors(page=page)


@listen(PartHidden)
def attribute_anew(event: PartHidden) -> None:
    """Sentences with hidden words are other sentences now, in every version."""
    page = Page.objects.filter(pk=event.page_id).first()
    if page is not None:
        work_out_authors(page=page, anew=True)
