"""Put proposals to a common vote, hand in a paper, count at the close."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from policywiki.core.events import CommonVoteCounted, CommonVoteOpened, publish
from policywiki.core.schedule import every
from policywiki.core.verdicts import WrongStage, require
from policywiki.editions.models import Edition
from proposals.actions.advance import GRACE
from proposals.actions.stage import locked
from proposals.actions.vote import UNTRACED, Trace
from proposals.ledger.rows import day_of, period_start
from proposals.models import CallPage, Paper, PaperRow, Poll, PollOption, ProposalRecord
from proposals.models.votes import receipt_of, voter_of
from proposals.outcome import VoteMode
from proposals.stages import AWAITING_ANSWER

from .entering import to_enter
from .papers import Empty, paper_from
from .permissions import can_hand_in, can_open_poll
from .verify_poll import FINDINGS, result, row_hash, start

BEAT_SECONDS = 10
FEWEST, MOST = 2, 60


@transaction.atomic
def open_poll(
    *,
    call: CallPage,
    official: Any,
    costs: Mapping[ProposalRecord, int],
    closes_at: datetime,
    quorum: int,
    now: datetime,
) -> Poll:
    """Put these proposals of the call (with what each costs, where there is a budget) on one paper.

    Raises NotFound, WrongStage, ValidationError. The paper, and the texts on it, stay as they are until the close:
    no change lands, and no answer, between our looking at them and their being on it.
    """
    call = CallPage.objects.select_for_update(no_key=True, of=("self",)).get(pk=call.pk)
    require(can_open_poll(official, call, now=now))
    costs = {locked(record): cost for record, cost in sorted(costs.items(), key=lambda one: one[0].pk)}
    _require_whole(call, costs, closes_at, now)
    poll: Poll = Poll.objects.create(
        call=call,
        mode=call.vote_mode,
        opened_at=now,
        opened_by=official,
        closes_at=closes_at,
        quorum=quorum,
        budget=call.budget or 0,
    )
    PollOption.objects.bulk_create(
        PollOption(poll=poll, proposal=record, cost=cost, edition=edition)
        for (record, cost), edition in zip(costs.items(), _texts(costs), strict=True)
    )
    publish(CommonVoteOpened(poll_id=poll.pk))
    return poll


@transaction.atomic
def hand_in(
    *, poll: Poll, voter: Any, given: Mapping[str, str], now: datetime, trace: Trace = UNTRACED
) -> Paper:
    """Record the voter's one paper (`given`: the fields of the form). Raises NotAllowed, WrongStage, NotFound.

    Locks the voter's own row only; every paper handed in is a row of the record.
    """
    require(can_hand_in(voter, poll, now=now))
    numbers = list(poll.options.values_list("proposal__number", flat=True))
    try:
        written = paper_from(poll.mode, numbers, given)
    except Empty:
        raise WrongStage(_("Please fill in at least one line.")) from None
    except ValueError:
        raise WrongStage(_("Please choose from what is offered.")) from None
    pseudonym = voter_of(receipt_of(poll, voter))
    said = {"paper": written, "voter": pseudonym, "cast_at": now}
    seen = {"came_from": trace.came_from, "seconds_to_fill": trace.seconds}
    paper, _made = Paper.objects.update_or_create(poll=poll, person=voter, defaults=said | seen)
    PaperRow.objects.create(poll=poll, voter=pseudonym, paper=written, at=now)
    return paper


@every(BEAT_SECONDS)
def count_on_the_beat() -> int:
    return count_polls(now=timezone.now())


def count_polls(*, now: datetime) -> int:
    """Count what has closed, and again where enough votes were looked at since; returns how many.

    Killed in between, the next beat does it.
    """
    waiting = Poll.objects.to_count(now - GRACE, found_before=period_start(now))
    return sum(_count(poll, now) for poll in waiting)


@transaction.atomic
def _count(poll: Poll, now: datetime) -> bool:
    poll = Poll.objects.select_for_update(no_key=True).get(pk=poll.pk)
    options, first = options_of(poll), poll.counted_at is None
    previous = poll.hash or start(poll.code, poll.mode, poll.budget, options)
    waiting = to_enter(poll, now=now)
    if not (first or waiting):
        return False
    for number, row in enumerate(waiting, start=poll.rows + 1):
        if row.paper in FINDINGS:
            # It is never too late, and its own day would tell which decision it was.
            row.counted, row.at = True, now
        else:
            row.counted = row.at < poll.closes_at
        row.number = number
        row.previous = previous
        row.hash = previous = row_hash(poll.code, public_paper(row))
    PaperRow.objects.bulk_update(waiting, ["number", "counted", "at", "previous", "hash"], batch_size=500)
    # What waits for others to enter with is in no result yet: nobody could recount it.
    entered = poll.ledger.filter(number__isnull=False).order_by("number")
    rows = map(public_paper, entered.iterator(chunk_size=2000))
    poll.result = result(poll.mode, options, rows, budget=poll.budget)
    poll.rows, poll.hash = poll.rows + len(waiting), previous
    if first:
        poll.counted_at = now
    else:
        poll.recounted_at = now
    poll.save(update_fields=["result", "counted_at", "recounted_at", "rows", "hash"])
    if first:
        publish(CommonVoteCounted(poll_id=poll.pk))
    return True


def options_of(poll: Poll) -> list[dict[str, Any]]:
    """Each proposal on the paper as the record states it: number, cost, and which version of its text."""
    found = poll.options.values_list("proposal__number", "cost", "edition__number")
    return [{"number": number, "cost": cost, "text": text} for number, cost, text in found]


def public_paper(row: PaperRow) -> dict[str, Any]:
    """What everybody may read of a row once the vote is counted (fields of verify_poll.FIELDS, and the hash)."""
    return {
        "number": row.number,
        "voter": row.voter,
        "paper": row.paper,
        "day": day_of(row.at),
        "counted": row.counted,
        "previous": row.previous,
        "hash": row.hash,
    }


def _texts(records: Iterable[ProposalRecord]) -> list[Edition | None]:
    """The text of each as everybody reads it now."""
    pages = [record.page_id for record in records]
    latest = {one.page_id: one for one in Edition.objects.filter(page__in=pages).order_by("number")}
    return [latest.get(page) for page in pages]


def _require_whole(
    call: CallPage, costs: Mapping[ProposalRecord, int], closes_at: datetime, now: datetime
) -> None:
    if not FEWEST <= len(costs) <= MOST:
        raise ValidationError(_("Please choose at least two proposals."))
    if any(one.call_id != call.pk or one.stage not in AWAITING_ANSWER for one in costs):
        raise ValidationError(_("Only proposals of this call that are with the city can be put to the vote."))
    if closes_at <= now:
        raise ValidationError(_("The last day must lie ahead."))
    if call.vote_mode == VoteMode.BUDGET and (not call.budget or not all(costs.values())):
        raise ValidationError(_("The call needs a budget, and each proposal its cost."))
