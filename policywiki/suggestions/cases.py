"""How suggestions look in the moderators' queue."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from policywiki.moderation.models import Case
from policywiki.moderation.registry import CaseKind, Facts, register

from .actions.accept import decide_suggestion, trial
from .actions.write import look_again
from .diff import diff
from .models import Fit
from .presenting import overlaps
from .registry import target_of
from .touching import gist


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


def facts(case: Case) -> Facts:
    """How much text it changes, whether it overlaps as last tested, and the topics it names."""
    suggestion = getattr(case, "suggestion", None)
    version = suggestion.latest if suggestion is not None else None
    if suggestion is None or version is None:
        return Facts()
    changes = diff(version.base, version.content, dict(target_of(suggestion).content_fields))
    topics = [str(topic) for topic in version.content.get("tags") or []]
    return Facts(size=len(gist(changes)), overlaps=suggestion.fit == Fit.OVERLAPPING, topics=topics)


def look_again_at(*, case: Case, now: datetime) -> None:
    look_again(suggestion=case.suggestion, now=now)


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
            facts=facts,
            look_again=look_again_at,
            address=lambda case: case.suggestion.get_absolute_url(),
        )
    )
