"""Talk at length: `python -m tests.benchmarks.talk`, in a process of its own. Prints one figure a line as JSON.

10,000 comments on one proposal, and notes on sentences followed through the history of real pages.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator

import django

django.setup()

from django.core.cache import cache  # noqa: E402 - after setup
from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402

from policywiki.discussion.models import Comment  # noqa: E402
from tests.benchmarks.answering import timed  # noqa: E402
from tests.benchmarks.figures import milliseconds  # noqa: E402
from tests.benchmarks.place import DATA  # noqa: E402
from tests.discussion.replay import by_offset, by_words, ours, replay, revisions  # noqa: E402
from tests.discussion.test_long_discussion import MANY, fill  # noqa: E402
from tests.factories.people import UserFactory  # noqa: E402
from tests.factories.proposals import ProposalFactory  # noqa: E402

REQUESTS = 40
HISTORIES = DATA / "wiki-revisions-zh"
METHODS = {
    "notes on a passage": ours,
    "the same by the bare words": by_words,
    "the same by offset": by_offset,
}


def talk() -> Iterator[tuple[str, str]]:
    """Pages of a long discussion in each order, and a long thread's own page."""
    with transaction.atomic():
        record = ProposalFactory()
        fill(record.page, MANY, UserFactory())
    client = Client()
    client.force_login(UserFactory())
    last = Comment.objects.order_by("-pk").first()
    for what, address in [
        ("newest first", record.page.url),
        ("most support, page 300", f"{record.page.url}?comments=supported&talk=300"),
        ("most answers", f"{record.page.url}?comments=answered"),
        ("the last of 500 answers in its thread", last.get_absolute_url() if last else record.page.url),
    ]:
        cache.clear()
        seconds, queries = timed(client, [address] * REQUESTS)
        size = len(client.get(address).content) / 1000
        yield f"{MANY:,} comments: {what}", f"{queries} queries, {size:.0f} KB, {milliseconds(seconds)}"


def notes() -> Iterator[tuple[str, str]]:
    """How many notes are where a judge that does not know the method says they belong."""
    texts = [revisions(file) for file in sorted(HISTORIES.glob("*.jsonl"))]
    for what, method in METHODS.items():
        result, began = Counter[str](), time.perf_counter()
        for one in texts:
            result.update(replay(one, method))
        total = result.total() or 1
        yield (
            f"{what}: {total:,} steps through {sum(map(len, texts))} revisions",
            f"{result['right'] / total:.2%} right, {result['lost'] / total:.2%} lost, "
            f"{result['wrong'] / total:.2%} at wrong words ({time.perf_counter() - began:.0f} s with the judge)",
        )


if __name__ == "__main__":
    for figure in (*talk(), *(notes() if HISTORIES.is_dir() else ())):
        print(json.dumps(figure, ensure_ascii=False), flush=True)  # noqa: T201 - read by __main__
