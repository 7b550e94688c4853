"""Publish one of several suggestions that say nearly the same, and thank the authors of all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from policywiki.core.verdicts import WrongStage
from policywiki.moderation.actions.cases import decide
from policywiki.moderation.models import Case, Decision
from policywiki.moderation.permissions import may_claim
from policywiki.suggestions.models import BEING_CHECKED, State, Suggestion
from policywiki.suggestions.touching import alike

from .moving import locked
from .retest import no_longer_needed


@transaction.atomic
def publish_for_all(
    *, suggestion: Suggestion, others: Sequence[Suggestion], moderator: Any, version: int, now: datetime
) -> list[Suggestion]:
    """Publish `suggestion`; the others are no longer needed and named beside it. Returns those thanked.

    `version` is the version of the case that the moderator looked at. Raises what deciding raises, and
    WrongStage where one of the others has changed and no longer says the same. Where another moderator has
    to agree first nobody is thanked yet.
    """
    _lock_in_one_order([suggestion, *others])
    case = Case.objects.get(suggestion=suggestion)
    decide(case=case, decision=Decision.PUBLISH, moderator=moderator, version=version, now=now)
    published = Suggestion.objects.get(pk=suggestion.pk)
    if published.state != State.PUBLISHED:
        return []
    # One's own, and what a colleague has taken, is left to its own test after the publication.
    mine_to_close = [one for one in others if one.pk != suggestion.pk and _may_close(moderator, one, now)]
    thanked = [_thank(other, published, moderator, now) for other in mine_to_close]
    edition = published.published_revision.edition  # type: ignore[union-attr]  # published: it has one
    edition.provenance = edition.provenance | {"also_suggested": [one.pk for one in thanked]}
    edition.save(update_fields=["provenance"])
    return thanked


def _may_close(moderator: Any, other: Suggestion, now: datetime) -> bool:
    case = Case.objects.filter(suggestion=other).first()
    return case is None or bool(may_claim(moderator, case, now=now))


def _thank(other: Suggestion, published: Suggestion, moderator: Any, now: datetime) -> Suggestion:
    other = locked(other)
    if other.page_id != published.page_id or not alike(other.gist, published.gist):
        raise WrongStage(
            _("One of the suggestions has changed and no longer says the same. Please look again.")
        )
    other.same_as = published
    if other.state in BEING_CHECKED:
        no_longer_needed(suggestion=other, actor=moderator, now=now)
    other.save()
    return other


def _lock_in_one_order(suggestions: Sequence[Suggestion]) -> None:
    """Two moderators who gather the same ones the other way round wait for each other, not in a ring."""
    numbers = [one.case_id for one in suggestions if one.case_id is not None]
    list(Case.objects.select_for_update(no_key=True).filter(pk__in=numbers).order_by("pk").values_list("pk"))
