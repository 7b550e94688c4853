"""How doubted votes and objections look in the moderators' queue. Nobody sees there how anybody voted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Min, Q
from django.utils.translation import gettext_lazy as _

from policywiki.core.verdicts import YES, Verdict, no
from policywiki.moderation.models import Case, Decision
from policywiki.moderation.naming import in_readers_language
from policywiki.moderation.registry import CaseKind, register

from .actions.doubt import DOUBT_KIND, said_of
from .actions.set_aside import OBJECTION_KIND, decide_doubts, decide_objection, said_of_objection
from .models import Doubt, Objection

MOST_SHOWN = 200
ABOUT = ("ballot__proposal", "paper__poll__call")
DECISIONS = (Decision.PUBLISH, Decision.NOT_PUBLISHED)


def review_doubts(case: Case) -> dict[str, Any]:
    """Of each vote when it came, how long the form took, how old the account is, the domain of the address."""
    doubts = list(_shown(case.doubts.all())[:MOST_SHOWN])
    rows = [{"doubt": doubt, **_seen(doubt.vote)} for doubt in doubts]
    number = case.doubts.count()
    return {
        "rows": rows,
        "number": number,
        "sign": doubts[0].get_sign_display() if doubts else "",
        "more": number > len(rows),
    }


def review_objection(case: Case) -> dict[str, Any]:
    """What the voter says, why the vote was set aside, and what was seen of it."""
    objection = case.objection
    in_readers_language([objection.against])
    doubts = Doubt.objects.about(objection.vote).order_by("found_at")
    return {
        "objection": objection,
        "against": objection.against,
        "seen": _seen(objection.vote),
        "signs": [doubt.get_sign_display() for doubt in doubts],
    }


def titles_of_doubts(cases: Sequence[Case]) -> dict[int, str]:
    """By the number of the votes of each, and one of them: all of a case show the same sign on the same thing."""
    found = Doubt.objects.filter(case__in=cases).values("case").annotate(number=Count("pk"), one=Min("pk"))
    numbers = {row["one"]: row["number"] for row in found}
    ones = Doubt.objects.filter(pk__in=numbers).select_related(*ABOUT)
    return {one.case_id: said_of(one.sign, one.vote.about, numbers[one.pk]) for one in ones}


def titles_of_objections(cases: Sequence[Case]) -> dict[int, str]:
    found = Objection.objects.filter(case__in=cases).select_related(*ABOUT)
    return {one.case_id: said_of_objection(one.vote) for one in found}


def _shown(doubts: Any) -> Any:
    """In the order in which the votes came; all of one case are of one sort."""
    found = doubts.select_related("ballot__person", "paper__person")
    return found.order_by("ballot__cast_at", "paper__cast_at", "pk")


def _seen(vote: Any) -> dict[str, Any]:
    return {
        "at": vote.cast_at,
        "seconds": vote.seconds_to_fill,
        "joined": vote.person.date_joined,
        "domain": vote.person.email.rpartition("@")[2],
    }


def may_decide_doubts(user: Any, case: Case) -> Verdict:
    """Not by whoever cast one of these votes."""
    if case.doubts.filter(Q(ballot__person=user) | Q(paper__person=user)).exists():
        return no(_("You cannot decide about yourself."))
    return YES


def may_decide_objection(user: Any, case: Case) -> Verdict:
    """Not by whoever set the vote aside."""
    if case.objection.against.decided_by_id == user.pk:
        return no(_("You set this vote aside; somebody else decides on the objection."))
    return YES


def address_of_doubts(case: Case) -> str:
    doubt = case.doubts.first()
    return doubt.vote.about.get_absolute_url() if doubt else ""


def address_of_objection(case: Case) -> str:
    return case.objection.vote.about.get_absolute_url()


def register_kinds() -> None:
    register(
        CaseKind(
            name=DOUBT_KIND,
            label=_("Votes to look at"),
            template="proposals/review_votes.html",
            review=review_doubts,
            decide=decide_doubts,
            may_decide=may_decide_doubts,
            decisions=DECISIONS,
            publish_label=_("They count"),
            refuse_label=_("Set them aside"),
            done={
                Decision.PUBLISH: _("These votes count. Nobody has been written to."),
                Decision.NOT_PUBLISHED: _("Set aside. Each voter reads the reason and how to object."),
            },
            address=address_of_doubts,
            writes=False,
            titles=titles_of_doubts,
            about_votes=True,
            hours=24,
        )
    )
    register(
        CaseKind(
            name=OBJECTION_KIND,
            label=_("Objection of a voter"),
            template="proposals/review_objection.html",
            review=review_objection,
            decide=decide_objection,
            decisions=DECISIONS,
            publish_label=_("Count the vote"),
            refuse_label=_("It stays aside"),
            may_decide=may_decide_objection,
            done={
                Decision.PUBLISH: _("The vote counts again. The voter has been told."),
                Decision.NOT_PUBLISHED: _("The vote stays aside. The voter reads the reason."),
            },
            address=address_of_objection,
            writes=False,
            titles=titles_of_objections,
            about_votes=True,
            hours=24,
        )
    )
