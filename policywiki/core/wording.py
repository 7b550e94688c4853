"""How times, deadlines and numbers are said on screen, in the reader's language."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, pgettext

# After so many days a relative time helps nobody; the date alone stands.
RELATIVE_DAYS = 30
MINUTE, HOUR = 60, 3600
# Chinese counts large numbers by ten thousands.
UNITS = {"万": 10_000, "萬": 10_000}


def date_text(value: date | datetime, *, now: datetime) -> str:
    """The date alone: "30 May", with its year when that is not this year's."""
    day = _local(value)
    this_year = day.year == timezone.localtime(now).year
    short, full = pgettext("date format", "j F"), pgettext("date format", "j F Y")
    return date_format(day, short if this_year else full)


def when_text(value: date | datetime, *, now: datetime) -> str:
    """A past moment: "3 days ago, 30 May"; older than 30 days, or to come, the date alone."""
    dated = date_text(value, now=now)
    ago = _ago(value, now)
    return gettext("%(ago)s, %(date)s") % {"ago": ago, "date": dated} if ago else dated


def deadline_text(value: date | datetime, *, now: datetime) -> str:
    """A moment to come, date and weekday first: "Tue 2 June, 18:00, in 4 days"; past: "Tue 2 June (over)"."""
    moment = _moment(value, end_of_day=True)
    dated = _dated(value, moment, now)
    if moment < now:
        return pgettext("deadline", "%(date)s (over)") % {"date": dated}
    return pgettext("deadline", "%(date)s, %(left)s") % {"date": dated, "left": _left(moment, now)}


def beginning_text(value: date | datetime, *, now: datetime) -> str:
    """A moment to come from which on something holds or may be done; reads like a deadline in English alone."""
    moment = _moment(value, end_of_day=False)
    dated = _dated(value, moment, now)
    if moment < now:
        return dated
    return pgettext("beginning", "%(date)s, %(left)s") % {"date": dated, "left": _left(moment, now)}


def _dated(value: date | datetime, moment: datetime, now: datetime) -> str:
    day = moment.date()
    dated = pgettext("weekday and date", "%(weekday)s %(date)s") % {
        "weekday": _weekdays()[day.weekday()],
        "date": date_text(day, now=now),
    }
    if not isinstance(value, datetime):
        return dated
    return pgettext("date and hour", "%(date)s, %(hour)s") % {"date": dated, "hour": f"{moment:%H:%M}"}


def number_text(value: int) -> str:
    """1284 -> "1,284", in both languages."""
    return f"{value:,}"


def round_number_text(value: int) -> str:
    """A large number for headlines: 12_000_000 -> "1,200 万" in Chinese, "12 million" in English."""
    unit, word = (
        (10_000, "万") if pgettext("unit of large numbers", "million") == "万" else (1_000_000, "million")
    )
    if value < unit:
        return number_text(value)
    rounded = value / unit
    digits = f"{rounded:,.0f}" if rounded >= 100 or rounded.is_integer() else f"{rounded:,.1f}"
    return f"{digits} {word}"


def _ago(value: date | datetime, now: datetime) -> str:
    if not isinstance(value, datetime):
        return _days_ago((timezone.localtime(now).date() - value).days)
    seconds = (now - value).total_seconds()
    if seconds < 0:
        return ""
    if seconds < MINUTE:
        return gettext("just now")
    if seconds < HOUR:
        minutes = int(seconds // MINUTE)
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
    days = (timezone.localtime(now).date() - _local(value)).days
    if days == 0:
        hours = int(seconds // HOUR)
        return ngettext("%(n)d hour ago", "%(n)d hours ago", hours) % {"n": hours}
    return _days_ago(days)


def _days_ago(days: int) -> str:
    if days < 0 or days > RELATIVE_DAYS:
        return ""
    if days == 0:
        return gettext("today")
    if days == 1:
        return gettext("yesterday")
    return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}


def _left(moment: datetime, now: datetime) -> str:
    left = moment - now
    days = (moment.date() - timezone.localtime(now).date()).days
    if days == 0:
        hours = int(left.total_seconds() // HOUR)
        if hours == 0:
            return gettext("in less than an hour")
        return ngettext("in %(n)d hour", "in %(n)d hours", hours) % {"n": hours}
    return gettext("tomorrow") if days == 1 else ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}


def _local(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def _moment(value: date | datetime, *, end_of_day: bool) -> datetime:
    if isinstance(value, datetime):
        return timezone.localtime(value)
    return timezone.make_aware(datetime.combine(value, time.max if end_of_day else time.min))


def _weekdays() -> list[str]:
    return [
        pgettext("weekday", "Mon"),
        pgettext("weekday", "Tue"),
        pgettext("weekday", "Wed"),
        pgettext("weekday", "Thu"),
        pgettext("weekday", "Fri"),
        pgettext("weekday", "Sat"),
        pgettext("weekday", "Sun"),
    ]
