"""Keep what the live text of a page cites, and how each source stands now."""

from __future__ import annotations

from django.db import transaction

from policywiki.editions.models import Edition
from policywiki.wiki.cited import rows_of
from policywiki.wiki.models import KnowledgePage, PageCitation


@transaction.atomic
def keep_citations(*, page: KnowledgePage) -> int:
    """Replace what is kept by what the live text cites; returns how many sources that is. Safe to repeat."""
    page = KnowledgePage.objects.get(pk=page.pk)
    edition = Edition.objects.current(page)
    before = PageCitation.objects.filter(page=page)
    rows = (
        rows_of(page.body.raw_data, since=edition.published_at, before=before) if edition is not None else []
    )
    before.delete()
    PageCitation.objects.bulk_create(PageCitation(page=page, **row) for row in rows)
    return len(rows)


def check_citations(*, page_id: int) -> int:
    """After a change of a page: look again at every page that cites it, one transaction each."""
    citing = PageCitation.objects.of_page(page_id).values("page")
    found = KnowledgePage.objects.filter(pk__in=citing).order_by("pk")
    return sum(bool(keep_citations(page=page)) for page in found)
