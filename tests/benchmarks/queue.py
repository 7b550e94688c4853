"""The moderators' list with 20,000 items waiting: `python -m tests.benchmarks.queue`, in a process of its own.

Prints one figure a line as JSON: [what, value].
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import timedelta

import django

django.setup()

from django.core.cache import cache  # noqa: E402 - after setup
from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402
from taggit.models import Tag  # noqa: E402

from policywiki.accounts.models import User  # noqa: E402
from policywiki.moderation.models import Case, ReviewerScope, Standing  # noqa: E402
from policywiki.places.models import District  # noqa: E402
from tests.benchmarks.answering import timed  # noqa: E402
from tests.benchmarks.figures import milliseconds  # noqa: E402
from tests.factories.people import UserFactory  # noqa: E402

WAITING = 20_000
REQUESTS = 200
TOPICS = 40


def queue() -> Iterator[tuple[str, str]]:
    """The first page, the last, filtered ones, a bound moderator's, the admin's home, and the next item."""
    fill()
    free, bound = Client(), Client()
    free.force_login(UserFactory(moderator=True))
    bound.force_login(_bound())
    path = reverse("moderation:queue")
    topic, district = Tag.objects.filter(name__startswith="Bench").first(), District.objects.first()
    for what, client, address in [
        ("first page", free, path),
        ("last page", free, f"{path}?p={WAITING // 25}"),
        ("by topic", free, f"{path}?topic={topic.pk}" if topic else path),
        ("by district, record and age", free, f"{path}?district={district.pk}&standing=good&age=3"),  # type: ignore[union-attr]
        ("by words of the title", free, f"{path}?q=1999"),
        ("late", free, f"{path}?part=late"),
        ("first page of a moderator bound to 3 topics and a district", bound, path),
        ("the admin's home", free, "/admin/"),
    ]:
        cache.clear()
        seconds, queries = timed(client, [address] * REQUESTS)
        yield f"{WAITING:,} waiting: {what}", f"{queries} queries, {milliseconds(seconds)}"


@transaction.atomic
def fill() -> None:
    """Made directly: nothing is decided about them here."""
    chance = random.Random(7)
    authors = [UserFactory() for _ in range(50)]
    tags = [Tag.objects.get_or_create(name=f"Bench {number}")[0] for number in range(TOPICS)]
    districts = [
        District.objects.get_or_create(
            code=f"b{n}", defaults={"name_zh": f"区{n}", "name_en": f"District {n}"}
        )[0]
        for n in range(16)
    ]
    now = timezone.now()
    made = []
    for number in range(WAITING - Case.objects.to_check().count()):
        sent = now - timedelta(minutes=chance.randrange(60 * 24 * 30))
        made.append(
            Case(
                kind="change",
                title=f"Item {number}",
                author=chance.choice(authors),
                language="en",
                district=chance.choice([None, *districts]),
                opened_at=sent,
                counts_from=sent - timedelta(hours=chance.randrange(48)),
                due_at=sent + timedelta(days=2),
                size=chance.randrange(5000),
                standing=chance.choice(Standing.values),
            )
        )
    Case.objects.bulk_create(made, batch_size=2000)
    through = Case.topics.through
    rows = [through(case_id=case.pk, tag_id=tag.pk) for case in made for tag in chance.sample(tags, 2)]
    through.objects.bulk_create(rows, batch_size=2000)


def _bound() -> User:
    moderator = UserFactory(moderator=True)
    scope = ReviewerScope.objects.create(reviewer=moderator)
    scope.topics.set(Tag.objects.filter(name__in=["Bench 1", "Bench 2", "Bench 3"]))
    scope.districts.set(District.objects.all()[:1])
    return moderator


if __name__ == "__main__":
    for figure in queue():
        print(json.dumps(figure, ensure_ascii=False), flush=True)  # noqa: T201 - read by __main__
