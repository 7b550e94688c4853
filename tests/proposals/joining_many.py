"""What the process of test_many_supporters.py does: `python -m tests.proposals.joining_many HOW_MANY`.

A proposal of so many supporters is merged into another, then that one is divided; prints what is to be compared.
"""

from __future__ import annotations

import io
import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import django
from django.conf import settings

# As in production: what listeners do is written to the outbox, in the same transaction, and done by the worker.
settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
django.setup()

from django.contrib.auth.models import AnonymousUser  # noqa: E402
from django.core import mail  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402
from django_tasks_db.models import DBTaskResult  # noqa: E402

from policywiki.accounts.models import User  # noqa: E402
from policywiki.home.actions.setup_site import setup_site  # noqa: E402
from policywiki.moderation.actions.cases import decide  # noqa: E402
from policywiki.moderation.models import Decision  # noqa: E402
from policywiki.suggestions.models import Suggestion  # noqa: E402
from proposals.actions.divide import begin_division  # noqa: E402
from proposals.actions.merge import agree_to_merge, ask_to_merge  # noqa: E402
from proposals.actions.reply import reply  # noqa: E402
from proposals.actions.seal import seal_all  # noqa: E402
from proposals.acts import Act  # noqa: E402
from proposals.drafts import KeptDraft, send_draft  # noqa: E402
from proposals.merging import joined_view, questions  # noqa: E402
from proposals.models import LedgerRow, ProposalRecord, Support  # noqa: E402
from proposals.models.votes import voter_key  # noqa: E402
from tests.factories.people import UserFactory  # noqa: E402
from tests.factories.proposals import CallFactory, ProposalFactory, edition_of  # noqa: E402

TOLD = "policywiki.notifications.supporters.tell_some"


def supported(title: str, people: list[Any]) -> ProposalRecord:
    """A proposal with these supporters, counted; their rows as `give_support` writes them."""
    record: ProposalRecord = ProposalFactory(now=timezone.now(), content={"title": title})
    given = {"proposal": record, "edition": edition_of(record)}
    at = timezone.now()
    voters = [(person, voter_key(record, person)) for person in people]
    Support.objects.bulk_create(
        [Support(person=person, voter=voter, given_at=at, **given) for person, voter in voters]
    )
    LedgerRow.objects.bulk_create(
        [LedgerRow(voter=voter, act=Act.SUPPORT_GIVEN, at=at, **given) for _person, voter in voters]
    )
    seal_all()
    return fresh(record)


def fresh(record: ProposalRecord) -> ProposalRecord:
    return ProposalRecord.objects.select_related("page", "call", "proposer").get(pk=record.pk)


def measured(act: Callable[[], Any]) -> dict[str, Any]:
    """Seconds and queries of an act, mails that went out within it, tasks that it left."""
    before, waiting = len(mail.outbox), DBTaskResult.objects.ready().count()
    begun = time.perf_counter()
    with CaptureQueriesContext(connection) as asked:
        act()
    return {
        "seconds": round(time.perf_counter() - begun, 3),
        "queries": len(asked),
        "mails": len(mail.outbox) - before,
        "tasks": DBTaskResult.objects.ready().count() - waiting,
    }


def worked() -> dict[str, Any]:
    """The worker does what waits: mails, to how many people, in how many turns, the most in one of them."""
    mail.outbox.clear()
    done = set(DBTaskResult.objects.values_list("id", flat=True).exclude(status="READY"))
    begun = time.perf_counter()
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
    turns = [one for one in DBTaskResult.objects.exclude(id__in=done) if TOLD in one.args_kwargs["args"]]
    ended = [one for one in mail.outbox if "You supported" in one.body]
    return {
        "seconds": round(time.perf_counter() - begun, 1),
        "mails": len(ended),
        "people": len({one.to[0] for one in ended}),
        "turns": len(turns),
        "failed": DBTaskResult.objects.failed().count(),
    }


def merged(ends: ProposalRecord, stays: ProposalRecord) -> dict[str, Any]:
    merge = ask_to_merge(ends=ends, stays=stays, asker=ends.proposer, why="The same.", now=timezone.now())
    return measured(lambda: agree_to_merge(merge=merge, person=stays.proposer, now=timezone.now()))


class _Asks:
    def __init__(self, user: Any) -> None:
        self.user = user


def divided(record: ProposalRecord) -> dict[str, Any]:
    """Both parts written, checked and published; what the publication of the last one costs."""
    division = begin_division(
        record=record, proposer=record.proposer, parts=2, why="Two things.", now=timezone.now()
    )
    return [published(part.suggestion_id, record.proposer) for part in division.parts.all()][-1]


def published(suggestion: int, proposer: Any) -> dict[str, Any]:
    send_draft(KeptDraft(_Asks(proposer), str(suggestion)), now=timezone.now())  # type: ignore[arg-type]
    case: Any = Suggestion.objects.get(pk=suggestion).case
    deciding = {"case": case, "decision": Decision.PUBLISH, "version": case.version}
    return measured(lambda: decide(moderator=UserFactory(moderator=True), now=timezone.now(), **deciding))


def page(record: ProposalRecord) -> dict[str, Any]:
    """The proposal's page for a guest: how long, the second time; queries."""
    client, address = Client(), f"/en/proposals/{record.code}/"
    client.get(address, follow=True)
    begun = time.perf_counter()
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address, follow=True)
    return {
        "milliseconds": round(1000 * (time.perf_counter() - begun)),
        "queries": len(asked),
        "status": answer.status_code,
    }


def main(how_many: int) -> None:
    mail.outbox = []
    setup_site(name="Test city")
    CallFactory(support_threshold=100_000)
    User.objects.bulk_create(
        User(email=f"s{n}@example.org", display_name=f"S {n}", password="!", language="en")
        for n in range(how_many + 10)
    )
    people = list(User.objects.filter(email__startswith="s", display_name__startswith="S ").order_by("pk"))
    both = how_many // 10
    few = merged(supported("Few", people[:3]), supported("Few stay", people[2:6]))
    ends, stays = supported("Many", people[:how_many]), supported("Stays", people[how_many - both :])
    worked()
    found: dict[str, Any] = {"few": few, "merge": merged(ends, stays), "told": worked()}
    yes, no = people[: how_many // 2], people[how_many // 2 : how_many // 2 + 20]
    begun = time.perf_counter()
    for person, answer in [*((one, True) for one in yes[:50]), *((one, False) for one in no)]:
        reply(
            after=fresh(stays),
            person=person,
            supports=answer,
            edition=edition_of(stays),
            now=timezone.now(),
        )
    found["reply"] = round((time.perf_counter() - begun) / 70, 4)
    seal_all()
    view = joined_view(fresh(stays), AnonymousUser())
    found |= {
        "supporters": [fresh(stays).support_count, Support.objects.filter(proposal=stays).count()],
        "expected": both + 10 + 50,
        "people": [view["people"], how_many + 10],
        "together": [view["joined"][0].supporters, view["joined"][0].here_too],
        "asked": [len(questions(people[n])) for n in (10, how_many // 2, how_many // 2 + 30, how_many - 1)],
        "page": page(stays),
        "read": page(fresh(ends)),
    }
    worked()
    found["division"], found["told_again"] = divided(fresh(stays)), worked()
    found["stages"] = dict(Counter(ProposalRecord.objects.values_list("stage", flat=True)))
    out = io.StringIO()
    call_command("verify_ledger", stdout=out)
    found["ledger"] = out.getvalue().strip().splitlines()[-1]
    print(json.dumps(found))  # noqa: T201 - read by the test


if __name__ == "__main__":
    main(int(sys.argv[1]))
