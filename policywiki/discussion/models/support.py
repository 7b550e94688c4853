"""Who supports a comment or an argument: one tap, taken back with another."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F

from .comments import Comment


class SupportQuerySet(models.QuerySet[Any]):
    def standing(self) -> Self:
        """Of those who have not taken it back."""
        return self.filter(stands=True)

    def with_public_number(self, of: str) -> Self:
        """Each with the public number of its comment or argument (`of`), read in the same moment.

        Read in two statements, the worker may count between them: one's own support is then in neither.
        """
        return self.annotate(public_number=F(f"{of}__support_count"))

    def count_now(self) -> int:
        """Everything that has not been counted yet is counted; how many stand. Twice gives the same."""
        self.exclude(counted=F("stands")).update(counted=F("stands"))
        return self.filter(counted=True).count()


class SupportRow(models.Model):
    """One person's support; taking back leaves the row. `counted`: the public number includes it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    stands = models.BooleanField(default=True)
    counted = models.BooleanField(default=False)
    at = models.DateTimeField()
    public_number: int

    objects: ClassVar[Any] = SupportQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def number_shown(self) -> int:
        """The public number with one's own act, counted yet or not; asks for `with_public_number`."""
        return max(self.public_number + int(self.stands) - int(self.counted), 0)


class CommentSupport(SupportRow):
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="supports")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "person"], name="one_support_per_comment_and_person")
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.person_id}"
