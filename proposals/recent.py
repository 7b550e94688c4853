"""What voting asks of a proposal, kept for a moment in each process: thousands ask the same at once.

Safe because the sealer decides: it compares each act with the stages as they were written down, to the
microsecond. A vote that slips in within ACT_ON_SECONDS after an early close is refused there, and the receipt says so.
"""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings

from policywiki.editions.models import Edition

from .models import ProposalRecord

MOST_KEPT = 1000

_records: dict[int, tuple[float, ProposalRecord]] = {}
_editions: dict[tuple[int, int], Edition] = {}


def record_to_act_on(number: int) -> ProposalRecord | None:
    """The record without its text, at most ACT_ON_SECONDS old. Shared: read it, never change it."""
    kept, now = _records.get(number), time.monotonic()
    if kept is not None and now - kept[0] < settings.ACT_ON_SECONDS:
        return kept[1]
    record = ProposalRecord.objects.filter(number=number).to_act_on().first()
    if record is not None and settings.ACT_ON_SECONDS:
        _keep(_records, number, (now, record))
    return record


def edition_of(record: ProposalRecord, pk: int) -> Edition | None:
    """This version of the proposal's text, or None. Which page an edition belongs to never changes."""
    edition = _editions.get((record.page_id, pk))
    if edition is None:
        edition = Edition.objects.filter(pk=pk, page_id=record.page_id).first()
        if edition is not None and settings.ACT_ON_SECONDS:
            _keep(_editions, (record.page_id, pk), edition)
    return edition


def _keep(kept: dict[Any, Any], key: Any, value: Any) -> None:
    if len(kept) >= MOST_KEPT:
        kept.clear()
    kept[key] = value
