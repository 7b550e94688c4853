"""Bring the discussion of another platform in: its words, times and figures; never its people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from wagtail.models import Page

from policywiki.discussion.arrivals import ArrivedComment
from policywiki.discussion.models import Comment, ImportedComment

from .comments import DEEPEST


@transaction.atomic
def bring_comments(
    *, page: Page, comments: Sequence[ArrivedComment], importer: Any, source: str, language: str
) -> int:
    """All of them, as answers to each other, in the importer's name with their pseudonyms beside; how many.

    Nobody is told and no rule holds them: they were public there. The caller counts them on the page.
    """
    made: dict[str, Comment] = {}
    waiting = list(comments)
    while ready := [one for one in waiting if not one.parent or one.parent in made]:
        rows = [_comment(one, made.get(one.parent), page, importer, language) for one in ready]
        rows = Comment.objects.bulk_create(rows, batch_size=500)
        made |= {one.key: row for one, row in zip(ready, rows, strict=True)}
        waiting = [one for one in waiting if one.key not in made]
    if waiting:
        raise ValueError(f"{waiting[0].key} answers {waiting[0].parent}, which does not arrive")
    ImportedComment.objects.bulk_create([_origin(one, made[one.key], source) for one in comments], 500)
    _count_answers(list(made.values()))
    return len(made)


def _comment(
    one: ArrivedComment, parent: Comment | None, page: Page, importer: Any, language: str
) -> Comment:
    return Comment(
        page_id=page.pk,
        author=importer,
        parent=parent,
        root=(parent.root or parent) if parent is not None else None,
        depth=min(parent.depth + 1, DEEPEST) if parent is not None else 0,
        text=one.text,
        language=language,
        created_at=one.at,
    )


def _origin(one: ArrivedComment, comment: Comment, source: str) -> ImportedComment:
    return ImportedComment(
        comment=comment,
        key=one.key,
        source=source[:200],
        author=one.author[:60],
        stated_for=one.stated_for,
        stated_against=one.stated_against,
        lost_parent=one.lost_parent,
    )


def _count_answers(comments: list[Comment]) -> None:
    answers = Counter(comment.root_id for comment in comments if comment.root_id is not None)
    first = [comment for comment in comments if comment.pk in answers]
    for comment in first:
        comment.answer_count = answers[comment.pk]
    Comment.objects.bulk_update(first, ["answer_count"], batch_size=500)
