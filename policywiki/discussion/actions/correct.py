"""An author changes their own comment: freely at first, then with what it said before kept to be read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from policywiki.core.events import CommentRemoved, publish
from policywiki.core.verdicts import require
from policywiki.discussion.models import CORRECT_FREELY, Comment, CommentVersion
from policywiki.discussion.permissions import may_correct
from policywiki.trust.actions.hold import weigh
from policywiki.trust.hiding import keep_hidden

from .comments import hold_comment, locked
from .quote import follow_comment


@transaction.atomic
def correct_comment(*, comment: Comment, author: Any, text: str, stance: str, now: datetime) -> Comment:
    """Replace its words. The rules that may hold a comment are asked again.

    Raises NotFound, WrongStage, ValidationError. What it said before becomes a CommentVersion once
    CORRECT_FREELY is over.
    """
    comment = locked(comment)
    require(may_correct(author, comment))
    if not text.strip():
        raise ValidationError(_("Write something first."))
    words = keep_hidden(text.strip(), page_id=comment.page_id)
    if (words, stance) == (comment.text, comment.stance):
        return comment
    if now > comment.created_at + CORRECT_FREELY:
        CommentVersion.objects.create(comment=comment, text=comment.text, stance=comment.stance, until=now)
        comment.edited_at = now
    comment.text, comment.stance = words, stance
    comment.save(update_fields=["text", "stance", "edited_at"])
    follow_comment(comment=comment, now=now)
    if rules := weigh(kind="comment", author=author, text=words, now=now):
        hold_comment(comment, rules, now)
        publish(CommentRemoved(comment_id=comment.pk))
    return comment
