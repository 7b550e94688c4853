"""The public record as people take it away: streamed, the same bytes until more rows are entered."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings

from proposals.models import LedgerHead, LedgerRow, ProposalRecord

from .rows import public_head, public_row
from .verify_ledger import COLUMNS, VERSION

CHUNK = 2000


class _Echo:
    """What csv.writer writes to; the line comes back as its result."""

    def write(self, line: str) -> str:
        return line


def jsonl(record: ProposalRecord, head: LedgerHead | None) -> Iterator[str]:
    """A header line, then a line for each row up to the end that the header states."""
    header = {"format": VERSION, **public_head(record, head), "address": _address(record)}
    yield json.dumps(header, ensure_ascii=False) + "\n"
    for row in _rows(record, head):
        yield json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"


def table(record: ProposalRecord, head: LedgerHead | None) -> Iterator[str]:
    """The rows as CSV, each with the proposal's number."""
    writer = csv.writer(_Echo(), lineterminator="\n")
    yield writer.writerow(COLUMNS)
    for row in _rows(record, head):
        counted = "true" if row["counted"] else "false"
        yield writer.writerow(
            [record.code, *(counted if name == "counted" else row[name] for name in COLUMNS[1:])]
        )


def heads(found: Any) -> Iterator[str]:
    """The ends of all these records, one JSON object a line: what to keep, to hold us to it later."""
    found = found.select_related("proposal").prefetch_related("proposal__stage_changes")
    for head in found.order_by("pk").iterator(chunk_size=CHUNK):
        yield json.dumps(public_head(head.proposal, head), separators=(",", ":")) + "\n"


def _rows(record: ProposalRecord, head: LedgerHead | None) -> Iterator[dict[str, Any]]:
    found = LedgerRow.objects.entered().filter(proposal=record, number__lte=head.rows if head else 0)
    return map(public_row, found.select_related("edition").iterator(chunk_size=CHUNK))


def _address(record: ProposalRecord) -> str:
    return settings.SITE_BASE_URL.rstrip("/") + record.get_absolute_url()
