"""Who may read, write and withdraw a suggestion."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.locks import BaseLock, BasicLock, ScheduledForPublishLock, WorkflowLock
from wagtail.models import Page

from policywiki.core.verdicts import YES, Verdict, no
from policywiki.trust.permissions import may_take_part

from .models import (
    AUTHOR_MAY_WRITE,
    BEING_CHECKED,
    CHECKED,
    MOVES,
    OPEN,
    DraftOverlap,
    Fit,
    State,
    Suggestion,
)
from .protection.places import PAGE
from .protection.rulings import may_touch
from .registry import may_change


def may_suggest(user: Any, page: Page | None, *, now: datetime | None = None) -> Verdict:
    """Anyone signed in, on any public page that is not kept to staff."""
    if not user.is_authenticated:
        return no(_("Sign in to suggest a change."))
    if not (verdict := may_take_part(user, now=now or timezone.now())):
        return verdict
    return YES if page is None else may_begin(user, page, now=now)


def may_begin(user: Any, page: Page, *, now: datetime | None = None) -> Verdict:
    """Whether to start writing, also as a guest, who signs in at sending."""
    if not page.live or page.get_view_restrictions():
        return no(hidden=True)
    if page.locked:
        return no(_("Only staff can change this page at the moment."), when=True)
    if page.alias_of_id:
        return no(_("This page shows the text of another page; suggest the change there."), when=True)
    if not (verdict := may_touch(user, page, [PAGE], now or timezone.now())):
        return verdict
    return may_change(user, page)


def may_read(user: Any, suggestion: Suggestion) -> Verdict:
    """Its author; moderators from the moment it was sent; others by `is_public_to`."""
    if user.is_authenticated and suggestion.author_id == user.pk:
        return YES
    if suggestion.state != State.DRAFT and user.is_authenticated and user.is_moderator:
        return YES
    return YES if is_public_to(user, suggestion) else no(hidden=True)


def is_public_to(user: Any, suggestion: Suggestion) -> bool:
    """What others may know of: changes to a public page, to members once sent, to everybody once decided.

    A new page or proposal is not shown before it is published, nor if it never is: a text that nobody has
    checked would have an address of its own on the city's site (docs/adr/0045).
    """
    page = suggestion.page
    if page is None or not page.live or page.get_view_restrictions():
        return False
    if suggestion.kind != "change":
        return bool(suggestion.state == State.PUBLISHED)
    if suggestion.state in CHECKED:
        return True
    return bool(user.is_authenticated and suggestion.state in BEING_CHECKED and not _is_held(suggestion))


def _is_held(suggestion: Suggestion) -> bool:
    """A holding rule keeps it from others until a moderator has looked."""
    return suggestion.case_id is not None and hasattr(suggestion.case, "hold")


def may_read_text(user: Any, suggestion: Suggestion) -> Verdict:
    """Not what a moderator took from view; author and moderators keep it for a second look."""
    if not (verdict := may_read(user, suggestion)):
        return verdict
    own = user.is_authenticated and (suggestion.author_id == user.pk or user.is_moderator)
    if suggestion.hidden_at is not None and not own:
        return no(_("A moderator took this text from view."))
    return YES


def may_hide_text(user: Any, suggestion: Suggestion) -> Verdict:
    """Any moderator but its author."""
    if not user.is_authenticated or not user.is_moderator or suggestion.state == State.DRAFT:
        return no(hidden=True)
    if suggestion.author_id == user.pk:
        return no(_("This is your own text; another moderator looks at it."))
    return YES


def may_give_opinion(user: Any, suggestion: Suggestion) -> Verdict:
    """Anyone signed in who can read it, while it is open; not on one's own."""
    if not is_public_to(user, suggestion):
        return no(hidden=True)
    if suggestion.state not in OPEN:
        return no(_("This suggestion has been decided already."), when=True)
    if not user.is_authenticated:
        return no(_("Sign in to say what you think of it."))
    if suggestion.author_id == user.pk:
        return no(_("This is your own suggestion."))
    return YES


def may_write(user: Any, suggestion: Suggestion) -> Verdict:
    if suggestion.author_id != user.pk:
        return no(hidden=True)
    if suggestion.state not in AUTHOR_MAY_WRITE:
        return no(_("This suggestion has been decided and can no longer be changed."), when=True)
    return may_take_part(user, now=timezone.now())


def may_settle(user: Any, suggestion: Suggestion, *, now: datetime) -> Verdict:
    """Choose between two texts where it overlaps: its author at any time, after some days any moderator."""
    if not user.is_authenticated or suggestion.page_id is None:
        return no(hidden=True)
    if suggestion.author_id == user.pk:
        return may_write(user, suggestion)
    if suggestion.state == State.DRAFT or not user.is_moderator:
        return no(hidden=True)
    if suggestion.state != State.SENT or suggestion.fit != Fit.OVERLAPPING:
        return no(_("There is nothing to choose here."), when=True)
    if now < moderators_settle_from(suggestion):
        return no(_("Its author has been asked to choose first."), when=True)
    return YES


def moderators_settle_from(suggestion: Suggestion) -> datetime:
    """From when on any moderator may settle it (SETTLE_AFTER_DAYS)."""
    since = suggestion.overlaps_since or suggestion.sent_at or suggestion.created_at
    return since + timedelta(days=settings.SETTLE_AFTER_DAYS)


def may_withdraw(user: Any, suggestion: Suggestion) -> Verdict:
    if suggestion.author_id != user.pk:
        return no(hidden=True)
    if State.WITHDRAWN not in MOVES[suggestion.state]:
        return no(_("This suggestion has been decided and can no longer be withdrawn."), when=True)
    return YES


def may_settle_held(user: Any, page: Page, *, publishes: bool = False) -> Verdict:
    """Whoever may publish the page in the admin, while a version of it is held back; not against the page's own rules."""
    held = DraftOverlap.objects.filter(page_id=page.pk, held__isnull=False)
    if not page.permissions_for_user(user).can_publish() or not held.exists():
        return no(hidden=True)
    lock = own_lock(page) if publishes else None
    return YES if lock is None else no(lock.get_message(user), when=True)


def own_lock(page: Page) -> BaseLock | None:
    """A lock by the page's own rules (a proposal's stage); not by a person, a workflow or the schedule itself."""
    lock = page.get_lock()
    return None if isinstance(lock, (BasicLock, ScheduledForPublishLock, WorkflowLock)) else lock
