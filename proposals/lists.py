"""The list of proposals: what a reader asked for in the address, and the rows it gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from policywiki.places.models import District

from .models import CallPage, ProposalRecord, ProposalTag
from .stages import Stage

PAGE_SIZE = 20
TAGS_OFFERED = 30

PERIODS = [("30", _("Last 30 days")), ("90", _("Last 90 days")), ("365", _("Last year"))]
ORDERS = [
    ("newest", _("Newest")),
    ("supported", _("Most supported")),
    ("discussed", _("Most discussed")),
    ("due", _("Due soon")),
]
ORDERINGS = {
    "newest": ("-published_at", "-number"),
    "supported": ("-support_count", "-number"),
    "discussed": ("-comment_count", "-number"),
}


@dataclass(frozen=True)
class Wish:
    """What the address asks for; anything unknown in it is as if it were not there."""

    stage: str = ""
    tag: str = ""
    district: str = ""
    period: str = ""
    order: str = "newest"

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Wish:
        return cls(
            stage=_known(query.get("stage", ""), Stage.values),
            tag=query.get("tag", "").replace("\x00", "").strip()[:100],
            district=query.get("district", "").replace("\x00", "").strip()[:50],
            period=_known(query.get("period", ""), [days for days, _label in PERIODS]),
            order=_known(query.get("order", ""), [name for name, _label in ORDERS]) or "newest",
        )


def records(wish: Wish, *, call: CallPage, user: Any, now: datetime) -> QuerySet[ProposalRecord]:
    """The proposals of this call that the wish describes, in its order."""
    found = ProposalRecord.objects.visible(user).filter(call=call)
    if wish.stage:
        found = found.filter(stage=wish.stage)
    if wish.tag:
        found = found.filter(page__in=ProposalTag.objects.filter(tag__name=wish.tag).values("content_object"))
    if wish.district:
        found = found.filter(page__district__code=wish.district)
    if wish.period:
        found = found.filter(published_at__gte=now - timedelta(days=int(wish.period)))
    if wish.order == "due":
        return found.due_soon()
    return found.order_by(*ORDERINGS[wish.order])


def page_of(found: QuerySet[ProposalRecord], number: str) -> Page:
    """One page of rows with everything they show."""
    return Paginator(found.with_page(), PAGE_SIZE).get_page(number)  # type: ignore[attr-defined]


def choices(call: CallPage) -> dict[str, list[tuple[str, Any]]]:
    """What each filter offers: (value, label), without "all"."""
    used = [*call.stages_used, Stage.WITHDRAWN, Stage.UNSUPPORTED, Stage.MERGED, Stage.DIVIDED]
    tags = (
        ProposalTag.objects.filter(content_object__record__call=call)
        .values_list("tag__name")
        .annotate(used=Count("pk"))
        .order_by("-used", "tag__name")[:TAGS_OFFERED]
    )
    return {
        "stage": [(stage, Stage(stage).label) for stage in used],
        "tag": [(name, name) for name, _used in tags],
        "district": [(district.code, district.name) for district in District.objects.all()],
        "period": list(PERIODS),
        "order": list(ORDERS),
    }


def _known(value: str, allowed: list[str]) -> str:
    return value if value in allowed else ""
