"""From criteria to the proposals they find."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from proposals.digests.criteria import WHOLE_CITY, Criteria
from proposals.lists import ORDERINGS
from proposals.models import ProposalRecord, ProposalTag

OLDEST = "oldest"


def found(criteria: Criteria, *, user: Any) -> QuerySet[ProposalRecord]:
    """Everything the criteria describe, ticked or not, in their order."""
    records = ProposalRecord.objects.visible(user)
    if criteria.since:
        records = records.filter(published_at__gte=_midnight(criteria.since))
    if criteria.until:
        records = records.filter(published_at__lt=_midnight(criteria.until + timedelta(days=1)))
    if criteria.stages:
        records = records.filter(stage__in=criteria.stages)
    if criteria.tags:
        tagged = ProposalTag.objects.filter(tag__name__in=criteria.tags)
        records = records.filter(page__in=tagged.values("content_object"))
    if criteria.district:
        records = records.filter(_district(criteria.district))
    if criteria.order == OLDEST:
        return records.order_by("published_at", "number")
    return records.order_by(*ORDERINGS[criteria.order])


def chosen(criteria: Criteria, *, user: Any) -> QuerySet[ProposalRecord]:
    """What goes into the paper: what was found and is ticked."""
    records = found(criteria, user=user)
    ticked = Q(number__in=criteria.exceptions)
    return records.exclude(ticked) if criteria.start == "all" else records.filter(ticked)


def sums(criteria: Criteria, *, user: Any) -> dict[str, int]:
    """How many and how much, for the preview; the paper itself sums its own entries."""
    counted = chosen(criteria, user=user).aggregate(
        proposals=Count("pk"), support=Sum("support_count"), comments=Sum("comment_count")
    )
    return {name: value or 0 for name, value in counted.items()}


def _district(code: str) -> Q:
    return Q(page__district__isnull=True) if code == WHOLE_CITY else Q(page__district__code=code)


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
