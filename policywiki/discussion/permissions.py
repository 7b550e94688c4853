"""Who may comment, correct, withdraw, support, flag, and raise an argument."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from policywiki.core.verdicts import YES, Verdict, no
from policywiki.moderation.models import CaseState
from policywiki.trust.permissions import may_take_part

from .models import Argument, ArgumentSupport, Comment, CommentState
from .registry import is_argued, rule_of, subject_of


def may_comment(user: Any, page: Page, subject: str = "") -> Verdict:
    """`page` is the specific page. Its own app, or that of the subject, says when its discussion is open."""
    if not page.live or page.get_view_restrictions():
        return no(hidden=True)
    if not (rule := is_open(user, page, subject)):
        return rule
    if not user.is_authenticated:
        return no(_("Sign in to comment."))
    return may_take_part(user, now=timezone.now())


def is_open(user: Any, page: Page, subject: str = "") -> Verdict:
    """Whether this discussion goes on, whoever asks; hidden where this person may not even read it."""
    return _rule_about(user, subject) if subject else rule_of(page)(user, page)


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


def may_correct(user: Any, comment: Comment) -> Verdict:
    """Its author, while it is shown and no moderator is looking at it."""
    if not user.is_authenticated or comment.author_id != user.pk:
        return no(hidden=True)
    if comment.state not in (CommentState.SHOWN, CommentState.HELD):
        return no(_("This comment is no longer shown."), when=True)
    if comment.case is not None and comment.case.state != CaseState.CLOSED:
        return no(_("A moderator is looking at this comment; you can change it afterwards."), when=True)
    return may_take_part(user, now=timezone.now())


def may_read_versions(user: Any, comment: Comment) -> Verdict:
    """Everybody, as long as the comment itself is shown; moderators always."""
    if comment.state == CommentState.SHOWN or (user.is_authenticated and user.is_moderator):
        return YES
    return no(hidden=True)


def may_support(user: Any, comment: Comment) -> Verdict:
    """Whoever is signed in, as long as the discussion is open; not one's own."""
    if not (verdict := is_open(user, comment.page.specific, comment.subject)):
        return verdict
    if comment.state != CommentState.SHOWN:
        return no(_("This comment is no longer shown."), when=True)
    if not user.is_authenticated:
        return no(_("Sign in to support a comment."))
    if comment.author_id == user.pk:
        return no(_("This is your own comment; others can support it."))
    return YES


def may_take_back(user: Any, comment: Comment) -> Verdict:
    """At any time, as long as one may read the discussion."""
    return _signed_in_reader(user, comment)


def may_raise(user: Any, comment: Comment) -> Verdict:
    """Whoever is signed in, from any comment on a page that is argued about, as long as its discussion is open."""
    page = comment.page.specific
    if comment.subject or not is_argued(page):
        return no(hidden=True)
    if not (verdict := is_open(user, page)):
        return verdict
    if comment.state != CommentState.SHOWN:
        return no(_("This comment is no longer shown."), when=True)
    if not user.is_authenticated:
        return no(_("Sign in to raise an argument."))
    return may_take_part(user, now=timezone.now())


def may_support_argument(user: Any, argument: Argument) -> Verdict:
    """Whoever is signed in, whose words it is included, as long as the discussion is open."""
    comment = argument.comment
    if not (verdict := is_open(user, comment.page.specific, comment.subject)):
        return verdict
    if argument.taken_back_at is not None or comment.state != CommentState.SHOWN:
        return no(_("This argument is no longer shown."), when=True)
    if not user.is_authenticated:
        return no(_("Sign in to support an argument."))
    return YES


def may_take_back_argument(user: Any, argument: Argument) -> Verdict:
    """At any time, as long as one may read the discussion."""
    return _signed_in_reader(user, argument.comment)


def may_lower(user: Any, argument: Argument) -> Verdict:
    """Whose words they are; who raised it, while nobody else supports it."""
    if not user.is_authenticated or user.pk not in (argument.raised_by_id, argument.comment.author_id):
        return no(hidden=True)
    if argument.taken_back_at is not None:
        return no(_("This argument is no longer shown."), when=True)
    if user.pk != argument.comment.author_id and _others_support(argument, user):
        return no(_("Others support this argument; only its author can take it back."), when=True)
    return YES


def _others_support(argument: Argument, user: Any) -> bool:
    return bool(ArgumentSupport.objects.standing().filter(argument=argument).exclude(person=user).exists())


def _signed_in_reader(user: Any, comment: Comment) -> Verdict:
    if is_open(user, comment.page.specific, comment.subject).hidden:
        return no(hidden=True)
    return YES if user.is_authenticated else no(_("Sign in first."))
