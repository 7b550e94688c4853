"""What has happened, as past-tense dataclasses of ids, and the one outbox that tells others.

`publish()` writes one task per listener with the caller's transaction: a rollback removes them, a crash
does not. Listeners may run twice and must not mind. Names and addresses never enter an event.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import task

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 6


@dataclass(frozen=True)
class PagePublished:
    page_id: int
    edition_id: int


@dataclass(frozen=True)
class PageUnpublished:
    page_id: int


@dataclass(frozen=True)
class PageMoved:
    page_id: int


@dataclass(frozen=True)
class PageDeleted:
    page_id: int


@dataclass(frozen=True)
class SuggestionSent:
    suggestion_id: int
    version: int


@dataclass(frozen=True)
class SuggestionDecided:
    """`outcome` is the suggestion's new state: published, needs_more, not_published or no_longer_needed."""

    suggestion_id: int
    outcome: str


@dataclass(frozen=True)
class CaseTouched:
    """Something changed that the item's place in the moderators' list depends on."""

    case_id: int


@dataclass(frozen=True)
class CaseDecided:
    """`decision` is the moderator's: publish, needs_more or not_published."""

    case_id: int
    decision: str


@dataclass(frozen=True)
class SuggestionOverlapped:
    """A published change touched the same words; `revision_id` is the live text that it overlaps with."""

    suggestion_id: int
    revision_id: int


@dataclass(frozen=True)
class VersionHeldBack:
    """Staff's version was to go live, but a published change touched the same words: it waits for its owner."""

    page_id: int
    revision_id: int


@dataclass(frozen=True)
class OpinionChanged:
    """Somebody supports a suggestion, objects to it, or took that back."""

    suggestion_id: int


@dataclass(frozen=True)
class MistakeRefused:
    """A moderator made nothing of what a reader had spotted."""

    report_id: int


@dataclass(frozen=True)
class ProposalPublished:
    record_id: int


@dataclass(frozen=True)
class StageChanged:
    record_id: int
    from_stage: str
    to_stage: str


@dataclass(frozen=True)
class SupportersAsked:
    """A proposal's text says something else now: its supporters are asked, batch by batch from this row on."""

    change_id: int
    after: int


@dataclass(frozen=True)
class CoAuthorInvited:
    """A proposer asked somebody to share the text."""

    coauthor_id: int


@dataclass(frozen=True)
class CoAuthorsMayDecide:
    """The proposer has not answered a suggested change in the days that were theirs."""

    suggestion_id: int


@dataclass(frozen=True)
class MergeAsked:
    """Somebody asked that two proposals become one; a proposer who has not agreed yet must answer."""

    merge_id: int


@dataclass(frozen=True)
class MergeDeclined:
    merge_id: int


@dataclass(frozen=True)
class SupportersToTell:
    """The next of a proposal's supporters, after the one with this number, are told how it ended."""

    record_id: int
    stage: str
    after_id: int


@dataclass(frozen=True)
class VotesSetAside:
    """Votes that somebody looked at do not count; their voters are told, after the one with this number."""

    case_id: int
    after_id: int = 0


@dataclass(frozen=True)
class CommonVoteOpened:
    """Who supports its proposals is told, after the person with this number."""

    poll_id: int
    after_id: int = 0


@dataclass(frozen=True)
class CommonVoteCounted:
    """Who voted is told, after the paper with this number."""

    poll_id: int
    after_id: int = 0


@dataclass(frozen=True)
class CommentPosted:
    comment_id: int


@dataclass(frozen=True)
class CommentFlagged:
    comment_id: int


@dataclass(frozen=True)
class CommentRemoved:
    comment_id: int


@dataclass(frozen=True)
class CommentSupportChanged:
    """Somebody supports a comment or took that back; it is to be counted."""

    comment_id: int


@dataclass(frozen=True)
class ArgumentSupportChanged:
    """Somebody supports an argument or took that back; it is to be counted."""

    argument_id: int


@dataclass(frozen=True)
class AnswerPublished:
    record_id: int
    answer_id: int


@dataclass(frozen=True)
class PartHidden:
    """Words were hidden in a page and all that belongs to it, or shown again (`page_id` 0: no page yet)."""

    part_id: int
    page_id: int


@dataclass(frozen=True)
class PersonBlocked:
    """Somebody may not write for a while, or may again."""

    block_id: int


@dataclass(frozen=True)
class AlarmRaised:
    alarm_id: int


Event = Any
Listener = TypeVar("Listener", bound=Callable[[Any], None])
_listeners: dict[type, list[str]] = defaultdict(list)


def listen(*events: type) -> Callable[[Listener], Listener]:
    """Register a module-level function for these events; import its module from AppConfig.ready()."""

    def register(function: Listener) -> Listener:
        path = f"{function.__module__}.{function.__qualname__}"
        for event in events:
            if path not in _listeners[event]:
                _listeners[event].append(path)
        return function

    return register


def publish(event: Event) -> None:
    """Write one task per listener of this event into the outbox, inside the caller's transaction."""
    kind = type(event)
    for listener in _listeners[kind]:
        deliver.enqueue(listener, f"{kind.__module__}.{kind.__qualname__}", asdict(event))


@task()
def deliver(listener: str, event: str, payload: dict[str, Any], attempt: int = 1) -> None:
    """Hand an event to a listener; after a failure try again later, up to MAX_ATTEMPTS times."""
    try:
        import_string(listener)(import_string(event)(**payload))
    except Exception:
        if attempt >= MAX_ATTEMPTS or not deliver.get_backend().supports_defer:
            raise
        logger.exception("%s failed on %s, attempt %d; it will be tried again", listener, event, attempt)
        later = timezone.now() + timedelta(seconds=settings.OUTBOX_RETRY_SECONDS * 2**attempt)
        deliver.using(run_after=later).enqueue(listener, event, payload, attempt + 1)
