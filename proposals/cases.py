"""How doubted votes and objections look in the moderators' queue. Nobody sees there how anybody voted."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from policywiki.core.verdicts import YES, Verdict, no
from policywiki.moderation.models import Case, Decision
from policywiki.moderation.registry import CaseKind, register

from .actions.doubt import DOUBT_KIND, OBJECTION_KIND, decide_doubts, decide_objection

MOST_SHOWN = 100
DECISIONS = (Decision.PUBLISH, Decision.NOT_PUBLISHED)


def review_doubts(case: Case) -> dict[str, Any]:
    """Of each vote when it came, how long the form took, how old the account is, the domain of the address."""
    doubts = case.doubts.select_related("ballot__person").order_by("ballot__cast_at")
    rows = [
        {
            "at": doubt.ballot.cast_at,
            "seconds": doubt.ballot.seconds_to_fill,
            "joined": doubt.ballot.person.date_joined,
            "domain": doubt.ballot.person.email.rpartition("@")[2],
        }
        for doubt in doubts[:MOST_SHOWN]
    ]
    first = case.doubts.first()
    return {"rows": rows, "number": case.doubts.count(), "sign": first.get_sign_display() if first else ""}


def review_objection(case: Case) -> dict[str, Any]:
    objection = case.objection
    return {"objection": objection, "against": objection.against}


def may_decide_doubts(user: Any, case: Case) -> Verdict:
    """Not by whoever cast one of these votes."""
    if case.doubts.filter(ballot__person=user).exists():
        return no(_("You cannot decide about yourself."))
    return YES


def may_decide_objection(user: Any, case: Case) -> Verdict:
    """Not by whoever set the vote aside."""
    if case.objection.against.decided_by_id == user.pk:
        return no(_("You set this vote aside; somebody else decides on the objection."))
    return YES


def address(case: Case) -> str:
    return case.page.specific.record.get_absolute_url() if case.page else ""


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
            address=address,
            writes=False,
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
            address=address,
            writes=False,
            hours=24,
        )
    )
