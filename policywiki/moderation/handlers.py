"""What the queue does after something happened to an item."""

from __future__ import annotations

from policywiki.core.events import CaseDecided, CaseTouched, listen

from .actions.facts import recount, refresh
from .models import Case


@listen(CaseTouched)
def find_its_place(event: CaseTouched) -> None:
    refresh(case=Case.objects.select_related("page").get(pk=event.case_id))


@listen(CaseDecided)
def count_for_its_author(event: CaseDecided) -> None:
    recount(person_id=Case.objects.values_list("author_id", flat=True).get(pk=event.case_id))
