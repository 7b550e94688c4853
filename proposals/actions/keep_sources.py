"""Keep what the live text of a proposal cites, and how each source stands now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from policywiki.editions.models import Edition
from proposals.citing import cited
from proposals.models import CitedSource, ProposalRecord

NAME_LENGTH = 255


@transaction.atomic
def keep_sources(*, record: ProposalRecord) -> int:
    """Replace what is kept by what the live text cites; returns how many pages that is. Safe to repeat."""
    record = ProposalRecord.objects.select_related("page").get(pk=record.pk)
    edition = Edition.objects.current(record.page)
    since = edition.published_at if edition is not None else record.published_at
    rows = [row for block in record.page.evidence.raw_data if (row := _row(record, block, since))]
    CitedSource.objects.filter(proposal=record).delete()
    CitedSource.objects.bulk_create(rows)
    return len(rows)


def check_citations(*, page_id: int) -> int:
    """After a change of a page: look again at every proposal that cites it, one transaction each."""
    found = ProposalRecord.objects.filter(cited_sources__source=page_id).distinct().order_by("pk")
    return sum(bool(keep_sources(record=record)) for record in found)


def _row(record: ProposalRecord, block: dict[str, Any], since: datetime) -> CitedSource | None:
    found = cited(block["value"], since=since)
    if found is None:
        return None
    place, now = found.place, found.place_now
    return CitedSource(
        proposal=record,
        block=block["id"],
        source=block["value"]["page"],
        anchor=block["value"].get("anchor") or "",
        place=place.name[:NAME_LENGTH] if place is not None else "",
        anchor_now=now.anchor if now is not None else "",
        place_now=now.name[:NAME_LENGTH] if now is not None else "",
        edition=found.edition,
        standing=found.standing,
        quote_stands=found.quote_stands,
    )
