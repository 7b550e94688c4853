"""What the processes of test_processes.py run: `python -m tests.proposals.voting VERB ARGUMENTS`."""

from __future__ import annotations

import json
import random
import sys
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.db import transaction  # noqa: E402 - after setup
from django.utils import timezone  # noqa: E402

from policywiki.accounts.models import User  # noqa: E402
from policywiki.core.verdicts import Refused  # noqa: E402
from policywiki.editions.models import Edition  # noqa: E402
from proposals.actions.seal import recount, seal, seal_all  # noqa: E402
from proposals.actions.stage import enter, locked  # noqa: E402
from proposals.actions.support import give_support, take_back  # noqa: E402
from proposals.actions.vote import cast_vote  # noqa: E402
from proposals.acts import Choice  # noqa: E402
from proposals.models import Ballot, LedgerRow, ProposalRecord, StageChange, Support  # noqa: E402
from proposals.stages import Stage  # noqa: E402
from tests.factories.proposals import CallFactory, ProposalFactory  # noqa: E402


def prepare(voters: int) -> None:
    """One proposal that gathers support, one that is voted on, and the people."""
    now = timezone.now() - timedelta(hours=1)
    CallFactory(support_threshold=100_000)
    ProposalFactory(now=now)
    ProposalFactory(now=now, vote=True)
    User.objects.bulk_create(
        User(email=f"voter{n}@example.org", display_name=f"Voter {n}", password="!") for n in range(voters)
    )


def act(process: int, own: int, shared: int, acts: int) -> None:
    """This process's own voters, then acts of those it shares with the others; prints how many succeeded."""
    chance = random.Random(process)
    people = list(User.objects.filter(email__startswith="voter").order_by("pk"))
    mine = people[shared + process * own : shared + (process + 1) * own]
    gathering, voting = _records()
    done = 0
    for person in mine:
        done += _support(gathering, person) + _vote(voting, person, Choice.values[process % 3])
    for _number in range(acts):
        person = chance.choice(people[:shared])
        if chance.random() < 0.5:
            done += _vote(voting, person, chance.choice(Choice.values))
        elif chance.random() < 0.6:
            done += _support(gathering, person)
        else:
            done += take_back(record=gathering, person=person, now=timezone.now())
    print(done)  # noqa: T201 - read by the test


def count(batches: int) -> None:
    """A worker that counts in small batches while people act."""
    for _number in range(batches):
        seal(limit=7)


def close() -> None:
    """The vote ends while votes come in: the clock's step, without its grace."""
    _gathering, voting = _records()
    with transaction.atomic():
        record = locked(voting)
        enter(record, Stage.CITY, actor=User.objects.system(), now=timezone.now())


def propose(how_many: int) -> None:
    for _number in range(how_many):
        ProposalFactory(now=timezone.now(), proposer=User.objects.system())


def report() -> None:
    """Count what is left and print every number that must agree."""
    seal_all()
    gathering, voting = _records()
    again = [recount(record=record) for record in (gathering, voting)]
    ballots = Ballot.objects.filter(proposal=voting)
    left = (
        StageChange.objects.filter(proposal=voting, from_stage=Stage.VOTE)
        .values_list("at", flat=True)
        .first()
    )
    numbers = {
        "support": [gathering.support_count, Support.objects.count(), again[0].support],
        "votes": [
            [voting.votes_for, voting.votes_against, voting.votes_abstain],
            [ballots.filter(choice=choice).count() for choice in Choice.values],
            [again[1].votes_for, again[1].votes_against, again[1].votes_abstain],
        ],
        "rows": LedgerRow.objects.count(),
        "refused": LedgerRow.objects.filter(counted=False).count(),
        "late": LedgerRow.objects.filter(proposal=voting, at__gte=left).count() if left else 0,
        "positions": sorted(LedgerRow.objects.values_list("position", flat=True)),
        "numbers": sorted(ProposalRecord.objects.values_list("number", flat=True)),
    }
    print(json.dumps(numbers))  # noqa: T201 - read by the test


def _records() -> tuple[ProposalRecord, ProposalRecord]:
    found = ProposalRecord.objects.select_related("page", "call").order_by("number")
    return found[0], found[1]


def _edition(record: ProposalRecord) -> Any:
    return Edition.objects.current(record.page)


def _support(record: ProposalRecord, person: Any) -> bool:
    """True where a row was written: supporting twice writes nothing."""
    had = Support.objects.filter(proposal=record, person=person).exists()
    give_support(record=record, person=person, edition=_edition(record), now=timezone.now())
    return not had


def _vote(record: ProposalRecord, person: Any, choice: str) -> bool:
    try:
        cast_vote(record=record, voter=person, choice=choice, edition=_edition(record), now=timezone.now())
    except Refused:
        return False
    return True


if __name__ == "__main__":
    verb, *arguments = sys.argv[1:]
    {"prepare": prepare, "act": act, "count": count, "close": close, "propose": propose, "report": report}[
        verb
    ](*map(int, arguments))
