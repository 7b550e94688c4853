"""What a person decides about doubted votes: set them aside, let them count, look at some by themselves; objections."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from policywiki.core.events import VotesSetAside, publish
from policywiki.core.verdicts import NotAllowed, WrongStage, require
from policywiki.moderation.actions.cases import open_case
from policywiki.moderation.actions.history import locked, log
from policywiki.moderation.models import Case, Decision
from policywiki.moderation.permissions import may_decide
from proposals.acts import Act
from proposals.models import Ballot, Doubt, Objection, Paper
from proposals.permissions import can_object

from .doubt import put_on_the_list, title_of

OBJECTION_KIND = "vote_objection"
LONGEST_OBJECTION = 2000
Vote = Ballot | Paper


@transaction.atomic
def set_aside(*, case: Case, moderator: Any, now: datetime) -> int:
    """Votes of this case do not count from now on; returns how many. The case holds the reason."""
    found = sum(
        _find(sort.objects.filter(doubts__case=case, set_aside_by=None), Act.VOTE_SET_ASIDE, case, now)
        for sort in (Ballot, Paper)
    )
    if found:
        publish(VotesSetAside(case_id=case.pk))
    return found


@transaction.atomic
def count_again(*, case: Case, moderator: Any, now: datetime) -> int:
    """The vote of this objection counts from now on."""
    vote = case.objection.vote
    aside = type(vote).objects.filter(pk=vote.pk).exclude(set_aside_by=None)
    return _find(aside, Act.VOTE_COUNTED_AGAIN, None, now)


@transaction.atomic
def single_out(
    *, case: Case, doubts: Collection[int], moderator: Any, version: int, now: datetime, each: bool = False
) -> list[Case]:
    """Make an item of their own of some votes of a group, or one of each, to decide on them differently.

    Raises NotAllowed, WrongStage. At least one vote stays where it was.
    """
    case = locked(case.pk)
    require(may_decide(moderator, case, version=version, now=now))
    chosen = list(case.doubts.filter(pk__in=doubts).order_by("pk"))
    left = case.doubts.count() - len(chosen)
    if not chosen:
        raise WrongStage(_("Please tick the votes that you want to look at by themselves."))
    if not left:
        if not each or len(chosen) == 1:
            raise WrongStage(_("You have ticked them all: decide on the item as it is."))
        chosen, left = chosen[1:], 1
    parts = [[one] for one in chosen] if each else [chosen]
    like = chosen[0]
    case.title, case.version = title_of(like.sign, like.vote.about, left), case.version + 1
    case.save(update_fields=["title", "version"])
    log(case, "singled_out", moderator, now)
    return [_put_by_itself(part, now) for part in parts]


@transaction.atomic
def object_to(*, vote: Vote, voter: Any, text: str, now: datetime) -> Objection:
    """Ask that one's vote counts after all. Raises NotFound, WrongStage. One objection to each decision."""
    vote = type(vote).objects.select_for_update(of=("self",)).get(pk=vote.pk)
    require(can_object(voter, vote))
    against = vote.set_aside_by
    assert against is not None  # noqa: S101 - can_object has asked
    if not text.strip():
        raise WrongStage(_("Please say in a sentence why your vote should count."))
    with override(settings.LANGUAGE_CODE):
        title = said_of_objection(vote)
    case = open_case(
        kind=OBJECTION_KIND,
        title=title,
        author=voter,
        page=vote.about.page,
        now=now,
        language=voter.language,
    )
    objection: Objection = Objection.objects.create(
        ballot=vote if isinstance(vote, Ballot) else None,
        paper=vote if isinstance(vote, Paper) else None,
        against=against,
        case=case,
        text=text.strip()[:LONGEST_OBJECTION],
        made_at=now,
    )
    return objection


def said_of_objection(vote: Vote) -> str:
    """What the list says of it, in the language that is active."""
    return str(_("A voter objects: %(code)s")) % {"code": vote.about.on_lists}


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


def votes_set_aside_by(case: Case, *, after: int, limit: int) -> list[Vote]:
    """The next of the votes that this decision keeps from counting, by number: all are of one sort."""
    sorts: tuple[Any, ...] = (Ballot, Paper)
    for sort in sorts:
        aside = sort.objects.filter(set_aside_by=case, pk__gt=after).select_related("person")
        found: list[Vote] = list(aside.order_by("pk")[:limit])
        if found:
            return found
    return []


def _put_by_itself(part: list[Doubt], now: datetime) -> Case:
    case = put_on_the_list(part[0].sign, part[0].vote.about, len(part), now)
    Doubt.objects.filter(pk__in=[one.pk for one in part]).update(case=case)
    return case


def _find(votes: Any, act: Act, case: Case | None, now: datetime) -> int:
    """Write the finding on each vote and in the record; whoever counts takes it into the numbers."""
    found = list(votes.order_by("pk").select_for_update(of=("self",)))
    rows = [vote.finding(act, now) for vote in found]
    if rows:
        type(rows[0]).objects.bulk_create(rows)
    votes.model.objects.filter(pk__in=[vote.pk for vote in found]).update(set_aside_by=case)
    return len(found)
