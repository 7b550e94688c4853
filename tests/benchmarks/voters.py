"""One of the processes that vote at once: `python -m tests.benchmarks.voters NUMBER OWN ROUNDS`.

Says "ready", waits for a line, votes, and prints how many votes it cast. So the time that Python takes to
start is not measured.
"""

from __future__ import annotations

import sys

import django

django.setup()

from django.utils import timezone  # noqa: E402 - after setup

from policywiki.accounts.models import User  # noqa: E402
from policywiki.editions.models import Edition  # noqa: E402
from proposals.actions.vote import cast_vote  # noqa: E402
from proposals.acts import Choice  # noqa: E402
from proposals.models import ProposalRecord  # noqa: E402


def main(number: int, own: int, rounds: int) -> None:
    record = ProposalRecord.objects.select_related("page", "call").order_by("number")[1]
    people = list(User.objects.filter(email__startswith="voter").order_by("pk"))[
        number * own : (number + 1) * own
    ]
    edition = Edition.objects.current(record.page)
    print("ready", flush=True)  # noqa: T201 - read by votes.py
    sys.stdin.readline()
    for turn in range(rounds):
        for place, person in enumerate(people):
            choice = Choice.values[(number + place + turn) % len(Choice.values)]
            cast_vote(record=record, voter=person, choice=choice, edition=edition, now=timezone.now())
    print(own * rounds, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
