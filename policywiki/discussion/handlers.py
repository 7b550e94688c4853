"""What discussion does after something happened: counts are counted anew, so a second run changes nothing."""

from __future__ import annotations

from django.utils import timezone
from wagtail.models import Page

from policywiki.core.events import (
    ArgumentSupportChanged,
    CaseDecided,
    CommentPosted,
    CommentRemoved,
    CommentSupportChanged,
    PagePublished,
    SuggestionSent,
    listen,
)
from policywiki.moderation.actions.facts import recount

from .actions.quote import follow_text
from .actions.support import recount_argument, recount_comment
from .models import Comment, Flag
from .registry import subject_of


@listen(CaseDecided)
def count_for_the_flaggers(event: CaseDecided) -> None:
    """Whether a moderator agreed counts for what their next flag weighs."""
    for person_id in Flag.objects.filter(comment__case=event.case_id).values_list("by_id", flat=True):
        recount(person_id=person_id)


@listen(CommentPosted, CommentRemoved)
def count_answers(event: CommentPosted | CommentRemoved) -> None:
    """How many answers a thread has: the order "most answered"."""
    found = Comment.objects.filter(pk=event.comment_id).values_list("root_id", flat=True).first()
    if found is not None:
        shown = Comment.objects.shown().filter(root_id=found).count()
        Comment.objects.filter(pk=found).update(answer_count=shown)


@listen(CommentSupportChanged)
def count_support(event: CommentSupportChanged) -> None:
    recount_comment(comment_id=event.comment_id)


@listen(ArgumentSupportChanged)
def count_support_of_an_argument(event: ArgumentSupportChanged) -> None:
    recount_argument(argument_id=event.argument_id)


@listen(PagePublished)
def follow_the_words_quoted(event: PagePublished) -> None:
    """Notes on passages stay with their passage."""
    page = Page.objects.filter(pk=event.page_id).first()
    if page is not None:
        follow_text(page=page, now=timezone.now())


@listen(SuggestionSent)
def follow_the_words_of_a_suggestion(event: SuggestionSent) -> None:
    """A new version of a suggested change: notes on it stay with their words."""
    name = f"suggestion:{event.suggestion_id}"
    found = subject_of(name)
    page = found[0].page(found[1]) if found is not None else None
    if page is not None:
        follow_text(page=page, subject=name, now=timezone.now())
