"""How suggestions look in the moderators' queue."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from policywiki.moderation.models import Case
from policywiki.moderation.registry import CaseKind, register

from .actions.accept import decide_suggestion, trial
from .diff import diff
from .presenting import overlaps
from .registry import target_of


def review(case: Case) -> dict[str, Any]:
    """suggestion, version, the diff of live against merged, and the overlaps where there are any."""
    suggestion = case.suggestion
    version = suggestion.versions.latest("number")
    tried = trial(suggestion, version)
    fields = dict(target_of(suggestion).content_fields)
    return {
        "suggestion": suggestion,
        "version": version,
        "diff": diff(tried.live, tried.result.content, fields),
        "overlaps": overlaps(tried.result.conflicts),
    }


for name, label in [
    ("change", _("Suggested change")),
    ("new_page", _("New page")),
    ("new_proposal", _("New proposal")),
]:
    register(
        CaseKind(
            name=name,
            label=label,
            template="suggestions/review.html",
            review=review,
            decide=decide_suggestion,
        )
    )
