"""The one who counts: gathers new ledger rows in batches, refuses what came late, updates the tallies."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F

from policywiki.core.schedule import every
from proposals.acts import REVIEW_ACTS, SUPPORT_ACTS
from proposals.models import Ballot, LedgerRow, ProposalRecord, Sequence, StageChange, Support
from proposals.models.record import LEDGER
from proposals.tally import NOBODY, NOTHING, Standing, Tally, counts, recounted, stream, windows

from .texts import settle, stand_behind

BATCH = 500
BEAT_SECONDS = 2


@dataclass
class Stream:
    """One person's acts of one sort so far: what stands, and the last row in which they said so themselves."""

    standing: Standing = NOBODY
    said: LedgerRow | None = None

    def add(self, row: LedgerRow) -> None:
        self.standing = self.standing.after(row)
        if row.act not in REVIEW_ACTS:
            self.said = row

    @property
    def text(self) -> int | None:
        """The text (edition id) that this person supports; None where they do not."""
        supports = self.said is not None and self.standing.choice == "support"
        return self.said.edition_id if supports else None  # type: ignore[union-attr]  # one is said


Streams = dict[tuple[str, bool], Stream]


@every(BEAT_SECONDS)
def seal_all() -> int:
    """Count everything that waits, batch by batch; returns how many rows. Killed, it loses nothing."""
    total = 0
    while done := seal():
        total += done
    return total


def seal(*, limit: int = BATCH) -> int:
    """Count up to `limit` rows in one transaction; returns how many. Two sealers wait for each other."""
    # Asked without the lock: an idle beat must not take the writer's turn on SQLite.
    if not LedgerRow.objects.unsealed().exists():
        return 0
    with transaction.atomic():
        counter = Sequence.objects.locked(LEDGER)
        rows = list(LedgerRow.objects.unsealed()[:limit])
        _count(rows, first=counter.value + 1)
        counter.value += len(rows)
        counter.save(update_fields=["value"])
    return len(rows)


def recount(*, record: ProposalRecord) -> Tally:
    """The tallies from the beginning of the ledger, by the same rules; writes nothing."""
    return recounted(record.ledger.counted().iterator())


def _count(rows: list[LedgerRow], *, first: int) -> None:
    by_proposal: dict[int, list[LedgerRow]] = defaultdict(list)
    for position, row in enumerate(rows, start=first):
        row.position = position
        by_proposal[row.proposal_id].append(row)
    for proposal_id, of_one in by_proposal.items():
        _count_one(proposal_id, of_one)
    LedgerRow.objects.rewrite(rows, ["position", "counted"])
    settle(by_proposal)


def _count_one(proposal_id: int, rows: list[LedgerRow]) -> None:
    open_windows = windows(list(StageChange.objects.filter(proposal_id=proposal_id)))
    streams = _streams(proposal_id, rows)
    total, late = NOTHING, []
    texts: Counter[int | None] = Counter()
    for row in rows:
        row.counted = counts(row, open_windows)
        if not row.counted:
            late.append(row)
            continue
        one = streams[stream(row)]
        before, text = one.standing.tally, one.text
        one.add(row)
        total += one.standing.tally - before
        texts[text] -= 1
        texts[one.text] += 1
    if total:
        _add(proposal_id, total)
    stand_behind(proposal_id, texts)
    _restore(proposal_id, late, streams)


def _streams(proposal_id: int, rows: Iterable[LedgerRow]) -> Streams:
    """What each of these voters did before, as far as it counted."""
    streams: Streams = defaultdict(Stream)
    earlier = LedgerRow.objects.filter(proposal_id=proposal_id, voter__in={row.voter for row in rows})
    for row in earlier.counted():
        streams[stream(row)].add(row)
    return streams


def _add(proposal_id: int, total: Tally) -> None:
    """One UPDATE on the one row, from the one sealer: the hot row of a viral proposal is never waited for."""
    ProposalRecord.objects.filter(pk=proposal_id).update(
        support_count=F("support_count") + total.support,
        votes_for=F("votes_for") + total.votes_for,
        votes_against=F("votes_against") + total.votes_against,
        votes_abstain=F("votes_abstain") + total.votes_abstain,
        votes_set_aside=F("votes_set_aside") + total.votes_set_aside,
    )


def _restore(proposal_id: int, late: Iterable[LedgerRow], streams: Streams) -> None:
    """What came too late must not show as a person's current support or vote either."""
    for row in late:
        model: Any = Support if row.act in SUPPORT_ACTS else Ballot
        current = model.objects.filter(proposal_id=proposal_id, voter=row.voter)
        before = streams[stream(row)].said
        if before is None or not streams[stream(row)].standing.choice:
            current.delete()
        elif model is Ballot:
            current.update(choice=before.choice, edition=before.edition_id, cast_at=before.at)
        else:
            current.update(edition=before.edition_id, given_at=before.at)
