"""Voters with sessions for votes over HTTP: `python -m tests.benchmarks.voters_http prepare N FILE | report`."""

from __future__ import annotations

import json
import sys
from datetime import timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402 - after setup
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.contrib.sessions.models import Session  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402
from django.utils.crypto import get_random_string  # noqa: E402

from policywiki.accounts.models import User  # noqa: E402
from policywiki.editions.models import Edition  # noqa: E402
from proposals.actions.seal import recount, seal_all  # noqa: E402
from proposals.models import Ballot, LedgerRow, ProposalRecord  # noqa: E402
from tests.factories.proposals import ProposalFactory  # noqa: E402


def prepare(voters: int, file: str) -> None:
    """One proposal that is voted on, and so many voters, whose session keys go to `file`, one a line."""
    if "cache" in settings.DATABASES:
        call_command("createcachetable", database="cache", verbosity=0)
    now = timezone.now() - timedelta(hours=1)
    # The bare view's rows go to a proposal of their own, so that they are nobody's votes.
    other, record = ProposalFactory(now=now), ProposalFactory(now=now, vote=True)
    User.objects.bulk_create(
        (User(email=f"voter{n}@example.org", display_name=f"Voter {n}", password="!") for n in range(voters)),
        batch_size=1000,
    )
    store, expires = SessionStore(), timezone.now() + timedelta(days=1)
    sessions = []
    for person in User.objects.filter(email__startswith="voter").order_by("pk").iterator():
        data = {
            SESSION_KEY: str(person.pk),
            BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend",
            HASH_SESSION_KEY: person.get_session_auth_hash(),
        }
        sessions.append(
            Session(session_key=get_random_string(32), session_data=store.encode(data), expire_date=expires)
        )
    Session.objects.bulk_create(sessions, batch_size=1000)
    with open(file, "w", encoding="ascii") as keys:
        keys.writelines(f"{session.session_key}\n" for session in sessions)
    edition = Edition.objects.current(record.page)
    assert edition is not None
    print(  # noqa: T201 - read by votes_http.py
        json.dumps(
            {"other": other.pk, "number": record.number, "edition": edition.pk, "page": record.page.url}
        )
    )


def report() -> None:
    """Count what waits and print every number that must agree."""
    begun = timezone.now()
    waited = seal_all()
    seconds = (timezone.now() - begun).total_seconds()
    record = ProposalRecord.objects.latest("pk")
    again = recount(record=record)
    print(  # noqa: T201 - read by votes_http.py
        json.dumps(
            {
                "ballots": Ballot.objects.filter(proposal=record).count(),
                "rows": LedgerRow.objects.filter(proposal=record).count(),
                "shown": record.votes_total,
                "recounted": again.votes_for + again.votes_against + again.votes_abstain,
                "sealed_at_the_end": waited,
                "seconds": seconds,
            }
        )
    )


if __name__ == "__main__":
    verb, *arguments = sys.argv[1:]
    if verb == "prepare":
        prepare(int(arguments[0]), arguments[1])
    else:
        report()
