"""How a flagged comment looks in the moderators' queue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from policywiki.core.verdicts import YES, Verdict, no
from policywiki.moderation.models import Case, CaseState, Decision
from policywiki.moderation.registry import CaseKind, register, register_flag_counts, register_head_start
from policywiki.moderation.weights import flags_hours, word_of

from .actions.comments import FLAG_KIND, HELD_KIND, decide_flagged, decide_held
from .models import Flag


def review(case: Case) -> dict[str, Any]:
    """The comment, and its flags with what became of their writers' earlier ones."""
    comment = case.comment
    flags = comment.flags.select_related("by__track_record").order_by("created_at")
    return {"comment": comment, "flags": list(flags)}


def may_decide(user: Any, case: Case) -> Verdict:
    """Who flagged it does not judge it."""
    if Flag.objects.filter(comment__case=case, by=user).exists():
        return no(_("You flagged this comment yourself: another moderator decides."))
    return YES


def by_weight(cases: Sequence[Case]) -> Mapping[int, float]:
    """Flags move a comment ahead by what their writers' word has been worth; they hide nothing."""
    words: dict[Any, list[float]] = defaultdict(list)
    flags = Flag.objects.filter(comment__case__in=[case.pk for case in cases if case.kind == FLAG_KIND])
    for flag in flags.select_related("by__track_record", "comment"):
        record = getattr(flag.by, "track_record", None)
        weight = word_of(record.flags_upheld, record.flags_dismissed) if record else word_of(0, 0)
        words[flag.comment.case_id].append(weight)
    return {pk: flags_hours(weights) for pk, weights in words.items()}


def counts(person_id: int) -> tuple[int, int]:
    """(upheld, dismissed) of a person's flags on comments that a moderator has decided about."""
    decided = Flag.objects.filter(by_id=person_id, comment__case__state=CaseState.CLOSED)
    found = decided.aggregate(
        upheld=Count("pk", filter=Q(comment__case__decision=Decision.NOT_PUBLISHED)),
        dismissed=Count("pk", filter=Q(comment__case__decision=Decision.PUBLISH)),
    )
    return found["upheld"], found["dismissed"]


def look_again(*, case: Case, now: datetime) -> None:
    """Nothing moves: it stays from view until the second moderator has decided; its text is kept."""


register_flag_counts(counts)
register_head_start("flags", _("flags, by the record of their writers"), by_weight)

register(
    CaseKind(
        name=FLAG_KIND,
        label=_("Flagged comment"),
        template="discussion/review.html",
        review=review,
        decide=decide_flagged,
        decisions=(Decision.PUBLISH, Decision.NOT_PUBLISHED),
        publish_label=_("Keep the comment"),
        refuse_label=_("Take it from view"),
        may_decide=may_decide,
        look_again=look_again,
        address=lambda case: case.comment.get_absolute_url(),
        writes=False,
        hours=24,
    )
)

register(
    CaseKind(
        name=HELD_KIND,
        label=_("Held comment"),
        template="discussion/review.html",
        review=lambda case: {"comment": case.comment, "hold": getattr(case, "hold", None)},
        decide=decide_held,
        decisions=(Decision.PUBLISH, Decision.NOT_PUBLISHED),
        look_again=look_again,
        address=lambda case: case.comment.get_absolute_url(),
        writes=False,
    )
)
