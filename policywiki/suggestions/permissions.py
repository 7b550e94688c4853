"""Who may read, write and withdraw a suggestion."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from policywiki.core.verdicts import YES, Verdict, no

from .models import AUTHOR_MAY_WRITE, MOVES, State, Suggestion
from .protection.places import PAGE
from .protection.rulings import may_touch
from .registry import may_change


def may_suggest(user: Any, page: Page | None, *, now: datetime | None = None) -> Verdict:
    """Anyone signed in, on any public page that is not kept to staff."""
    if not user.is_authenticated:
        return no(_("Sign in to suggest a change."))
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
    """Its author and the moderators; everybody else learns of it when it is published."""
    if not user.is_authenticated:
        return no(hidden=True)
    if suggestion.author_id == user.pk:
        return YES
    if suggestion.state != State.DRAFT and user.is_moderator:
        return YES
    return no(hidden=True)


def may_write(user: Any, suggestion: Suggestion) -> Verdict:
    if suggestion.author_id != user.pk:
        return no(hidden=True)
    if suggestion.state not in AUTHOR_MAY_WRITE:
        return no(_("This suggestion has been decided and can no longer be changed."), when=True)
    return YES


def may_withdraw(user: Any, suggestion: Suggestion) -> Verdict:
    if suggestion.author_id != user.pk:
        return no(hidden=True)
    if State.WITHDRAWN not in MOVES[suggestion.state]:
        return no(_("This suggestion has been decided and can no longer be withdrawn."), when=True)
    return YES
