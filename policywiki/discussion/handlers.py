"""What discussion does after a moderator has decided."""

from __future__ import annotations

from policywiki.core.events import CaseDecided, listen
from policywiki.moderation.actions.facts import recount

from .models import Flag


@listen(CaseDecided)
def count_for_the_flaggers(event: CaseDecided) -> None:
    """Whether a moderator agreed counts for what their next flag weighs."""
    for person_id in Flag.objects.filter(comment__case=event.case_id).values_list("by_id", flat=True):
        recount(person_id=person_id)
