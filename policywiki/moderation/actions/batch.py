""" "My twenty": a batch of one topic dealt out to one moderator, who holds it for a day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from policywiki.core.verdicts import WrongStage, require
from policywiki.moderation.models import Batch, Case
from policywiki.moderation.permissions import decidable_by, may_claim, may_see_queue

from .cases import let_go
from .history import log
from .taking import hold

TWENTY = 20
LASTS = timedelta(days=1)


@transaction.atomic
def deal(*, moderator: Any, topic: Any, now: datetime, size: int = TWENTY) -> Batch:
    """The next items of this topic (None: of any), in the order of the line, taken for a day.

    Two who are dealt to at once get different items. Raises NotFound, WrongStage.
    """
    require(may_see_queue(moderator))
    if (before := Batch.objects.of(moderator)) is not None:
        if before.left(now).exists():
            raise WrongStage(_("You have a batch already. Finish it, or put the rest back."))
        _end(before, now)
    waiting = decidable_by(moderator).to_check().awake(now).free_for(moderator, now)
    if topic is not None:
        waiting = waiting.about([topic.pk])
    found = waiting.select_for_update(no_key=True, skip_locked=True, of=("self",))[:size]
    taken = [case for case in found if may_claim(moderator, case, now=now)]
    if not taken:
        raise WrongStage(_("Nothing of this topic waits for you."))
    batch = Batch.objects.create(moderator=moderator, topic=topic, dealt_at=now)
    for case in taken:
        hold(case, moderator, now, LASTS)
        case.save(update_fields=["claimed_by", "claimed_at", "claimed_until"])
        log(case, "dealt", moderator, now, inside=True)
    batch.cases.set(taken)
    return batch


@transaction.atomic
def put_rest_back(*, batch: Batch, moderator: Any, now: datetime) -> int:
    """End the batch; what was not looked at is free for others again. Returns how many. Raises WrongStage."""
    if batch.moderator_id != moderator.pk or batch.ended_at is not None:
        raise WrongStage(_("This batch is not yours, or it has ended."))
    held = batch.cases.to_check().taken(now, by=moderator).select_for_update(no_key=True, of=("self",))
    rest: list[Case] = list(held)
    for case in rest:
        let_go(case)
        case.save(update_fields=["claimed_by", "claimed_at", "claimed_until", "postponed_until"])
        log(case, "released", moderator, now, inside=True)
    _end(batch, now)
    return len(rest)


def _end(batch: Batch, now: datetime) -> None:
    batch.ended_at = now
    batch.save(update_fields=["ended_at"])
