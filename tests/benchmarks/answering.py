"""How long pages and searches take, in a process of its own: `python -m tests.benchmarks.answering pages|search`.

Prints one figure a line as JSON: [what, value].
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Sequence
from urllib.parse import quote

import django

django.setup()

from django.core.cache import cache  # noqa: E402 - after setup
from django.db import connection  # noqa: E402
from django.db.models.functions import Length  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone, translation  # noqa: E402

from policywiki.accounts.models import User  # noqa: E402
from policywiki.moderation.models import Case, CaseState  # noqa: E402
from policywiki.wiki.models import KnowledgePage  # noqa: E402
from proposals.models import CallPage  # noqa: E402
from tests.benchmarks.figures import milliseconds  # noqa: E402
from tests.factories.people import UserFactory  # noqa: E402
from tests.search.test_known_items import CHINESE, ENGLISH  # noqa: E402

REQUESTS = 200
CASES = 2_000
MODERATOR = "bench-moderator@example.org"


def timed(client: Client, addresses: Sequence[str], *, warm: bool = True) -> tuple[list[float], int]:
    """Seconds of each request, and how many queries the last one made. The first round only warms up."""
    for address in dict.fromkeys(addresses) if warm else ():
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
    seconds = []
    for address in addresses:
        begun = time.perf_counter()
        client.get(address)
        seconds.append(time.perf_counter() - begun)
    with CaptureQueriesContext(connection) as queries:
        client.get(addresses[-1])
    return seconds, len(queries)


def pages() -> Iterator[tuple[str, str]]:
    """A middling page, the longest, the list of proposals, the moderators' list."""
    by_length = KnowledgePage.objects.live().annotate(length=Length("body")).order_by("length")
    middling, longest = by_length[by_length.count() // 2], by_length.last()
    anyone, moderator = Client(), Client()
    moderator.force_login(_moderator())
    _cases()
    with translation.override("zh-hans"):
        asked = [
            (f"page of {middling.length:,} characters", anyone, middling.get_url()),
            (f"longest page, {longest.length:,} characters", anyone, longest.get_url()),
            ("list of proposals", anyone, CallPage.objects.get().get_url()),
            (f"items to check, {CASES:,} waiting", moderator, reverse("moderation:queue")),
        ]
    for what, client, address in asked:
        cache.clear()
        seconds, queries = timed(client, [address] * REQUESTS)
        yield what, f"{queries} queries, {milliseconds(seconds)}"


def search() -> Iterator[tuple[str, str]]:
    """The forty known queries, five times each, as the page that people see."""
    for language, label, queries in (
        ("zh-hans", "twenty Chinese queries", [row[0] for row in CHINESE]),
        ("en", "twenty English queries", [row[0] for row in ENGLISH]),
    ):
        with translation.override(language):
            addresses = [f"{reverse('search:results')}?q={quote(query)}" for query in queries]
        seconds, _queries = timed(Client(), addresses * (REQUESTS // len(addresses)))
        yield label, milliseconds(seconds)


def _moderator() -> User:
    return User.objects.filter(email=MODERATOR).first() or UserFactory(moderator=True, email=MODERATOR)


def _cases() -> None:
    """Open items on real pages, made directly: nothing is decided about them here."""
    waiting = Case.objects.to_check().count()
    pages = list(KnowledgePage.objects.live()[:200])
    author, now = User.objects.system(), timezone.now()
    Case.objects.bulk_create(
        Case(
            kind="change",
            title=page.title,
            page_id=page.pk,
            author=author,
            language=page.language,
            state=CaseState.OPEN,
            opened_at=now,
        )
        for page in (pages[number % len(pages)] for number in range(max(CASES - waiting, 0)))
    )


if __name__ == "__main__":
    for figure in {"pages": pages, "search": search}[sys.argv[1]]():
        print(json.dumps(figure, ensure_ascii=False), flush=True)  # noqa: T201 - read by __main__
