"""What moves an item ahead in the line, of the things that moderation itself knows. Other apps add theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, ReferenceIndex

from .models import Case
from .registry import kind_of, register_head_start
from .weights import BIG_CHANGE, HOURS_FOR_BIG, HOURS_FOR_FIRST, HOURS_FOR_SECOND_LOOK, by_doubling


def by_kind(cases: Sequence[Case]) -> Mapping[int, float]:
    return {case.pk: float(kind_of(case).hours) for case in cases}


def first_texts(cases: Sequence[Case]) -> Mapping[int, float]:
    """Whoever writes here for the first time hears soon."""
    return {case.pk: HOURS_FOR_FIRST for case in cases if case.first_time}


def second_looks(cases: Sequence[Case]) -> Mapping[int, float]:
    return {case.pk: HOURS_FOR_SECOND_LOOK for case in cases if case.second_look_at}


def big_changes(cases: Sequence[Case]) -> Mapping[int, float]:
    """Risk: much text changed overlaps with more the longer it waits."""
    return {case.pk: HOURS_FOR_BIG for case in cases if case.size >= BIG_CHANGE}


def linked_pages(cases: Sequence[Case]) -> Mapping[int, float]:
    """Reach: how many pages lead to the page."""
    pages = {str(case.page_id): case.pk for case in cases if case.page_id}
    leading = (
        ReferenceIndex.objects.filter(
            to_content_type=ContentType.objects.get_for_model(Page), to_object_id__in=set(pages)
        )
        .values("to_object_id")
        .annotate(pages=Count("object_id", distinct=True))
    )
    hours = {row["to_object_id"]: by_doubling(row["pages"]) for row in leading}
    return {case.pk: hours.get(str(case.page_id), 0.0) for case in cases}


def register_sources() -> None:
    register_head_start("kind", _("kind of item"), by_kind)
    register_head_start("first", _("first text of its author"), first_texts)
    register_head_start("second_look", _("second look"), second_looks)
    register_head_start("size", _("much text"), big_changes)
    register_head_start("reach", _("many pages lead to it"), linked_pages)
