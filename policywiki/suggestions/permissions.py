"""Who may read, write and withdraw a suggestion."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from policywiki.core.verdicts import YES, Verdict, no

from .models import AUTHOR_MAY_WRITE, MOVES, State, Suggestion
from .registry import may_change


def may_suggest(user: Any, page: Page | None) -> Verdict:
    """Anyone signed in, on any public page that has not been locked by staff."""
    if not user.is_authenticated:
        return no(_("Sign in to suggest a change."))
    if page is None:
        return YES
    if not page.live or page.get_view_restrictions():
        return no(hidden=True)
    if page.locked:
        return no(_("Only staff can change this page at the moment."), when=True)
    if page.alias_of_id:
        return no(_("This page shows the text of another page; suggest the change there."), when=True)
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
