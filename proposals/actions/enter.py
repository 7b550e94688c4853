"""Enter counted acts in each proposal's public record: in the order of pseudonyms, chained by their hashes.

An hour of an act would tell who acted elsewhere in that hour, and so would its place in the record. So acts
wait until their day is over and at least a few stand side by side, and are then entered sorted by pseudonym.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from policywiki.core.schedule import every
from proposals.ledger.rows import period_start, public_row
from proposals.ledger.verify_ledger import START, row_hash
from proposals.models import LedgerHead, LedgerRow, ProposalRecord, Sequence
from proposals.models.record import LEDGER
from proposals.stages import OPEN_TO_SUPPORT, VOTABLE
from proposals.tally import NOBODY, NOTHING, Standing, Tally, stream

BATCH = 1000
BEAT_SECONDS = 20
GROWING = OPEN_TO_SUPPORT | VOTABLE


@every(BEAT_SECONDS)
def enter_on_the_beat() -> int:
    return enter_all(now=timezone.now())


def enter_all(*, now: datetime) -> int:
    """Enter what is due in every record; returns how many rows. Killed between batches, it goes on later."""
    over = period_start(now)
    waiting = LedgerRow.objects.to_enter().values("proposal").annotate(oldest=Min("at")).order_by("proposal")
    found = {row["proposal"]: row["oldest"] for row in waiting}
    records = ProposalRecord.objects.filter(pk__in=found).order_by("pk")
    return sum(
        enter(record=record, before=over if record.stage in GROWING else None, now=now)
        for record in records
        # A result that is hidden until the close stays out of the public record until then, too.
        if not record.result_is_hidden and (record.stage not in GROWING or found[record.pk] < over)
    )


def enter(*, record: ProposalRecord, before: datetime | None, now: datetime) -> int:
    """Enter acts dated before `before` (None: all, since no more can come); returns how many."""
    if before is not None and _due(record, before).count() < settings.LEDGER_LEAST:
        return 0
    total = 0
    while done := _enter_batch(record, before, now):
        total += done
    return total


def _due(record: ProposalRecord, before: datetime | None) -> Any:
    due = LedgerRow.objects.to_enter().filter(proposal=record)
    if before is not None:
        due = due.filter(at__lt=before)
    return due.order_by("voter", "position")


@transaction.atomic
def _enter_batch(record: ProposalRecord, before: datetime | None, now: datetime) -> int:
    Sequence.objects.locked(LEDGER)
    rows = list(_due(record, before).select_related("edition")[:BATCH])
    if not rows:
        return 0
    head = LedgerHead.objects.filter(proposal=record).order_by("-rows").first()
    previous = head.hash if head else START
    for number, row in enumerate(rows, start=head.rows + 1 if head else 1):
        row.number, row.previous = number, previous
        row.hash = previous = row_hash(record.code, public_row(row))
    total = _tally_of(head) + _added(record, rows)
    LedgerRow.objects.rewrite(rows, ["number", "previous", "hash"])
    LedgerHead.objects.create(
        proposal=record,
        rows=rows[-1].number,
        hash=previous,
        entered_at=now,
        support=total.support,
        votes_for=total.votes_for,
        votes_against=total.votes_against,
        votes_abstain=total.votes_abstain,
        votes_set_aside=total.votes_set_aside,
    )
    return len(rows)


def _added(record: ProposalRecord, rows: list[LedgerRow]) -> Tally:
    """What these rows add to the numbers of the record."""
    standing: dict[tuple[str, bool], Standing] = {}
    earlier = LedgerRow.objects.entered().filter(proposal=record, voter__in={row.voter for row in rows})
    for row in earlier.filter(counted=True):
        standing[stream(row)] = standing.get(stream(row), NOBODY).after(row)
    total = NOTHING
    for row in rows:
        if row.counted:
            was = standing.get(stream(row), NOBODY)
            standing[stream(row)] = will = was.after(row)
            total += will.tally - was.tally
    return total


def _tally_of(head: LedgerHead | None) -> Tally:
    if head is None:
        return NOTHING
    return Tally(head.support, head.votes_for, head.votes_against, head.votes_abstain, head.votes_set_aside)
