"""The words that a comment speaks about, and where they stand now."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from .comments import Comment, CommentState

LONGEST_QUOTE = 1000


class QuotationState(models.TextChoices):
    HERE = "here", _("In the text")
    CHANGED = "changed", _("Worded differently now")
    GONE = "gone", _("No longer in the text")


class QuotationQuerySet(models.QuerySet["Quotation"]):
    def of_text(self, page_id: int, subject: str = "") -> Self:
        """Of the words of this page, or of one thing on it; not of comments."""
        return self.filter(comment__page_id=page_id, comment__subject=subject, of_comment=False)

    def public(self) -> Self:
        """Of comments that are shown."""
        return self.filter(comment__state=CommentState.SHOWN)

    def gone(self) -> Self:
        return self.filter(state=QuotationState.GONE)

    def found(self) -> Self:
        """Whose words are in the text, as they were or worded differently."""
        return self.exclude(state=QuotationState.GONE)

    def on_the_words_of(self, comment_id: int) -> Self:
        """On the very words that this comment speaks about."""
        own = Quotation.objects.filter(comment=comment_id, of_comment=False)
        words = own.values("now_exact", "now_prefix", "now_suffix").first()
        return self.filter(of_comment=False, **words) if words is not None else self.none()


class Quotation(models.Model):
    """A W3C TextQuoteSelector: the words quoted, with what stood before and after them.

    `exact` never changes. `now_*` is the same selector for the words as they stood when they were last found
    (the next search begins with them), `anchor` and `heading` are of the part that they stood in.
    """

    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, related_name="quotation")
    # Of the comment that is answered; else of the text of the page or subject.
    of_comment = models.BooleanField(default=False)
    exact = models.TextField(max_length=LONGEST_QUOTE)
    prefix = models.CharField(max_length=64, blank=True)
    suffix = models.CharField(max_length=64, blank=True)
    now_exact = models.TextField(max_length=3 * LONGEST_QUOTE)
    now_prefix = models.CharField(max_length=64, blank=True)
    now_suffix = models.CharField(max_length=64, blank=True)
    anchor = models.CharField(max_length=64, blank=True)
    heading = models.CharField(max_length=255, blank=True)
    state = models.CharField(
        max_length=8, choices=QuotationState.choices, default=QuotationState.HERE, db_index=True
    )
    state_since = models.DateTimeField()

    objects: ClassVar[Any] = QuotationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.exact[:60]
