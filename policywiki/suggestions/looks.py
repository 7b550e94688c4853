"""What changed in a suggestion since a moderator last looked at it, from the history of its case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from policywiki.core.page_content import content_of

from .diff import diff
from .differences import Diff
from .merge import merge
from .models import Suggestion, SuggestionVersion
from .registry import target_of


@dataclass(frozen=True)
class Since:
    """The version that was seen and what is different now; `own`: this moderator saw it, else a colleague."""

    number: int
    at: datetime
    own: bool
    diff: Diff


def since_last_look(suggestion: Suggestion, version: SuggestionVersion, reviewer: Any) -> Since | None:
    """None where nobody has looked before, or nothing was sent since.

    A look is an act on the item (taking it, asking for more); a page that is only opened changes nothing.
    """
    if suggestion.case is None or version.number == 1:
        return None
    acts = list(suggestion.case.entries.exclude(actor=suggestion.author_id).order_by("-at", "-pk"))
    own = [act for act in acts if act.actor_id == reviewer.pk]
    for act in own[:1] or acts[:1]:
        seen = suggestion.versions.filter(sent_at__lte=act.at).order_by("-number").first()
        if seen is not None and seen.number < version.number:
            return Since(seen.number, act.at, bool(own), _between(suggestion, seen, version))
    return None


def _between(suggestion: Suggestion, seen: SuggestionVersion, version: SuggestionVersion) -> Diff:
    """Both as they stand on the page now, so that what others published meanwhile does not show as theirs."""
    fields = dict(target_of(suggestion).content_fields)
    if suggestion.page is None:
        return diff(seen.content, version.content, fields)
    live = content_of(suggestion.page.specific)
    old, new = (merge(one.base, live, one.content, fields).content for one in (seen, version))
    return diff(old, new, fields)
