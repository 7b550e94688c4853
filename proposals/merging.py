"""What has become one or several, as readers meet it: where an old address leads, who is asked, who has joined."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from .merge_permissions import can_answer_merge, can_begin_merge, can_divide, can_reply
from .models import Merge, ProposalRecord, Succession, Support
from .stages import Stage

_NUMBER = re.compile(
    r"(?:(?:.*/p/|#)?|(?:.*/proposals/)?[0-9]{4}-)0*(?P<number>[1-9][0-9]{0,8})/?(?:[?#].*)?",
)


@dataclass(frozen=True)
class Joined:
    """One proposal that ended in this: how many supported it, and how many of them support this one too."""

    record: ProposalRecord
    supporters: int
    here_too: int


def heir(record: ProposalRecord) -> ProposalRecord:
    """Where its address leads: itself, or what it was merged into, however often that was merged again.

    What was taken off the site is nowhere to lead to: then it is read itself.
    """
    while record.stage == Stage.MERGED:
        last = _successions(record.successions.select_related("after__page").order_by("at", "pk"))[-1:]
        if not last:
            break
        record = last[0].after
    return record


def named(text: str) -> ProposalRecord | None:
    """The proposal that somebody means: its number, its code (2026-0012), its address."""
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        return None
    found = ProposalRecord.objects.select_related("page", "call", "proposer")
    return found.filter(number=int(match["number"])).first()


def joined_view(record: ProposalRecord, user: Any) -> dict[str, Any]:
    """For the proposal's page: what ended in it or stands in its place, what this reader is asked or may do."""
    before = _successions(record.predecessions.select_related("before__page"))
    return {
        "before": before,
        "joined": [_joined(one.before, record) for one in before],
        "people": _people(record, before),
        "after": _parts(record),
        "asked": bool(before) and _is_asked(user, record),
        "waits_for_me": _waits_for(user, record),
        "may_merge": bool(can_begin_merge(user, record)),
        "may_divide": bool(can_divide(user, record)),
    }


def questions(user: Any) -> list[ProposalRecord]:
    """What stands in the place of something this person supported, and they have not answered yet."""
    mine = Support.objects.filter(person=user)
    open_to_me = (
        Succession.objects.filter(before__in=mine.values("proposal"))
        .exclude(replies__person=user)
        .exclude(after__in=mine.values("proposal"))
    )
    found = ProposalRecord.objects.visible(user).filter(pk__in=open_to_me.values("after"))
    return [record for record in found.select_related("page").order_by("number") if record.takes_support]


def _successions(found: Any) -> list[Succession]:
    return list(found.filter(before__page__live=True, after__page__live=True))


def _parts(record: ProposalRecord) -> list[ProposalRecord]:
    if record.stage != Stage.DIVIDED:
        return []
    return [one.after for one in _successions(record.successions.select_related("after__page"))]


def _joined(before: ProposalRecord, record: ProposalRecord) -> Joined:
    of_before = Support.objects.filter(proposal=before)
    here = Support.objects.filter(proposal=record).values("person")
    return Joined(before, of_before.count(), of_before.filter(person__in=here).count())


def _people(record: ProposalRecord, before: list[Succession]) -> int:
    """Everybody who supports the one or the other, each counted once."""
    if not before:
        return 0
    all_of_them = [record.pk, *(one.before_id for one in before)]
    return Support.objects.filter(proposal__in=all_of_them).values("person").distinct().count()


def _is_asked(user: Any, record: ProposalRecord) -> bool:
    if not record.takes_support or not can_reply(user, record):
        return False
    return not Support.objects.filter(proposal=record, person=user).exists()


def _waits_for(user: Any, record: ProposalRecord) -> Merge | None:
    """A wish to merge it that this reader must answer."""
    if not user.is_authenticated:
        return None
    asked = (
        Merge.objects.open()
        .about(record)
        .select_related("ends__page", "ends__proposer", "stays__page", "stays__proposer")
    )
    return next((merge for merge in asked if can_answer_merge(user, merge)), None)
