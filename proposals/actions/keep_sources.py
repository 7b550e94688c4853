"""Keep what the live text of a proposal cites, and how each source stands now."""

from __future__ import annotations

from django.db import transaction

from policywiki.editions.models import Edition
from policywiki.wiki.cited import rows_of
from proposals.models import CitedSource, ProposalRecord


@transaction.atomic
def keep_sources(*, record: ProposalRecord) -> int:
    """Replace what is kept by what the live text cites; returns how many pages that is. Safe to repeat."""
    record = ProposalRecord.objects.select_related("page").get(pk=record.pk)
    edition = Edition.objects.current(record.page)
    since = edition.published_at if edition is not None else record.published_at
    before = CitedSource.objects.filter(proposal=record)
    rows = rows_of(record.page.evidence.raw_data, since=since, before=before)
    before.delete()
    CitedSource.objects.bulk_create(CitedSource(proposal=record, **row) for row in rows)
    return len(rows)


def check_citations(*, page_id: int) -> int:
    """After a change of a page: look again at every proposal that cites it, one transaction each."""
    found = ProposalRecord.objects.filter(cited_sources__source=page_id).distinct().order_by("pk")
    return sum(bool(keep_sources(record=record)) for record in found)
