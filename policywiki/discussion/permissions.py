"""Who may comment, withdraw and flag."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from policywiki.core.verdicts import YES, Verdict, no
from policywiki.trust.permissions import may_take_part

from .models import Comment, CommentState
from .registry import rule_of, subject_of


def may_comment(user: Any, page: Page, subject: str = "") -> Verdict:
    """`page` is the specific page. Its own app, or that of the subject, says when its discussion is open."""
    if not page.live or page.get_view_restrictions():
        return no(hidden=True)
    rule = _rule_about(user, subject) if subject else rule_of(page)(user, page)
    if not rule:
        return rule
    if not user.is_authenticated:
        return no(_("Sign in to comment."))
    return may_take_part(user, now=timezone.now())


def _rule_about(user: Any, name: str) -> Verdict:
    found = subject_of(name)
    return found[0].rule(user, found[1]) if found is not None else no(hidden=True)


def may_withdraw(user: Any, comment: Comment) -> Verdict:
    if not user.is_authenticated or comment.author_id != user.pk:
        return no(hidden=True)
    if comment.state not in (CommentState.SHOWN, CommentState.HELD):
        return no(_("This comment is no longer shown."), when=True)
    return YES


def may_flag(user: Any, comment: Comment) -> Verdict:
    if not user.is_authenticated:
        return no(_("Sign in to flag a comment."))
    if comment.subject and _rule_about(user, comment.subject).hidden:
        return no(hidden=True)
    if comment.author_id == user.pk:
        return no(_("This is your own comment; you can withdraw it."))
    if comment.state != CommentState.SHOWN:
        return no(_("This comment is no longer shown."), when=True)
    return may_take_part(user, now=timezone.now())
