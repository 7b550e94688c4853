"""Look for signs on votes, and put what shows one on the list of a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import ngettext, override

from policywiki.accounts.models import User
from policywiki.core.schedule import every
from policywiki.moderation.actions.cases import open_case
from policywiki.moderation.models import Case
from proposals.doubts.signs import Group, Rules, Sighting, Sign, groups, throwaway_domains
from proposals.models import Ballot, Doubt, Paper, Poll, ProposalRecord
from proposals.stages import VOTABLE

DOUBT_KIND = "votes"
BEAT_SECONDS, TIDY_SECONDS = 60, 3600
LOOKED_AT_AFTERWARDS = timedelta(hours=1)
"""The last votes before a close are looked at as well, after it."""

About = ProposalRecord | Poll
# The sorts of vote, and the field of a doubt that names one.
SORTS: dict[Any, str] = {Ballot: "ballot_id", Paper: "paper_id"}


@every(BEAT_SECONDS)
def look_for_signs_on_the_beat() -> int:
    return look_for_signs(now=timezone.now())


def look_for_signs(*, now: datetime) -> int:
    """List new signs on votes being cast; returns how many doubts. Safe to repeat: a sign is listed once."""
    since = now - timedelta(days=settings.TRACE_DAYS)
    return sum(_look_at(about, sort, since, now) for about, sort in _voted_on(since, now))


@every(TIDY_SECONDS)
def forget_traces() -> int:
    """Blank what was noted of how votes came, once it is old."""
    old = timezone.now() - timedelta(days=settings.TRACE_DAYS)
    return sum(
        sort.objects.filter(cast_at__lt=old)
        .exclude(came_from="", seconds_to_fill=None)
        .update(came_from="", seconds_to_fill=None)
        for sort in SORTS
    )


def title_of(sign: str, about: About, number: int) -> str:
    """What is written down of so many votes that show this sign; who reads the list sees `said_of`."""
    with override(settings.LANGUAGE_CODE):
        return said_of(sign, about, number)


def said_of(sign: str, about: About, number: int) -> str:
    """The same in the language that is active."""
    title = ngettext(
        "%(number)d vote on %(code)s: %(sign)s", "%(number)d votes on %(code)s: %(sign)s", number
    )
    return title % {"number": number, "code": about.on_lists, "sign": Sign(sign).label}


def put_on_the_list(sign: str, about: About, number: int, now: datetime) -> Case:
    """A new item for so many votes."""
    return open_case(
        kind=DOUBT_KIND,
        title=title_of(sign, about, number),
        author=User.objects.system(),
        page=about.page,
        now=now,
    )


def _voted_on(since: datetime, now: datetime) -> Iterator[tuple[About, Any]]:
    """What votes are cast on, each with its sort of vote; what has just closed too."""
    lately = now - LOOKED_AT_AFTERWARDS
    records = ProposalRecord.objects.filter(Q(stage__in=VOTABLE) | Q(stage_since__gte=lately))
    for record in records.filter(ballots__cast_at__gte=since).select_related("page").distinct():
        yield record, Ballot
    polls = Poll.objects.filter(closes_at__gte=lately, papers__cast_at__gte=since)
    for poll in polls.select_related("call").distinct():
        yield poll, Paper


def _look_at(about: About, sort: Any, since: datetime, now: datetime) -> int:
    votes = sort.objects.of(about).filter(cast_at__gte=since).order_by("cast_at")
    fields = ("pk", "cast_at", "came_from", "seconds_to_fill", "person__email")
    sightings = [
        Sighting(pk, at, came_from, seconds, email.rpartition("@")[2])
        for pk, at, came_from, seconds, email in votes.values_list(*fields).iterator(chunk_size=2000)
    ]
    rules = Rules(
        settings.VOTE_BURST, timedelta(seconds=settings.VOTE_BURST_SECONDS), settings.VOTE_LEAST_SECONDS
    )
    found = groups(sightings, rules=rules, throwaway=throwaway_domains() | set(settings.THROWAWAY_DOMAINS))
    return sum(_list(about, SORTS[sort], group, now) for group in found)


@transaction.atomic
def _list(about: About, named: str, group: Group, now: datetime) -> int:
    """One new case for those of the group that were not listed yet; what is being looked at is not changed."""
    known = Doubt.objects.filter(sign=group.sign, **{f"{named}__in": group.ballots})
    new: Sequence[int] = sorted(set(group.ballots) - set(known.values_list(named, flat=True)))
    if not new:
        return 0
    case = put_on_the_list(group.sign, about, len(new), now)
    Doubt.objects.bulk_create(
        Doubt(sign=group.sign, case=case, found_at=now, **{named: vote}) for vote in new
    )
    return len(new)
