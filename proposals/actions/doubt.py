"""Look for signs on votes, list them for a person, set votes aside or let them count, hear objections."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, override

from policywiki.accounts.models import User
from policywiki.core.schedule import every
from policywiki.core.verdicts import NotAllowed, WrongStage, require
from policywiki.moderation.actions.cases import open_case
from policywiki.moderation.models import Case, Decision
from proposals.acts import Act
from proposals.doubts.signs import Group, Rules, Sighting, Sign, groups, throwaway_domains
from proposals.models import Ballot, Doubt, LedgerRow, Objection, ProposalRecord
from proposals.permissions import can_object
from proposals.stages import VOTABLE

DOUBT_KIND, OBJECTION_KIND = "votes", "vote_objection"
BEAT_SECONDS, TIDY_SECONDS = 60, 3600
LONGEST_OBJECTION = 2000


@every(BEAT_SECONDS)
def look_for_signs_on_the_beat() -> int:
    return look_for_signs(now=timezone.now())


def look_for_signs(*, now: datetime) -> int:
    """List new signs on votes being cast; returns how many doubts. Safe to repeat: a sign is listed once."""
    since = now - timedelta(days=settings.TRACE_DAYS)
    records = ProposalRecord.objects.filter(stage__in=VOTABLE, ballots__cast_at__gte=since)
    return sum(_look_at(record, since, now) for record in records.select_related("page").distinct())


@every(TIDY_SECONDS)
def forget_traces() -> int:
    """Blank what was noted of how votes came, once it is old."""
    old = Ballot.objects.filter(cast_at__lt=timezone.now() - timedelta(days=settings.TRACE_DAYS))
    return old.exclude(came_from="", seconds_to_fill=None).update(came_from="", seconds_to_fill=None)


@transaction.atomic
def set_aside(*, case: Case, moderator: Any, now: datetime) -> int:
    """Votes of this case do not count from now on; returns how many. The case holds the reason."""
    return _find(_of(case).filter(set_aside_by=None), Act.VOTE_SET_ASIDE, case, now)


@transaction.atomic
def count_again(*, case: Case, moderator: Any, now: datetime) -> int:
    """The vote of this objection counts from now on."""
    ballots = Ballot.objects.filter(pk=case.objection.ballot_id).exclude(set_aside_by=None)
    return _find(ballots, Act.VOTE_COUNTED_AGAIN, None, now)


@transaction.atomic
def object_to(*, ballot: Ballot, voter: Any, text: str, now: datetime) -> Objection:
    """Ask that one's vote counts after all. Raises NotFound, WrongStage. One objection to each decision."""
    ballot = Ballot.objects.select_for_update(of=("self",)).select_related("proposal__page").get(pk=ballot.pk)
    require(can_object(voter, ballot))
    if not text.strip():
        raise WrongStage(_("Please say in a sentence why your vote should count."))
    with override(settings.LANGUAGE_CODE):
        title = str(_("A voter objects: %(code)s")) % {"code": ballot.proposal.code}
    case = open_case(
        kind=OBJECTION_KIND,
        title=title,
        author=voter,
        page=ballot.proposal.page,
        now=now,
        language=voter.language,
    )
    against = ballot.set_aside_by
    objection: Objection = Objection.objects.create(
        ballot=ballot, against=against, case=case, text=text.strip()[:LONGEST_OBJECTION], made_at=now
    )
    return objection


def decide_doubts(*, case: Case, decision: str, actor: Any, now: datetime) -> None:
    """Called by moderation inside its transaction: they count, or they are set aside."""
    if decision == Decision.NOT_PUBLISHED:
        set_aside(case=case, moderator=actor, now=now)


def decide_objection(*, case: Case, decision: str, actor: Any, now: datetime) -> None:
    """Called by moderation: the vote counts again, or stays aside. Raises NotAllowed for who set it aside."""
    if case.objection.against.decided_by_id == actor.pk:
        raise NotAllowed(_("You set this vote aside; somebody else decides on the objection."))
    if decision == Decision.PUBLISH:
        count_again(case=case, moderator=actor, now=now)


def _look_at(record: ProposalRecord, since: datetime, now: datetime) -> int:
    votes = Ballot.objects.filter(proposal=record, cast_at__gte=since).order_by("cast_at")
    fields = ("pk", "cast_at", "came_from", "seconds_to_fill", "person__email")
    sightings = [
        Sighting(pk, at, came_from, seconds, email.rpartition("@")[2])
        for pk, at, came_from, seconds, email in votes.values_list(*fields).iterator(chunk_size=2000)
    ]
    rules = Rules(
        settings.VOTE_BURST, timedelta(seconds=settings.VOTE_BURST_SECONDS), settings.VOTE_LEAST_SECONDS
    )
    found = groups(sightings, rules=rules, throwaway=throwaway_domains() | set(settings.THROWAWAY_DOMAINS))
    return sum(_list(record, group, now) for group in found)


@transaction.atomic
def _list(record: ProposalRecord, group: Group, now: datetime) -> int:
    """One new case for those of the group that were not listed yet; what is being looked at is not changed."""
    known = Doubt.objects.filter(ballot__in=group.ballots, sign=group.sign).values_list("ballot", flat=True)
    new = sorted(set(group.ballots) - set(known))
    if not new:
        return 0
    with override(settings.LANGUAGE_CODE):
        title = ngettext(
            "%(number)d vote on %(code)s: %(sign)s", "%(number)d votes on %(code)s: %(sign)s", len(new)
        )
        title %= {"number": len(new), "code": record.code, "sign": Sign(group.sign).label}
    case = open_case(kind=DOUBT_KIND, title=title, author=User.objects.system(), page=record.page, now=now)
    Doubt.objects.bulk_create(
        Doubt(ballot_id=ballot, sign=group.sign, case=case, found_at=now) for ballot in new
    )
    return len(new)


def _of(case: Case) -> Any:
    return Ballot.objects.filter(doubts__case=case).order_by("pk")


def _find(ballots: Iterable[Ballot], act: Act, case: Case | None, now: datetime) -> int:
    """Write the finding on each vote and in the ledger; the sealer takes it into the numbers."""
    locked = list(ballots.select_for_update(of=("self",)))  # type: ignore[attr-defined]
    for ballot in locked:
        LedgerRow.objects.append(
            record=ballot.proposal, voter=ballot.voter, act=act, edition=ballot.edition, at=now
        )
    Ballot.objects.filter(pk__in=[ballot.pk for ballot in locked]).update(set_aside_by=case)
    return len(locked)
