"""The public figures: right, recomputable from the stored rows, to be taken away; and what is usual."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from policywiki.moderation.actions.cases import decide, open_case
from policywiki.moderation.actions.second_look import ask_second_look
from policywiki.moderation.models import Case, Reason
from policywiki.trust.actions.count import count_sheets, months, usual_seconds
from policywiki.trust.figures import Entry, percentile, summary, waits
from policywiki.trust.models import LAST_DAYS, FigureSheet
from policywiki.trust.sayings import usual_text, wait_text
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page
from tests.suggestions.test_life import suggest

NOON = datetime(2026, 5, 4, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def history(*told: tuple[int, str], case: int = 1, reason: str = "") -> list[Entry]:
    return [Entry(case, "change", NOON + hours * HOUR, verb, reason) for hours, verb in told]


@pytest.mark.parametrize(
    ("told", "hours", "again"),
    [
        ([(0, "opened"), (5, "publish")], [5], 0),
        ([(0, "opened"), (2, "claimed"), (5, "needs_more"), (50, "revised"), (53, "publish")], [5, 3], 0),
        ([(0, "opened"), (5, "withdrawn")], [], 0),
        ([(0, "opened"), (5, "needs_more"), (9, "not_published")], [5], 0),
        ([(0, "opened"), (0, "at_once")], [], 0),
        ([(0, "opened")], [], 0),
        ([(0, "opened"), (5, "not_published"), (9, "second_look"), (11, "publish")], [5, 2], 1),
        ([(0, "opened"), (5, "not_published"), (9, "second_look"), (11, "not_published")], [5, 2], 0),
    ],
)
def test_a_wait_ends_with_the_next_decision(
    told: list[tuple[int, str]], hours: list[int], again: int
) -> None:
    known = [entry for entry in history(*told) if entry.verb != "claimed"]
    found = waits(known)
    assert [wait.seconds // 3600 for wait in found] == hours
    assert sum(wait.changed for wait in found) == again


def test_median_and_nearest_rank() -> None:
    hours = [1, 2, 3, 4, 5, 6, 7, 8, 9, 100]
    found = waits(
        [entry for n, h in enumerate(hours) for entry in history((0, "opened"), (h, "publish"), case=n)]
    )
    assert (summary(found)["median_seconds"], summary(found)["p90_seconds"]) == (5 * 3600 + 1800, 9 * 3600)
    assert percentile([], 90) is None
    assert percentile([7], 90) == 7


@pytest.mark.parametrize(
    ("seconds", "wait", "usual"),
    [
        (60, "1 hour", "Usually looked at within a day."),
        (5 * 3600, "5 hours", "Usually looked at within a day."),
        (25 * 3600, "2 days", "Usually looked at within 2 days."),
        (48 * 3600, "2 days", "Usually looked at within 2 days."),
        (None, "", ""),
    ],
)
def test_in_words(seconds: int | None, wait: str, usual: str) -> None:
    with override("en"):
        assert (wait_text(seconds), usual_text(seconds)) == (wait, usual)


# With the database.


def decided(days_ago: int, hours: int, decision: str = "publish", reason: str = "") -> Case:
    opened = timezone.now() - timedelta(days=days_ago)
    case = open_case(kind="change", title="Bays", author=UserFactory(), now=opened)
    suggestion = suggest(knowledge_page(title=f"P{case.pk}"), case.author, "marked bays", "blue bays")
    Case.objects.filter(pk=suggestion.case_id).update(opened_at=opened)
    suggestion.case.entries.filter(verb="opened").update(at=opened)
    case.entries.all().delete()
    case.delete()
    return decide(
        case=suggestion.case,
        decision=decision,
        moderator=UserFactory(moderator=True),
        version=suggestion.case.version,
        reason=Reason.objects.get(code=reason) if reason else None,
        now=opened + hours * HOUR,
    )


@pytest.fixture
def year(site: Any) -> None:
    """Six decisions of the last weeks, one of long ago, one second look that changed the decision."""
    for hours in (2, 4, 30, 50, 60):
        decided(10, hours)
    refused = decided(10, 3, "not_published", "no-source")
    decided(200, 9)
    ask_second_look(case=refused, author=refused.author, why="It is in the law", now=timezone.now() - HOUR)
    refused.refresh_from_db()
    moderator = UserFactory(moderator=True)
    decide(case=refused, decision="publish", moderator=moderator, version=refused.version, now=timezone.now())


@pytest.mark.django_db
def test_counted_and_counted_again_they_are_the_same(year: None) -> None:
    count_sheets(now=timezone.now() + HOUR)
    data = FigureSheet.objects.get(period=LAST_DAYS).data
    assert (data["all"]["decided"], data["all"]["publish"], data["all"]["not_published"]) == (7, 6, 1)
    assert data["reasons"] == [{"kind": "change", "reason": "no-source", "number": 1}]
    assert data["second_looks"] == {"asked": 1, "decided": 1, "changed": 1}
    assert (data["all"]["median_seconds"], data["all"]["p90_seconds"]) == (4 * 3600, 60 * 3600)
    call_command("public_figures", check=True)
    Case.objects.filter(pk=Case.objects.first().pk).first().entries.filter(verb="publish").delete()
    with pytest.raises(CommandError):
        call_command("public_figures", check=True)


@pytest.mark.django_db
def test_what_is_usual_is_said_where_it_matters(year: None, client: Client) -> None:
    assert usual_seconds() is None
    count_sheets(now=timezone.now() + HOUR)
    assert usual_seconds() == 4 * 3600
    client.force_login(UserFactory())
    with override("en"):
        form = client.get(reverse("suggestions:new_page"))
    assert "Usually looked at within a day." in form.content.decode()


@pytest.mark.django_db
def test_everybody_reads_and_takes_them_away(
    year: None, client: Client, django_assert_max_num_queries: Any
) -> None:
    assert client.get("/en/figures/").status_code == 200  # nothing counted yet
    count_sheets(now=timezone.now() + HOUR)
    with django_assert_max_num_queries(3):
        shown = client.get("/en/figures/").content.decode()
    assert "60 hours" not in shown
    assert "3 days" in shown
    assert "No source" in shown
    month = FigureSheet.objects.exclude(period=LAST_DAYS).first()
    assert client.get(f"/en/figures/?period={month.period}").status_code == 200
    assert client.get("/en/figures/?period=1999-01").status_code == 404
    rows = list(csv.DictReader(io.StringIO(client.get("/en/figures.csv").content.decode("utf-8-sig"))))
    assert {"period": LAST_DAYS, "kind": "all", "reason": "", "measure": "publish", "value": "6"} in rows
    data = client.get("/en/figures.json").json()
    assert data["periods"][0]["figures"]["all"]["decided"] == 7


@pytest.mark.django_db
def test_months_reach_back_to_the_first_decision(year: None) -> None:
    found = months(timezone.now())
    assert 6 <= len(found) <= 8
    assert all(later[1] == earlier[2] for later, earlier in pairwise(found))


@pytest.mark.django_db
def test_nobody_is_named(year: None, client: Client) -> None:
    count_sheets(now=timezone.now() + HOUR)
    for address in ("/en/figures/", "/en/figures.csv", "/en/figures.json"):
        assert "Person" not in client.get(address).content.decode()
