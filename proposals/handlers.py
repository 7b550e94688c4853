"""What proposals do when something happened elsewhere in the house."""

from __future__ import annotations

from policywiki.core.events import CommentPosted, CommentRemoved, listen
from policywiki.discussion.models import Comment

from .models import ProposalRecord


@listen(CommentPosted, CommentRemoved)
def count_comments(event: CommentPosted | CommentRemoved) -> None:
    """Count again rather than add one: the listener may run twice."""
    page_id = Comment.objects.filter(pk=event.comment_id).values_list("page_id", flat=True).first()
    if page_id is not None:
        shown = Comment.objects.shown().filter(page_id=page_id).count()
        ProposalRecord.objects.filter(page_id=page_id).update(comment_count=shown)
