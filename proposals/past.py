"""A proposal as it stood at the end of a day: text, stage, numbers, answer. Recomputed from what is only added to."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Max
from django.utils import timezone

from policywiki.discussion.models import Comment
from policywiki.editions.models import Edition

from .acts import REVIEW_ACTS, SUPPORT_ACTS, Act, Choice
from .models import Answer, LedgerRow, ProposalPage, ProposalRecord, TextChange
from .tally import Tally
from .texts import Asked, behind


@dataclass(frozen=True)
class Past:
    """`record` is a copy with the stage, dates and numbers of that day; never save it."""

    day: date
    record: ProposalRecord
    edition: Edition
    page: ProposalPage
    answers: list[Answer]
    # Of those who supported it, for how many that text was as good as the one they had read.
    support_of_text: int
    moment: datetime


def as_it_stood(record: ProposalRecord, day: date) -> Past | None:
    """None where it was not public yet on that day.

    Days and no hours: the public record of votes knows no hours either, lest an act be found by its moment.
    """
    moment = end_of(day)
    edition = edition_at(record, moment)
    changes = list(record.stage_changes.filter(at__lt=moment))
    if not changes or edition is None:
        return None
    given = support_at(record, moment)
    last, then = changes[-1], copy(record)
    then.stage, then.stage_since = last.to_stage, last.at
    then.closes_at, then.due_at = last.closes_at, last.due_at
    then.support_count = sum(given.values())
    standing = behind(given, _asked(record, moment))
    then.earlier_count, then.lapsed_count = standing.earlier, standing.lapsed
    votes = votes_at(record, moment)
    then.votes_for, then.votes_against = votes.votes_for, votes.votes_against
    then.votes_abstain, then.votes_set_aside = votes.votes_abstain, votes.votes_set_aside
    then.comment_count = Comment.objects.shown().about(record.page_id).filter(created_at__lt=moment).count()
    if record.stated_at is not None and record.stated_at > day:
        then.stated_count = None
    answers = list(record.answers.filter(answered_at__lt=moment).select_related("by"))
    return Past(day, then, edition, edition.revision.as_object(), answers, standing.current, moment)


def end_of(day: date) -> datetime:
    """The first moment after that day, by the clock of the city."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def edition_at(record: ProposalRecord, moment: datetime) -> Edition | None:
    """The text of that moment; the first one for what was public elsewhere before it came here."""
    of_page = Edition.objects.filter(page_id=record.page_id).select_related("author", "revision")
    return of_page.filter(published_at__lt=moment).order_by("number").last() or (
        of_page.order_by("number").first() if record.published_at < moment else None
    )


def support_at(record: ProposalRecord, moment: datetime) -> dict[int, int]:
    """Number of an edition -> how many supported that text then: each person's last counted act decides."""
    last = _last_acts(record, moment, SUPPORT_ACTS).filter(act=Act.SUPPORT_GIVEN)
    return dict(last.values_list("edition__number").annotate(Count("pk")).order_by())


def _asked(record: ProposalRecord, moment: datetime) -> list[Asked]:
    """The changes of the text that had asked its supporters by then."""
    found = TextChange.objects.questions_of(record.pk).filter(edition__published_at__lt=moment)
    return [replace(change.asked, over=change.answer_until <= moment) for change in found]


def votes_at(record: ProposalRecord, moment: datetime) -> Tally:
    """The numbers of the vote then: each voter's last choice, without those whose votes stood aside."""
    aside = _last_acts(record, moment, REVIEW_ACTS).filter(act=Act.VOTE_SET_ASIDE).values("voter")
    cast = _last_acts(record, moment, {Act.VOTE_CAST})
    chosen = dict(cast.exclude(voter__in=aside).values_list("choice").annotate(Count("pk")).order_by())
    return Tally(
        votes_for=chosen.get(Choice.FOR.value, 0),
        votes_against=chosen.get(Choice.AGAINST.value, 0),
        votes_abstain=chosen.get(Choice.ABSTAIN.value, 0),
        votes_set_aside=cast.filter(voter__in=aside).count(),
    )


def _last_acts(record: ProposalRecord, moment: datetime, acts: Any) -> Any:
    """The last row of each person among these acts, of those that counted before this moment."""
    rows = LedgerRow.objects.filter(proposal=record, counted=True, at__lt=moment, act__in=acts)
    last = rows.order_by().values("voter").annotate(last=Max("position")).values("last")
    return rows.filter(position__in=last)
