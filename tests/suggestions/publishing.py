"""What the processes of test_publishing_processes do: `python -m tests.suggestions.publishing VERB …`."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from datetime import UTC, datetime
from typing import Any

import django
from django.conf import settings

# As in production: what listeners do is written to the outbox, in the same transaction, and done by the worker.
settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
django.setup()

from django.db import OperationalError, transaction  # noqa: E402
from django_tasks_db.models import DBTaskResult  # noqa: E402
from wagtail.models import Page, Revision  # noqa: E402

from policywiki.core.page_content import content_of  # noqa: E402
from policywiki.core.verdicts import Refused  # noqa: E402
from policywiki.editions.models import Edition  # noqa: E402
from policywiki.home.actions.setup_site import setup_site  # noqa: E402
from policywiki.moderation.actions.cases import decide  # noqa: E402
from policywiki.moderation.models import Case, CaseEntry, Decision  # noqa: E402
from policywiki.suggestions.actions import accept as room  # noqa: E402
from policywiki.suggestions.actions.write import begin, send  # noqa: E402
from policywiki.suggestions.models import State, Suggestion  # noqa: E402
from policywiki.wiki.models import KnowledgePage  # noqa: E402
from tests.factories.people import UserFactory  # noqa: E402
from tests.factories.wiki import knowledge_page  # noqa: E402

SECTIONS = 10
MOST_STARVED = 5


def now() -> datetime:
    return datetime.now(tz=UTC)


def word(number: int) -> str:
    return f"newword{number}x"


def prepare(how_many: int, moderators: int) -> None:
    """One page, so many suggestions of as many people, each with a word of its own in a paragraph of its own."""
    setup_site(name="Test city")
    each = how_many // SECTIONS
    sections = {
        f"Section {s}": "\n\n".join(
            f"Old{s * each + p}x words of paragraph {s * each + p}." for p in range(each)
        )
        for s in range(SECTIONS)
    }
    page = knowledge_page(title="Everybody's page", sections=sections)
    content = content_of(page)
    for number in range(how_many):
        author = UserFactory()
        suggestion = begin(author=author, kind="change", page=page, language="en", now=now())
        body = [_with_word(block, number) for block in content["body"]]
        send(
            suggestion=suggestion,
            author=author,
            content=content | {"body": body},
            summary=str(number),
            now=now(),
        )
    for _number in range(moderators):
        UserFactory(moderator=True)


def _with_word(block: dict[str, Any], number: int) -> dict[str, Any]:
    text = block["value"]["text"].replace(f"Old{number}x words", f"{word(number)} words")
    return block | {"value": block["value"] | {"text": text}}


def moderate(which: int) -> None:
    """One moderator publishes whatever is still open, in an order of their own, until nothing is."""
    from policywiki.accounts.models import Role, User

    person = list(User.objects.filter(groups__name=Role.MODERATOR).order_by("pk"))[which]
    published = refused = starved = 0
    while True:
        waiting = list(Case.objects.filter(state="open").order_by("pk"))
        if not waiting:
            break
        case = waiting[(which * 13 + published * 7) % len(waiting)]
        try:
            decide(case=case, decision=Decision.PUBLISH, moderator=person, version=case.version, now=now())
            published += 1
        except Refused:
            refused += 1
        except OperationalError:
            # SQLite's lock is not fair: after 20 seconds without a turn one is told, and tries again.
            starved += 1
            if starved > MOST_STARVED:
                raise
    print(json.dumps([published, refused]))  # noqa: T201 - read by the test


def die(where: str) -> None:
    """Publish the first one, and kill -9 oneself in the middle: after the page, or at the very end."""
    from policywiki.accounts.models import Role, User

    def kill(*args: Any, **kwargs: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(60)

    moderator = User.objects.filter(groups__name=Role.MODERATOR).order_by("pk").first()
    case = Case.objects.filter(state="open").order_by("pk").first()
    assert case is not None
    if where == "page":
        room.keep_staff_work = kill
    elif where == "event":
        room.publish = kill
    with transaction.atomic():
        decide(case=case, decision=Decision.PUBLISH, moderator=moderator, version=case.version, now=now())
        kill()


def report() -> None:
    """Everything that must agree, as JSON."""
    page = KnowledgePage.objects.get(title="Everybody's page")
    text = json.dumps(content_of(page))
    total = Suggestion.objects.count()
    editions = list(
        Edition.objects.filter(page_id=page.pk).order_by("number").values_list("number", "revision_id")
    )
    decided = CaseEntry.objects.filter(verb=Decision.PUBLISH)
    said = {
        "missing": [n for n in range(total) if word(n) not in text],
        "old": [n for n in range(total) if f"Old{n}x" in text],
        "numbers": [number for number, _revision in editions],
        "in_order": [pk for _number, pk in editions] == sorted(pk for _number, pk in editions),
        "live": page.live_revision_id == editions[-1][1],
        "revisions": Revision.objects.for_instance(Page.objects.get(pk=page.pk)).count(),
        "states": sorted(set(Suggestion.objects.values_list("state", flat=True))),
        "open": Suggestion.objects.filter(state=State.SENT).count(),
        "decided": decided.count(),
        "cases": decided.values("case").distinct().count(),
        "outbox": DBTaskResult.objects.count(),
    }
    print(json.dumps(said))  # noqa: T201 - read by the test


if __name__ == "__main__":
    verb, *arguments = sys.argv[1:]
    if verb == "die":
        die(arguments[0])
    else:
        {"prepare": prepare, "moderate": moderate, "report": report}[verb](*map(int, arguments))
