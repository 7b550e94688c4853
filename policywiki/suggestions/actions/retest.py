"""Test an open suggestion against the page as it is now, and keep what was found."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.models import Page, Revision

from policywiki.accounts.models import User
from policywiki.core.events import CaseTouched, SuggestionDecided, SuggestionOverlapped, publish
from policywiki.core.page_content import content_of
from policywiki.suggestions.conflicts import Conflict
from policywiki.suggestions.diff import diff
from policywiki.suggestions.merge import merge
from policywiki.suggestions.models import OPEN, Fit, State, Suggestion, SuggestionVersion
from policywiki.suggestions.registry import target_of
from policywiki.suggestions.touching import alike, gist, touched

from .moving import end_waiting, locked, move

LOOKS_BACK = 50
"""So many publications are searched for the one that a suggestion overlaps with."""


@dataclass(frozen=True)
class Found:
    """`overlaps`: one for each place, with the published revision that changed it where that is known."""

    fit: str
    touched: list[str]
    gist: str
    overlaps: list[dict[str, Any]] = field(default_factory=list)


def retest(*, suggestion: Suggestion, now: datetime) -> Suggestion:
    """Say how it stands to the live page; what is there already is closed and its author told.

    The merging is done before the lock is taken. What a later publication or a later version has overtaken
    is left to its own test. Safe to run twice.
    """
    version = suggestion.latest
    if version is None or suggestion.page is None or suggestion.state not in OPEN:
        return suggestion
    page = suggestion.page.specific
    found = examine(version, page, dict(target_of(suggestion).content_fields))
    if found.fit == Fit.ALREADY_THERE and suggestion.changes_photos:
        found = replace(found, fit=Fit.CLEAN)  # its words are there, its photos are not
    return _keep(suggestion, version, found, page.live_revision_id, now)


def examine(version: SuggestionVersion, page: Page, fields: dict[str, str]) -> Found:
    """Merge this version onto the live page without writing anything."""
    live = content_of(page)
    result = merge(version.base, live, version.content, fields)
    changes = diff(version.base, version.content, fields)
    places = touched(version.base, version.content, fields)
    if result.conflicts:
        found = overlapping_places(result.conflicts, version.base, version.base_revision_id, page, fields)
        return Found(Fit.OVERLAPPING, places, gist(changes), found)
    already = {name: live.get(name) for name in result.content} == result.content
    return Found(Fit.ALREADY_THERE if already else Fit.CLEAN, places, gist(changes))


@transaction.atomic
def _keep(
    suggestion: Suggestion, version: SuggestionVersion, found: Found, revision_id: int | None, now: datetime
) -> Suggestion:
    suggestion = locked(suggestion)
    overtaken = suggestion.versions.filter(number__gt=version.number).exists()
    newer = Page.objects.filter(pk=suggestion.page_id).exclude(live_revision=revision_id).exists()
    if overtaken or newer or suggestion.state not in OPEN:
        return suggestion
    suggestion.touched, suggestion.gist = found.touched, found.gist
    suggestion.fit, suggestion.overlaps = found.fit, found.overlaps
    suggestion.fit_revision_id = revision_id
    overlapping = found.fit == Fit.OVERLAPPING
    newly = overlapping and suggestion.overlaps_since is None
    suggestion.overlaps_since = (suggestion.overlaps_since or now) if overlapping else None
    if found.fit == Fit.ALREADY_THERE:
        suggestion.same_as = _who_said_it(suggestion, revision_id)
        no_longer_needed(suggestion=suggestion, actor=User.objects.system(), now=now)
    suggestion.save()
    if newly and revision_id is not None:
        publish(SuggestionOverlapped(suggestion_id=suggestion.pk, revision_id=revision_id))
    if suggestion.case_id is not None:
        publish(CaseTouched(case_id=suggestion.case_id))
    return suggestion


def _who_said_it(suggestion: Suggestion, revision_id: int | None) -> Suggestion | None:
    """The suggestion that was just published with nearly the same words, if it was one."""
    published = Suggestion.objects.filter(published_revision_id=revision_id).first()
    return published if published is not None and alike(published.gist, suggestion.gist) else None


def no_longer_needed(*, suggestion: Suggestion, actor: Any, now: datetime) -> None:
    """Close it, because the page says it already, and tell its author. The caller holds the lock and saves."""
    move(suggestion, State.NO_LONGER_NEEDED)
    end_waiting(suggestion, actor=actor, verb=State.NO_LONGER_NEEDED, now=now)
    publish(SuggestionDecided(suggestion_id=suggestion.pk, outcome=State.NO_LONGER_NEEDED))


def overlapping_places(
    conflicts: list[Conflict],
    base: dict[str, Any],
    base_revision_id: int | None,
    page: Page,
    fields: dict[str, str],
) -> list[dict[str, Any]]:
    """Each place once, with its heading and the latest publication since the base that changed it."""
    headings: dict[str, str] = {}
    for conflict in conflicts:
        headings.setdefault(conflict.block_id or conflict.field, conflict.heading)
    changed_by = _last_changes(set(headings), base, base_revision_id, page, fields)
    return [
        {"place": place, "heading": heading, "revision": changed_by.get(place)}
        for place, heading in headings.items()
    ]


def _last_changes(
    places: set[str], base: dict[str, Any], base_revision_id: int | None, page: Page, fields: dict[str, str]
) -> dict[str, int]:
    """Place -> the last published revision since `base_revision_id` that changed it."""
    published = Revision.objects.for_instance(page).filter(edition__isnull=False)
    number = published.filter(pk=base_revision_id).values_list("edition__number", flat=True).first() or 0
    found: dict[str, int] = {}
    before = base
    for revision in published.filter(edition__number__gt=number).order_by("edition__number")[:LOOKS_BACK]:
        after = content_of(revision.as_object())
        found |= dict.fromkeys(places.intersection(touched(before, after, fields)), revision.pk)
        before = after
    return found
