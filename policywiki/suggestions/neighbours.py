"""The other open suggestions to the same section, and what publishing this one would do to each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from .merge import merge
from .models import Fit, Suggestion, SuggestionVersion
from .registry import target_of
from .touching import alike, meet

MOST = 20
"""So many neighbours are merged for one look; lists never merge."""


@dataclass(frozen=True)
class Neighbour:
    """`becomes` is its Fit once this is published; `alike`: it says nearly the same."""

    suggestion: Suggestion
    version: SuggestionVersion
    becomes: str
    alike: bool

    @property
    def newly_overlaps(self) -> bool:
        return self.becomes == Fit.OVERLAPPING and self.suggestion.fit != Fit.OVERLAPPING


def neighbours(suggestion: Suggestion, merged: dict[str, Any]) -> list[Neighbour]:
    """Oldest first. `merged`: the page's content if this suggestion were published now."""
    if suggestion.page_id is None:
        return []
    others = Suggestion.objects.to_page(suggestion.page_id).exclude(pk=suggestion.pk).select_related("author")
    near = [
        one for one in others if meet(one.touched, suggestion.touched) or alike(one.gist, suggestion.gist)
    ]
    latest = _latest(near[:MOST])
    fields: dict[str, str] = dict(target_of(suggestion).content_fields)
    return [
        Neighbour(
            one, latest[one.pk], _becomes(latest[one.pk], merged, fields), alike(one.gist, suggestion.gist)
        )
        for one in near[:MOST]
        if one.pk in latest
    ]


def _latest(suggestions: list[Suggestion]) -> dict[int, SuggestionVersion]:
    sent = SuggestionVersion.objects.filter(suggestion__in=suggestions).order_by("number")
    return {version.suggestion_id: version for version in sent}


def _becomes(version: SuggestionVersion, merged: dict[str, Any], fields: dict[str, str]) -> str:
    result = merge(version.base, merged, version.content, fields)
    if result.conflicts:
        return Fit.OVERLAPPING
    there = {name: merged.get(name) for name in result.content} == result.content
    return Fit.ALREADY_THERE if there else Fit.CLEAN


def what_publishing_does(found: Iterable[Neighbour]) -> str:
    """ "3 other open suggestions touch this section. Publishing this makes #41 overlap." Empty without others."""
    others = list(found)
    if not others:
        return ""
    count = len(others)
    parts = [
        ngettext(
            "%(n)d other open suggestion touches the same section.",
            "%(n)d other open suggestions touch the same section.",
            count,
        )
        % {"n": count}
    ]
    if numbers := _numbers(one for one in others if one.newly_overlaps):
        parts.append(_("Publishing this makes %(numbers)s overlap.") % {"numbers": numbers})
    if numbers := _numbers(one for one in others if one.becomes == Fit.ALREADY_THERE):
        parts.append(_("Publishing this makes %(numbers)s no longer needed.") % {"numbers": numbers})
    return "".join(parts) if (get_language() or "").startswith("zh") else " ".join(parts)


def _numbers(found: Iterable[Neighbour]) -> str:
    comma = pgettext("between the parts of an enumeration", ", ")
    return comma.join(f"#{one.suggestion.pk}" for one in found)
