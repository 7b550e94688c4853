"""The author's verbs: begin, save (draft), send, withdraw."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from policywiki.core import redaction
from policywiki.core.events import SuggestionSent, publish
from policywiki.core.page_content import content_of
from policywiki.core.verdicts import require
from policywiki.moderation.actions.cases import ask_for_reviewers, open_case, reopen
from policywiki.suggestions.models import BEFORE_AUTHORS, State, Suggestion, SuggestionVersion
from policywiki.suggestions.permissions import may_suggest, may_withdraw, may_write
from policywiki.suggestions.protection.models import Level
from policywiki.suggestions.protection.places import places_touched
from policywiki.suggestions.protection.rulings import level_of_change, may_touch
from policywiki.suggestions.read_text import ReadText
from policywiki.suggestions.registry import target_of
from policywiki.suggestions.touching import touched
from policywiki.trust.actions.hold import hold, weigh
from policywiki.trust.hiding import keep_hidden
from policywiki.trust.holding import new_text

from .at_once import publish_at_once
from .moving import end_waiting, locked, move


@transaction.atomic
def begin(
    *,
    author: Any,
    kind: str,
    now: datetime,
    language: str,
    page: Page | None = None,
    under: Page | None = None,
    base: dict[str, Any] | None = None,
    base_revision_id: int | None = None,
    draft: dict[str, Any] | None = None,
) -> Suggestion:
    """Start a draft of a change or of something new. Raises NotAllowed, WrongStage.

    `base` with its revision is the published text that the author read; without it, the text that is live
    now. It is never the latest draft of staff.
    """
    if page is not None:
        page = page.specific
    require(may_suggest(author, page))
    if base is None and page is not None:
        base, base_revision_id = content_of(page), page.live_revision_id
    return Suggestion.objects.create(
        kind=kind,
        page=page.page_ptr if page is not None else None,
        under=under,
        author=author,
        title=page.title if page is not None else "",
        language=language,
        base_revision_id=base_revision_id,
        base=base or {},
        draft=draft or {},
        created_at=now,
        draft_saved_at=now,
    )


@transaction.atomic
def save_draft(
    *,
    suggestion: Suggestion,
    author: Any,
    draft: dict[str, Any],
    summary: str,
    now: datetime,
    title: str = "",
    onto: ReadText | None = None,
) -> Suggestion:
    """Keep what is being written, as often as the form asks. Raises NotAllowed, WrongStage.

    `onto`: the text that it has been put onto because the page moved on meanwhile.
    """
    suggestion = locked(suggestion)
    require(may_write(author, suggestion))
    suggestion.draft, suggestion.draft_summary, suggestion.draft_saved_at = draft, summary[:300], now
    if title and suggestion.page_id is None:
        suggestion.title = title[:255]
    if onto is not None:
        suggestion.base, suggestion.base_revision_id = onto.content, onto.revision_id
    suggestion.save(
        update_fields=["draft", "draft_summary", "draft_saved_at", "title", "base", "base_revision"]
    )
    return suggestion


@transaction.atomic
def send(
    *,
    suggestion: Suggestion,
    author: Any,
    content: dict[str, Any],
    summary: str,
    now: datetime,
    district: Any = None,
) -> SuggestionVersion:
    """Send it to be checked, or send it again; each sending is a new version.

    Raises NotAllowed, WrongStage, and ValidationError for what is incomplete or changes nothing.
    """
    suggestion = locked(suggestion)
    require(may_write(author, suggestion))
    suggestion.district = district
    return add_version(suggestion, by=author, content=content, summary=summary, now=now)


def add_version(
    suggestion: Suggestion,
    *,
    by: Any,
    content: dict[str, Any],
    summary: str,
    now: datetime,
    verb: str = "revised",
) -> SuggestionVersion:
    """One more version of it waits for a moderator. The caller holds the lock and has asked who may."""
    content, summary = keep_hidden([content, summary], page_id=suggestion.page_id)
    _require_whole(suggestion, content, now)
    level = level_of_change(suggestion.page, suggestion.base, content, now)
    checked_before = suggestion.state in BEFORE_AUTHORS
    move(suggestion, State.SENT)
    other_hand = by if by.pk != suggestion.author_id else None
    version = SuggestionVersion.objects.create(
        suggestion=suggestion,
        number=suggestion.versions.count() + 1,
        content=content,
        summary=summary.strip()[:300],
        base_revision=suggestion.base_revision,
        base=suggestion.base,
        sent_at=now,
        settled_by=other_hand if verb != "edited" else None,
        edited_by=other_hand if verb == "edited" else None,
    )
    _take_over(suggestion, content, now)
    _into_queue(
        suggestion, by=by, verb=verb, approvals=level.approvals, checked_before=checked_before, now=now
    )
    suggestion.save()
    # An author's trust is for their own words, not for what a moderator wrote in their name, nor for photos.
    may_be_live = level is Level.OPEN and other_hand is None and not suggestion.changes_photos
    if not _went_live(suggestion, content, may_be_live=may_be_live, now=now):
        publish(SuggestionSent(suggestion_id=suggestion.pk, version=version.number))
    return version


def _require_whole(suggestion: Suggestion, content: dict[str, Any], now: datetime) -> None:
    """Raise ValidationError for what is incomplete or changes nothing, NotAllowed for protected places."""
    target = target_of(suggestion)
    only_photos = content == suggestion.base and suggestion.page_id is not None and suggestion.changes_photos
    if target.check is not None and not only_photos:
        target.check(content)
    if target.check_sent is not None:
        target.check_sent(suggestion=suggestion, content=content, now=now)
    if content == suggestion.base and not only_photos:
        raise ValidationError(_("Nothing has been changed yet."), code="unchanged")
    if only_photos and suggestion.photos.filter(description="").exists():
        raise ValidationError(_("Say of each photo what can be seen."))
    if suggestion.page is not None:
        places = places_touched(suggestion.base, content, target.content_fields)
        require(may_touch(suggestion.author, suggestion.page, places, now))


def _take_over(suggestion: Suggestion, content: dict[str, Any], now: datetime) -> None:
    """What lists show of it is now that of the new version. Does not save."""
    suggestion.title = str(content.get("title") or suggestion.title)[:255]
    suggestion.language = content.get("language") or suggestion.language
    suggestion.sent_at = now
    # What was sent is what one goes on writing from; an older autosave would bring old words back.
    suggestion.draft, suggestion.draft_saved_at = {}, None
    suggestion.touched = touched(suggestion.base, content, dict(target_of(suggestion).content_fields))
    suggestion.fit, suggestion.overlaps = "", []


def _went_live(suggestion: Suggestion, content: dict[str, Any], *, may_be_live: bool, now: datetime) -> bool:
    """Hold it where a rule says so; else publish it at once where its author is trusted."""
    written = [*redaction.strings(content), *suggestion.photo_texts]
    said = new_text(written, redaction.strings(suggestion.base))
    rules = weigh(kind="suggestion", author=suggestion.author, text=said, now=now)
    if rules and suggestion.case is not None:
        hold(case=suggestion.case, rules=rules, now=now)
        return False
    return may_be_live and publish_at_once(suggestion=suggestion, content=content, now=now)


def _into_queue(
    suggestion: Suggestion, *, by: Any, verb: str, approvals: int, checked_before: bool, now: datetime
) -> None:
    if suggestion.case is not None:
        reopen(
            case=suggestion.case,
            author=by,
            title=suggestion.title,
            now=now,
            verb=verb,
            decided=checked_before,
        )
        needed = max(approvals, suggestion.case.approvals_needed)  # never fewer than were asked before
        ask_for_reviewers(case=suggestion.case, number=needed)
        return
    suggestion.case = open_case(
        kind=suggestion.kind,
        title=suggestion.title,
        author=suggestion.author,
        now=now,
        page=suggestion.page,
        language=suggestion.language,
        district=suggestion.district,
        approvals_needed=approvals,
    )


@transaction.atomic
def withdraw(*, suggestion: Suggestion, author: Any, now: datetime) -> Suggestion:
    """Take it back; the text stays in "My things". Raises NotAllowed, WrongStage."""
    suggestion = locked(suggestion)
    require(may_withdraw(author, suggestion))
    move(suggestion, State.WITHDRAWN)
    suggestion.save(update_fields=["state"])
    end_waiting(suggestion, actor=author, verb="withdrawn", now=now)
    return suggestion


def look_again(*, suggestion: Suggestion, now: datetime) -> Suggestion:
    """Being checked once more, the text as it was sent. Called with the case locked (moderation.registry)."""
    suggestion = locked(suggestion)
    move(suggestion, State.SENT)
    suggestion.save(update_fields=["state"])
    publish(SuggestionSent(suggestion_id=suggestion.pk, version=suggestion.versions.count()))
    return suggestion
