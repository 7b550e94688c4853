"""Somebody's life may be in danger: raise the alarm, and say what was done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from policywiki.core.events import AlarmRaised, publish
from policywiki.core.verdicts import require
from policywiki.moderation.actions.cases import let_go
from policywiki.moderation.actions.history import locked, log
from policywiki.moderation.models import CaseState
from policywiki.trust.hiding import Item, kind_named
from policywiki.trust.models import Alarm
from policywiki.trust.permissions import may_end_alarm, may_raise_alarm


@transaction.atomic
def raise_alarm(*, item: Item, moderator: Any, now: datetime) -> Alarm:
    """Take the item out of the ordinary list and from view, and call the others. Raises NotAllowed.

    Pressing the button twice raises one alarm.
    """
    require(may_raise_alarm(moderator))
    kind = kind_named(item.kind)
    if kind is not None and kind.withhold is not None:
        kind.withhold(item.pk, now=now)
        item = kind.find(item.pk) or item
    alarm, made = Alarm.objects.get_or_create(
        kind=item.kind,
        object_id=item.pk,
        ended_at=None,
        defaults={
            "title": item.title[:255],
            "author": item.author,
            "case": item.case,
            "raised_by": moderator,
            "raised_at": now,
        },
    )
    if not made:
        return alarm
    if item.case is not None:
        _move_case(item.case.pk, CaseState.OPEN, CaseState.URGENT, "alarm", moderator, now)
    publish(AlarmRaised(alarm_id=alarm.pk))
    return alarm


@transaction.atomic
def end_alarm(*, alarm: Alarm, moderator: Any, done: str, now: datetime) -> Alarm:
    """Write down what was done; the item goes back to the ordinary list. Raises NotAllowed, ValidationError."""
    alarm = Alarm.objects.select_for_update(no_key=True, of=("self",)).get(pk=alarm.pk)
    require(may_end_alarm(moderator, alarm))
    if not done.strip():
        raise ValidationError(_("Write down what was done, and whom you told."))
    alarm.done, alarm.ended_by, alarm.ended_at = done.strip(), moderator, now
    alarm.save()
    if alarm.case_id is not None:
        _move_case(alarm.case_id, CaseState.URGENT, CaseState.OPEN, "alarm_ended", moderator, now)
    return alarm


def _move_case(case_id: int, old: str, new: str, verb: str, actor: Any, now: datetime) -> None:
    case = locked(case_id)
    if case.state != old:
        return
    case.state = new
    let_go(case)
    case.version += 1
    case.save()
    log(case, verb, actor, now)
