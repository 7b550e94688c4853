"""Write, withdraw, flag; and what a moderator's decision on a flagged comment does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from policywiki.core.events import CaseTouched, CommentFlagged, CommentPosted, CommentRemoved, publish
from policywiki.core.passages import Passage
from policywiki.core.verdicts import WrongStage, require
from policywiki.discussion.anchoring import Quote
from policywiki.discussion.models import Comment, CommentState, Flag
from policywiki.discussion.permissions import may_comment, may_flag, may_withdraw
from policywiki.discussion.quotable import comment_text, text_of
from policywiki.moderation.actions.cases import close, open_case
from policywiki.moderation.models import Case, CaseState, Decision
from policywiki.trust.actions.hold import hold, weigh
from policywiki.trust.hiding import keep_hidden

from .quote import quote_words

DEEPEST = 3
FLAG_KIND = "comment_flag"
HELD_KIND = "held_comment"


@dataclass(frozen=True)
class Quoting:
    """The words a comment speaks about: of the text, or of the comment that it answers."""

    words: str
    anchor: str = ""
    of_comment: bool = False

    def found(self, page: Page, subject: str, parent: Comment | None) -> tuple[Quote, Passage]:
        """Where they stand. Raises NotInTheText."""
        if self.of_comment and parent is not None:
            return comment_text(parent.text).quote(self.words)
        return text_of(page, subject).quote(self.words, self.anchor)


@transaction.atomic
def post_comment(
    *,
    page: Page,
    author: Any,
    text: str,
    stance: str,
    now: datetime,
    language: str = "",
    parent: Comment | None = None,
    subject: str = "",
    passage: str = "",
    quoting: Quoting | None = None,
) -> Comment:
    """Say something about a page or a subject on it (and a passage of that), or answer a comment on it.

    Raises NotAllowed, WrongStage, ValidationError; NotInTheText where what it quotes does not stand there.
    """
    require(may_comment(author, page, subject))
    if not text.strip():
        raise ValidationError(_("Write something first."))
    if parent is not None:
        parent = locked(parent)
    same = parent is None or (parent.page_id, parent.subject) == (page.pk, subject)
    if parent is not None and (not same or parent.state != CommentState.SHOWN):
        raise WrongStage(_("The comment you answer is no longer shown."))
    quoted = quoting.found(page, subject, parent) if quoting is not None else None
    comment = Comment.objects.create(
        page=page.page_ptr,
        subject=subject,
        passage=passage[:64],
        author=author,
        parent=parent,
        root=(parent.root or parent) if parent is not None else None,
        depth=min(parent.depth + 1, DEEPEST) if parent is not None else 0,
        text=keep_hidden(text.strip(), page_id=page.pk),
        stance=stance,
        language=language,
        created_at=now,
    )
    if quoting is not None and quoted is not None:
        quote_words(
            comment=comment,
            quote=quoted[0],
            passage=quoted[1],
            of_comment=quoting.of_comment and parent is not None,
            now=now,
        )
    rules = weigh(kind="comment", author=author, text=comment.text, now=now)
    if rules:
        hold_comment(comment, rules, now)
        return comment
    publish(CommentPosted(comment_id=comment.pk))
    return comment


def hold_comment(comment: Comment, rules: list[Any], now: datetime) -> None:
    """It waits for a moderator; its author is told which rule holds it. Only when no item is open about it."""
    comment.state = CommentState.HELD
    comment.case = open_held(comment, now)
    comment.save(update_fields=["state", "case"])
    hold(case=comment.case, rules=rules, now=now)


def open_held(comment: Comment, now: datetime) -> Case:
    """An item to check for a comment that nobody sees until it is decided."""
    return open_case(
        kind=HELD_KIND,
        title=comment.text[:120],
        author=comment.author,
        now=now,
        page=comment.page,
        language=comment.language,
    )


def decide_held(*, case: Case, decision: str, actor: Any, now: datetime) -> None:
    """Publish it, or keep it from view; its text is kept for a second look."""
    comment = locked(case.comment)
    if comment.state not in (CommentState.HELD, CommentState.HIDDEN):
        return
    comment.state = CommentState.SHOWN if decision == Decision.PUBLISH else CommentState.HIDDEN
    comment.save(update_fields=["state"])
    if decision == Decision.PUBLISH:
        publish(CommentPosted(comment_id=comment.pk))


def locked(comment: Comment) -> Comment:
    """The same comment under its lock, until the caller's transaction ends."""
    return Comment.objects.select_for_update(no_key=True, of=("self",)).get(pk=comment.pk)


@transaction.atomic
def withdraw_comment(*, comment: Comment, author: Any, now: datetime) -> Comment:
    """Take one's own comment back. Answers to it stay. Raises NotFound, WrongStage."""
    comment = locked(comment)
    require(may_withdraw(author, comment))
    comment.state = CommentState.WITHDRAWN
    comment.save(update_fields=["state"])
    if comment.case is not None and comment.case.state != CaseState.CLOSED:
        close(case=comment.case, actor=author, verb="withdrawn", now=now)
    publish(CommentRemoved(comment_id=comment.pk))
    return comment


@transaction.atomic
def flag_comment(*, comment: Comment, by: Any, why: str, now: datetime) -> Flag:
    """Tell the moderators that a comment is unsuitable; it stays until a person decides.

    Flagging again changes one's words, never the number. Raises NotAllowed, WrongStage.
    """
    comment = locked(comment)
    require(may_flag(by, comment))
    flag, _created = Flag.objects.update_or_create(
        comment=comment, by=by, defaults={"why": why.strip()[:300], "created_at": now}
    )
    if comment.case is None or comment.case.state == CaseState.CLOSED:
        comment.case = open_case(
            kind=FLAG_KIND,
            title=comment.text[:120],
            author=comment.author,
            now=now,
            page=comment.page,
            language=comment.language,
        )
        comment.save(update_fields=["case"])
    publish(CommentFlagged(comment_id=comment.pk))
    publish(CaseTouched(case_id=comment.case.pk))
    return flag


def decide_flagged(*, case: Case, decision: str, actor: Any, now: datetime) -> None:
    """To publish keeps the comment or shows it again, not to publish takes it from view; its text is kept."""
    comment = locked(case.comment)
    if comment.state == CommentState.HIDDEN and decision == Decision.PUBLISH:
        comment.state = CommentState.SHOWN
        comment.save(update_fields=["state"])
        publish(CommentPosted(comment_id=comment.pk))
    if comment.state == CommentState.SHOWN and decision == Decision.NOT_PUBLISHED:
        comment.state = CommentState.HIDDEN
        comment.save(update_fields=["state"])
        publish(CommentRemoved(comment_id=comment.pk))
