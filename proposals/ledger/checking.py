"""Checking the ledger where it lies: the chain against its ends, every number against a recount."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Max

from proposals.acts import Act
from proposals.models import Ballot, LedgerRow, ProposalRecord, Sequence, Support, TextSupport
from proposals.models.record import LEDGER
from proposals.tally import recounted, standings

from .rows import public_head, public_row
from .verify_ledger import Report, verify

CHUNK = 2000


def check_positions() -> list[str]:
    """Over all proposals: every position from 1 to the last one given is there, once."""
    given = Sequence.objects.filter(name=LEDGER).values_list("value", flat=True).first() or 0
    sealed = LedgerRow.objects.filter(position__isnull=False)
    found = sealed.aggregate(rows=Count("pk"), last=Max("position"))
    if (found["rows"], found["last"] or 0) == (given, given):
        return []
    return [*_gaps(sealed.order_by("position").values_list("position", flat=True).iterator(CHUNK), given)]


def check_record(record: ProposalRecord) -> Report:
    """One proposal: its public record, its numbers, and the current rows of its people."""
    ends = list(record.heads.order_by("rows"))
    rows = LedgerRow.objects.entered().filter(proposal=record).select_related("edition")
    report = verify(
        record.code,
        map(public_row, rows.iterator(chunk_size=CHUNK)),
        heads={end.rows: end.hash for end in ends},
        stated=public_head(record, ends[-1] if ends else None),
    )
    report.problems += [*_numbers(record), *_texts(record), *_current(record)]
    return report


def _numbers(record: ProposalRecord) -> Iterator[str]:
    """The numbers shown on the page, against a recount of everything counted, entered or not."""
    tally = recounted(record.ledger.counted().iterator(chunk_size=CHUNK))
    for name, shown in (
        ("support", record.support_count),
        ("votes_for", record.votes_for),
        ("votes_against", record.votes_against),
        ("votes_abstain", record.votes_abstain),
        ("votes_set_aside", record.votes_set_aside),
    ):
        if shown != getattr(tally, name):
            yield f"{name}: the page shows {shown}, a recount gives {getattr(tally, name)}"


def _texts(record: ProposalRecord) -> Iterator[str]:
    """How many stand behind each text, against the text that each person's last counted support names."""
    said: dict[str, int] = {}
    for row in record.ledger.counted().support_acts().iterator(chunk_size=CHUNK):
        said[row.voter] = row.edition_id if row.act == Act.SUPPORT_GIVEN else 0
    found = Counter(edition for edition in said.values() if edition)
    shown = dict(TextSupport.objects.filter(proposal=record, people__gt=0).values_list("edition", "people"))
    for edition in sorted(found.keys() | shown.keys()):
        if found[edition] != shown.get(edition, 0):
            yield f"text {edition}: {shown.get(edition, 0)} supporters are shown, a recount gives {found[edition]}"


def _current(record: ProposalRecord) -> Iterator[str]:
    """People's current votes and support, against what the ledger says stands. Only once all is counted."""
    if record.ledger.unsealed().exists():
        return
    standing = standings(record.ledger.counted().iterator(chunk_size=CHUNK))
    says = {
        voter: one.choice for (voter, is_support), one in standing.items() if one.choice and not is_support
    }
    supports = {voter for (voter, is_support), one in standing.items() if one.choice and is_support}
    current = dict(Ballot.objects.filter(proposal=record).values_list("voter", "choice"))
    for voter in sorted(says.keys() | current.keys()):
        if says.get(voter) != current.get(voter):
            yield f"voter {voter}: the ledger says {says.get(voter)}, the current vote {current.get(voter)}"
    for voter in sorted(
        supports ^ set(Support.objects.filter(proposal=record).values_list("voter", flat=True))
    ):
        yield f"voter {voter}: ledger and current support differ"


def _gaps(positions: Iterator[Any], given: int) -> Iterator[str]:
    before = 0
    for position in positions:
        if position > before + 1:
            yield f"positions {before + 1} to {position - 1}: sealed rows are missing"
        before = position
    if before < given:
        yield f"positions {before + 1} to {given}: sealed rows are missing at the end"
    elif before > given:
        yield f"positions {given + 1} to {before}: rows that the sealer did not number"
