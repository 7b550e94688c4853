"""Calls for proposals: whether one is open, what it says of itself, what it asks of a text. Pure: a call in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from policywiki.core.wording import date_text, deadline_text, round_number_text


class CallState(TextChoices):
    UPCOMING = "upcoming", gettext_lazy("Opens later")
    OPEN = "open", pgettext_lazy("of a call", "Open")
    CLOSED = "closed", gettext_lazy("Closed to new proposals")
    ARCHIVED = "archived", pgettext_lazy("of a call", "Archived")


# How components/state.html draws each.
LOOKS = {
    CallState.UPCOMING: "wait",
    CallState.OPEN: "now",
    CallState.CLOSED: "closed",
    CallState.ARCHIVED: "closed",
}


def state_of(call: Any, now: datetime) -> CallState:
    """Open from `opens_at` until before `closes_at`; archived is said by staff and comes before both."""
    if call.archived:
        return CallState.ARCHIVED
    if call.opens_at is not None and now < call.opens_at:
        return CallState.UPCOMING
    if call.closes_at is not None and now >= call.closes_at:
        return CallState.CLOSED
    return CallState.OPEN


def sentence(call: Any, *, now: datetime) -> str:
    """ "Open until Tue 2 June, 18:00, in 4 days." and the like for each state."""
    state = state_of(call, now)
    if state == CallState.UPCOMING:
        return _("Opens on %(date)s.") % {"date": date_text(call.opens_at, now=now)}
    if state == CallState.ARCHIVED:
        return _("Archived: everything proposed here has been dealt with.")
    if state == CallState.CLOSED:
        return _("Closed to new proposals since %(date)s.") % {"date": date_text(call.closes_at, now=now)}
    if call.closes_at is None:
        return _("Open, without a last day.")
    return _("Open until %(until)s.") % {"until": deadline_text(call.closes_at, now=now)}


def money(amount: int) -> str:
    """12_000_000 -> "12 million yuan", "1,200 万元"."""
    return _("%(amount)s yuan") % {"amount": round_number_text(amount)}


def words(text: str) -> list[str]:
    """Words as typed, with commas of either width between them; each once, in their order."""
    parts = (part.strip() for part in text.replace("，", ",").replace("、", ",").split(","))
    return list(dict.fromkeys(part for part in parts if part))


def gaps(call: Any, content: Mapping[str, Any]) -> dict[str, list[str]]:
    """What this call asks and the text lacks: name of the field -> sentences; empty when it is whole."""
    found: dict[str, list[str]] = {}
    places = {district.pk: district.name for district in call.districts.all()}
    if places and content.get("district") not in places:
        found["district"] = [
            _("This call is for: %(places)s. Please choose one of them.")
            % {"places": pgettext("between the parts of an enumeration", ", ").join(places.values())}
        ]
    topics = call.topics_offered
    if topics and not set(topics) & set(content.get("tags") or []):
        found["tags"] = [_("Please choose at least one of the topics of this call.")]
    answered = {block["id"] for block in content.get("details") or [] if block["value"]["text"].strip()}
    if missing := [one for one in call.questions.all() if one.needed and one.code not in answered]:
        found["details"] = [_("Please answer: %(question)s") % {"question": one.label} for one in missing]
    return found
