"""A moderator's own filters of the list."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from policywiki.core.verdicts import NotFound, WrongStage, require
from policywiki.moderation.models import SavedFilter
from policywiki.moderation.permissions import may_see_queue

MOST = 30


@transaction.atomic
def save_filter(*, owner: Any, name: str, query: str) -> SavedFilter:
    """Keep this choice under a name; the same name again replaces it. Raises NotFound, WrongStage."""
    require(may_see_queue(owner))
    if not name.strip() or not query:
        raise WrongStage(_("Choose a filter and give it a name."))
    mine = SavedFilter.objects.filter(owner=owner)
    if mine.exclude(name=name.strip()).count() >= MOST:
        raise WrongStage(_("You have 30 saved filters. Delete one first."))
    saved, _created = mine.update_or_create(
        owner=owner, name=name.strip()[:60], defaults={"query": query[:500]}
    )
    return saved


@transaction.atomic
def forget_filter(*, owner: Any, pk: int) -> None:
    """Raises NotFound where it is not theirs."""
    deleted, _rows = SavedFilter.objects.filter(owner=owner, pk=pk).delete()
    if not deleted:
        raise NotFound
