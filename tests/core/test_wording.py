"""How times, deadlines and numbers are said."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from policywiki.core.templatetags.site import language_tag
from policywiki.core.wording import (
    beginning_text,
    date_text,
    deadline_text,
    number_text,
    round_number_text,
    when_text,
)

# 12:00 in Shanghai, a Tuesday.
NOW = datetime(2026, 6, 2, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "ago, said",
    [
        (timedelta(seconds=20), "just now, 2 June"),
        (timedelta(minutes=1), "1 minute ago, 2 June"),
        (timedelta(minutes=59), "59 minutes ago, 2 June"),
        (timedelta(hours=11), "11 hours ago, 2 June"),
        (timedelta(hours=13), "yesterday, 1 June"),
        (timedelta(days=3), "3 days ago, 30 May"),
        (timedelta(days=30), "30 days ago, 3 May"),
        (timedelta(days=31), "2 May"),
        (timedelta(days=400), "28 April 2025"),
        (timedelta(days=-1), "3 June"),
    ],
)
def test_a_past_moment_is_relative_with_its_date_while_that_helps(ago: timedelta, said: str) -> None:
    with translation.override("en"):
        assert when_text(NOW - ago, now=NOW) == said


@pytest.mark.parametrize(
    "value, said",
    [
        (NOW + timedelta(days=4, hours=6), "Sat 6 June, 18:00, in 4 days"),
        (NOW + timedelta(hours=15), "Wed 3 June, 03:00, tomorrow"),
        (NOW + timedelta(hours=2), "Tue 2 June, 14:00, in 2 hours"),
        (NOW + timedelta(minutes=20), "Tue 2 June, 12:20, in less than an hour"),
        (NOW - timedelta(minutes=1), "Tue 2 June, 11:59 (over)"),
        (date(2026, 6, 2), "Tue 2 June, in 11 hours"),
        (date(2026, 6, 1), "Mon 1 June (over)"),
        (date(2027, 1, 1), "Fri 1 January 2027, in 213 days"),
    ],
)
def test_a_deadline_says_weekday_and_date_first(value: date | datetime, said: str) -> None:
    with translation.override("en"):
        assert deadline_text(value, now=NOW) == said


def test_days_are_counted_on_the_calendar_of_the_city() -> None:
    """23:30 the day before in Shanghai is "yesterday", though in UTC it is the same day."""
    with translation.override("en"):
        assert when_text(datetime(2026, 6, 1, 15, 30, tzinfo=UTC), now=NOW) == "yesterday, 1 June"
        assert date_text(datetime(2026, 6, 1, 16, 30, tzinfo=UTC), now=NOW) == "2 June"


def test_the_new_year_of_the_city_decides_whether_the_year_is_said() -> None:
    eve = datetime(2025, 12, 31, 17, 0, tzinfo=UTC)  # 1 January in Shanghai
    with translation.override("en"):
        assert date_text(date(2026, 5, 30), now=eve) == "30 May"


@pytest.mark.parametrize(
    "number, said", [(0, "0"), (999, "999"), (1284, "1,284"), (12_000_000, "12,000,000")]
)
def test_numbers_have_groups(number: int, said: str) -> None:
    assert number_text(number) == said


@pytest.mark.parametrize(
    "number, said", [(950_000, "950,000"), (1_500_000, "1.5 million"), (12_000_000, "12 million")]
)
def test_large_numbers_are_rounded(number: int, said: str) -> None:
    with translation.override("en"):
        assert round_number_text(number) == said


@pytest.mark.parametrize(
    "code, tag", [("zh-hans", "zh-Hans"), ("en", "en"), ("zh-hant-tw", "zh-Hant-TW"), ("", "")]
)
def test_language_codes_become_tags(code: str, tag: str) -> None:
    assert language_tag(code) == tag


def test_what_begins_does_not_close_in_chinese() -> None:
    moment = NOW + timedelta(minutes=20)
    with translation.override("zh-hans"):
        assert deadline_text(moment, now=NOW).startswith("6月2日（周二）12:20截止，")
        assert beginning_text(moment, now=NOW).startswith("6月2日（周二）12:20，")
    with translation.override("en"):
        assert beginning_text(moment, now=NOW) == deadline_text(moment, now=NOW)
        assert beginning_text(NOW - timedelta(minutes=1), now=NOW) == "Tue 2 June, 11:59"
