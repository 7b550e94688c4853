"""How a flagged comment looks in the moderators' queue."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from policywiki.moderation.models import Case, Decision
from policywiki.moderation.registry import CaseKind, register

from .actions.comments import FLAG_KIND, decide_flagged


def review(case: Case) -> dict[str, Any]:
    comment = case.comment
    return {"comment": comment, "flags": list(comment.flags.select_related("by").order_by("created_at"))}


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
    )
)
