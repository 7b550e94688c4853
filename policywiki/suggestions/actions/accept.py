"""Publishing a suggestion: merge base, live and proposed, publish as its author, keep the staff's own work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from policywiki.core.events import SuggestionDecided, publish
from policywiki.core.page_content import content_fields, content_of
from policywiki.core.verdicts import WrongStage, require
from policywiki.moderation.models import Case, Decision
from policywiki.suggestions.merge import Conflict, MergeResult, merge
from policywiki.suggestions.models import State, Suggestion, SuggestionVersion
from policywiki.suggestions.permissions import may_begin
from policywiki.suggestions.photos.changing import do_changes
from policywiki.suggestions.protection.places import places_touched
from policywiki.suggestions.protection.rulings import may_touch
from policywiki.suggestions.registry import asks_owners, target_of

from .going_live import locked_page, publish_as, put_live
from .moving import locked, move


class Overlaps(WrongStage):
    """Both this suggestion and a published change touch the same paragraph. Nothing was written."""

    def __init__(self, conflicts: list[Conflict]) -> None:
        self.conflicts = conflicts
        super().__init__(
            _(
                "This suggestion overlaps with a change that was published after it was written. Nothing was lost."
            )
        )


@dataclass(frozen=True)
class Trial:
    """What publishing would do now: live and merged content, and the overlaps (then merged is partial)."""

    live: dict[str, Any]
    result: MergeResult

    def shown(self, version: SuggestionVersion) -> tuple[dict[str, Any], dict[str, Any]]:
        """Before and after, for a comparison: what publishing would change; where it overlaps, what its author did.

        With an overlap the merged text holds the page's words there, and would say that nothing changes.
        """
        if self.result.conflicts:
            return version.base, version.content
        return self.live, self.result.content


def trial(suggestion: Suggestion, version: SuggestionVersion) -> Trial:
    """Merge this version onto the live page without writing anything. For a new page live is empty."""
    target = target_of(suggestion)
    if suggestion.page is None:
        return Trial(live={}, result=MergeResult(content=dict(version.content), conflicts=[]))
    live = content_of(suggestion.page.specific)
    return Trial(live=live, result=merge(version.base, live, version.content, dict(target.content_fields)))


@transaction.atomic
def accept(
    *, suggestion: Suggestion, reviewer: Any, now: datetime, provenance: dict[str, Any] | None = None
) -> Revision:
    """Publish the version sent last, credited to its author. Raises WrongStage, Overlaps (nothing written).

    `provenance` is added to what the version of the page says of where it comes from.
    """
    suggestion = locked(suggestion)
    version = suggestion.latest
    if version is None:
        raise WrongStage(_("This suggestion was never sent."))
    move(suggestion, State.PUBLISHED)
    # Said before the page goes live: who listens to that must not find it open any more.
    suggestion.published_number = version.number
    suggestion.save(update_fields=["state", "published_number"])
    credit = _credit(suggestion, version, reviewer, now)
    credit["provenance"] |= provenance or {}
    if suggestion.page is None:
        page, revision = _publish_new(suggestion, version, credit, now)
        suggestion.page = page.page_ptr
    else:
        revision = _publish_change(suggestion, version, credit, now)
    suggestion.published_revision = revision
    suggestion.save()
    do_changes(suggestion)
    publish(SuggestionDecided(suggestion_id=suggestion.pk, outcome=State.PUBLISHED))
    return revision


def _publish_change(
    suggestion: Suggestion, version: SuggestionVersion, credit: dict[str, Any], now: datetime
) -> Revision:
    assert suggestion.page_id is not None  # noqa: S101 - accept() asked
    page = locked_page(suggestion.page_id)
    require(may_begin(suggestion.author, page, now=now))
    fields = content_fields(page)
    live = content_of(page)
    result = merge(version.base, live, version.content, dict(fields))
    if result.conflicts:
        raise Overlaps(result.conflicts)
    if result.content == live and not suggestion.changes_photos:
        raise WrongStage(_("Everything in this suggestion is already on the page."))
    require(may_touch(suggestion.author, page, places_touched(live, result.content, fields), now))
    return put_live(page, live=live, content=result.content, **credit)


def _publish_new(
    suggestion: Suggestion, version: SuggestionVersion, credit: dict[str, Any], now: datetime
) -> tuple[Page, Revision]:
    target = target_of(suggestion)
    assert target.create is not None  # noqa: S101 - every new_… target has it
    page = target.create(suggestion=suggestion, content=version.content, reviewer=credit["reviewer"], now=now)
    revision = publish_as(page, **credit)
    if target.after is not None:
        target.after(page=page, suggestion=suggestion, now=now)
    return page, revision


def _credit(
    suggestion: Suggestion, version: SuggestionVersion, reviewer: Any, now: datetime
) -> dict[str, Any]:
    """Who wrote it and who published it, for going_live."""
    return {
        "writer": suggestion.author,
        "publisher": reviewer,
        "reviewer": reviewer,
        "summary": version.summary or gettext("New page"),
        "now": now,
        "provenance": _provenance(suggestion, version),
    }


def _provenance(suggestion: Suggestion, version: SuggestionVersion) -> dict[str, Any]:
    """Where this publication comes from: the suggestion, and who chose the words in its author's stead."""
    others = {"settled_by": version.settled_by_id, "edited_by": version.edited_by_id}
    return {"suggestion": suggestion.pk} | {name: pk for name, pk in others.items() if pk}


def put_before_owners(*, suggestion: Suggestion, now: datetime) -> Suggestion:
    """It may be read by everybody; those whose text it is decide whether it lands. Raises WrongStage, NotAllowed."""
    suggestion = locked(suggestion)
    move(suggestion, State.WITH_AUTHORS)
    require(may_begin(suggestion.author, suggestion.page.specific, now=now))  # type: ignore[union-attr]  # a change
    suggestion.save(update_fields=["state"])
    target = target_of(suggestion)
    assert target.put_before_owners is not None  # noqa: S101 - whoever asks its owners says how
    target.put_before_owners(suggestion=suggestion, now=now)
    publish(SuggestionDecided(suggestion_id=suggestion.pk, outcome=State.WITH_AUTHORS))
    return suggestion


def decide_suggestion(*, case: Case, decision: str, actor: Any, now: datetime) -> None:
    """What a moderator's decision on the case does to the suggestion (moderation.registry)."""
    suggestion = case.suggestion
    if decision == Decision.PUBLISH and asks_owners(suggestion.author, suggestion.page):
        put_before_owners(suggestion=suggestion, now=now)
        return
    if decision == Decision.PUBLISH:
        accept(suggestion=suggestion, reviewer=actor, now=now)
        return
    suggestion = locked(suggestion)
    outcome = State.NEEDS_MORE if decision == Decision.NEEDS_MORE else State.NOT_PUBLISHED
    move(suggestion, outcome)
    if outcome == State.NOT_PUBLISHED and case.reason is not None and case.reason.hides_text:
        suggestion.hidden_at, suggestion.hidden_by = now, actor
    suggestion.save(update_fields=["state", "hidden_at", "hidden_by"])
    publish(SuggestionDecided(suggestion_id=suggestion.pk, outcome=outcome))
