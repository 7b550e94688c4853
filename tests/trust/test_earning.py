"""Trust: earned by a record, explained, tried on the past, lost by reversals; live at once, with a sample looked at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from policywiki.editions.models import Edition, Reversal
from policywiki.moderation.actions.cases import decide
from policywiki.moderation.models import Case, Reason
from policywiki.suggestions.models import State
from policywiki.suggestions.protection.models import Level, Protection
from policywiki.trust import past
from policywiki.trust.actions.rules import switch_rule, try_rule
from policywiki.trust.earning import Change, Record, conditions, drawn, dry_run, fulfils
from policywiki.trust.models import AtOnce, TrustRule
from policywiki.trust.trusting import standing_of
from policywiki.wiki.models import KnowledgePage
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page
from tests.suggestions.test_life import publish, suggest, text_of

DAY = timedelta(days=1)
START = datetime(2026, 1, 1, tzinfo=UTC)
RULE = {"min_published": 2, "min_days": 10, "max_reversed": 0, "quiet_days": 5, "sample_percent": 100}


@pytest.mark.parametrize(
    ("record", "trusted"),
    [
        (Record(2, 0, START - 10 * DAY), True),
        (Record(1, 0, START - 10 * DAY), False),
        (Record(2, 0, START - 9 * DAY), False),
        (Record(2, 1, START - 10 * DAY), False),
        (Record(2, 0, START - 10 * DAY, START - 4 * DAY), False),
        (Record(2, 0, START - 10 * DAY, START - 5 * DAY), True),
        (Record(), False),
    ],
)
def test_what_a_rule_asks_for(record: Record, trusted: bool) -> None:
    assert fulfils(RULE, record, START) is trusted
    assert [one.code for one in conditions(RULE, record, START)] == ["published", "days", "reversed", "quiet"]


def test_a_dry_run_knows_only_what_was_known_then() -> None:
    """The third change is published at once; its own reversal, later, is counted and ends the trust."""

    def change(day: int, *, published: bool = True, reversed_on: int | None = None) -> Change:
        at = START + day * DAY
        return Change(1, at, at + DAY, published, START + reversed_on * DAY if reversed_on else None)

    story = [change(0), change(5), change(20, reversed_on=30), change(25, published=False), change(40)]
    assert dry_run(RULE, story) == {"total": 5, "at_once": 2, "reversed": 1, "refused": 1, "people": 1}


def test_the_sample_is_fixed_and_about_as_large_as_asked() -> None:
    chosen = [number for number in range(5000) if drawn(number, 20, "secret")]
    assert chosen == [number for number in range(5000) if drawn(number, 20, "secret")]
    assert 800 < len(chosen) < 1200
    assert chosen != [number for number in range(5000) if drawn(number, 20, "another")]


LEAST = {"min_published": 1, "min_days": 0, "quiet_days": 0, "sample_percent": 100}

# With the database.


def in_force(**fields: Any) -> TrustRule:
    official = UserFactory(official=True)
    rule = TrustRule.objects.create(
        name_zh="熟手",
        name_en="Hands",
        **({"min_published": 1, "min_days": 0, "quiet_days": 0, "sample_percent": 100} | fields),
    )
    try_rule(rule=rule, official=official, now=timezone.now())
    return switch_rule(rule=rule, on=True, official=official, now=timezone.now())


@pytest.fixture
def page(site: Any) -> KnowledgePage:
    page = knowledge_page()
    Protection.objects.create(
        page=page.page_ptr,
        level=Level.OPEN,
        reason="everybody's",
        set_by=UserFactory(official=True),
        starts_at=timezone.now(),
    )
    return page


@pytest.fixture
def hand(page: KnowledgePage) -> Any:
    """Somebody with one published change."""
    author = UserFactory()
    publish(suggest(page, author, "marked bays", "blue bays"), UserFactory(moderator=True))
    return author


def change(page: KnowledgePage, author: Any, old: str, new: str) -> Any:
    return suggest(KnowledgePage.objects.get(pk=page.pk), author, old, new)


@pytest.mark.django_db
def test_a_trusted_author_is_live_at_once_on_an_open_page(page: KnowledgePage, hand: Any) -> None:
    in_force()
    mail.outbox.clear()
    suggestion = change(page, hand, "street office", "town hall")
    assert suggestion.state == State.PUBLISHED
    assert "town hall" in text_of(page)
    assert Edition.objects.current(page).reviewer is None
    assert [message.subject for message in mail.outbox] == ["“Shared bicycles” is public"]
    sample = Case.objects.to_check().get()
    assert (sample.kind, AtOnce.objects.get().sample) == ("sample", sample)


@pytest.mark.django_db
@pytest.mark.parametrize("why", ["stranger", "checked", "no rule", "personal data", "number changed"])
def test_otherwise_it_waits(page: KnowledgePage, hand: Any, why: str) -> None:
    rule = None if why == "no rule" else in_force()
    if why == "checked":
        Protection.objects.all().delete()
    if why == "number changed" and rule is not None:
        TrustRule.objects.filter(pk=rule.pk).update(min_published=0)
    author = UserFactory() if why == "stranger" else hand
    new = "Mr Wang 13800138000" if why == "personal data" else "town hall"
    assert change(page, author, "street office", new).state == State.SENT
    assert not AtOnce.objects.exists()


@pytest.mark.django_db
def test_the_sample_is_good_or_taken_back_and_later_changes_stay(
    page: KnowledgePage, hand: Any, client: Client
) -> None:
    in_force()
    change(page, hand, "street office", "town hall")
    publish(
        change(page, UserFactory(), "Only inside", "Always inside"), moderator := UserFactory(moderator=True)
    )
    case = Case.objects.get(kind="sample")
    client.force_login(moderator)
    assert "town hall" in client.get(reverse("moderation:review", args=[case.pk])).content.decode()
    reason = Reason.objects.get(code="no-source")
    decide(
        case=case, decision="not_published", moderator=moderator, version=1, reason=reason, now=timezone.now()
    )
    assert "street office" in text_of(page)
    assert "Always inside" in text_of(page)
    assert Reversal.objects.get().edition.author == hand
    assert standing_of(hand, timezone.now()).rule is None
    assert dry_run(RULE | {"min_published": 1, "min_days": 0}, past.changes())["total"] == 3


@pytest.mark.django_db
def test_a_page_that_comes_back_to_an_earlier_text_tells_what_was_taken_back(
    page: KnowledgePage, hand: Any
) -> None:
    assert not Reversal.objects.exists()
    publish(change(page, UserFactory(), "blue bays", "marked bays"), UserFactory(moderator=True))
    assert [row.edition.author for row in Reversal.objects.all()] == [hand]


@pytest.mark.django_db
def test_ones_own_page_explains_it(page: KnowledgePage, hand: Any, client: Client) -> None:
    client.force_login(hand)
    with override("en"):
        address = reverse("accounts:mine", args=["standing"])
    assert "a moderator looks at every change" in client.get(address).content.decode().replace(
        "In this city ", ""
    )
    in_force(min_published=3)
    shown = client.get(address).content.decode()
    assert "Published changes: 1 of 3" in shown
    in_force(min_published=1)
    assert "You are trusted." in client.get(address).content.decode()
