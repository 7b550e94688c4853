"""What the worker does after a publication: its authors are worked out, its links and citations kept."""

from __future__ import annotations

from wagtail.models import Page

from policywiki.core.events import PagePublished, PageUnpublished, PartHidden, listen

from .actions.attribute import work_out_authors
from .actions.keep_citations import check_citations, keep_citations
from .actions.keep_links import keep_links
from .models import KnowledgePage


@listen(PagePublished)
def attribute(event: PagePublished) -> None:
    page = Page.objects.filter(pk=event.page_id).first()
    if page is not None:
        work_out_authors(page=page)


@listen(PagePublished)
def link(event: PagePublished) -> None:
    page = Page.objects.filter(pk=event.page_id).first()
    if page is not None:
        keep_links(page=page)


@listen(PartHidden)
def attribute_anew(event: PartHidden) -> None:
    """Sentences with hidden words are other sentences now, in every version."""
    page = Page.objects.filter(pk=event.page_id).first()
    if page is not None:
        work_out_authors(page=page, anew=True)


@listen(PartHidden)
def link_anew(event: PartHidden) -> None:
    """The words of a link stand in the list of missing pages too."""
    page = Page.objects.filter(pk=event.page_id).first()
    if page is not None:
        keep_links(page=page)


@listen(PagePublished, PageUnpublished, PartHidden)
def look_at_citations(event: PagePublished | PageUnpublished | PartHidden) -> None:
    """What this page cites is written down anew; so is how it stands in pages that cite it."""
    page = KnowledgePage.objects.filter(pk=event.page_id).first()
    if page is not None:
        keep_citations(page=page)
        check_citations(page_id=page.pk)
