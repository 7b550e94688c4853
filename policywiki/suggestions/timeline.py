"""What happened to a suggestion, for everybody: who acted in which role and when, never a moderator's name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from policywiki.moderation.models import Decision

from .models import State, Suggestion
from .registry import target_of

# The rows of a case's history that are told outside the house; claims, notes and approvals are not.
TOLD = {
    "opened",
    "revised",
    "settled",
    "edited",
    "second_look",
    "withdrawn",
    State.NO_LONGER_NEEDED,
    Decision.PUBLISH,
    Decision.NEEDS_MORE,
    Decision.NOT_PUBLISHED,
}


@dataclass(frozen=True)
class Event:
    """One line for components/timeline.html."""

    title: str
    at: datetime
    text: str = ""
    url: str = ""
    state: str = ""


def timeline(suggestion: Suggestion) -> list[Event]:
    """Oldest first. A moderator's own words go to the author alone; the reason from the list is for everybody."""
    if suggestion.case is None:
        return []
    entries = suggestion.case.entries.filter(verb__in=TOLD).select_related("reason")
    target = target_of(suggestion)
    told = target.story(suggestion) if target.story is not None else []
    events = [_event(entry, suggestion, let_through=bool(told)) for entry in entries]
    return sorted([*events, *told], key=lambda event: event.at)


def _event(entry: Any, suggestion: Suggestion, *, let_through: bool) -> Event:
    by_author = entry.actor_id == suggestion.author_id
    titles = {
        "opened": _("Sent"),
        "revised": _("Sent again") if by_author else _("Changed by a moderator"),
        "settled": _("Put onto the page as it is now, by its author")
        if by_author
        else _("Put onto the page as it is now, by a moderator"),
        "edited": _("Edited by a moderator before publishing"),
        "second_look": _("A second look was asked for"),
        "withdrawn": _("Taken back by its author"),
        State.NO_LONGER_NEEDED: _("No longer needed: the page says it"),
        Decision.PUBLISH: _("Checked by a moderator: everybody may read it")
        if let_through
        else _("Published by a moderator"),
        Decision.NEEDS_MORE: _("A moderator asked for a little more"),
        Decision.NOT_PUBLISHED: _("Not published, by a moderator"),
    }
    return Event(titles[entry.verb], entry.at, text=entry.reason.label if entry.reason else "")
