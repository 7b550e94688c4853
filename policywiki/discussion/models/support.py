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

    objects: ClassVar[Any] = SupportQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def not_yet_counted(self) -> int:
        """What this row will add to the public number once the worker has been there: -1, 0 or 1."""
        return int(self.stands) - int(self.counted)


class CommentSupport(SupportRow):
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="supports")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "person"], name="one_support_per_comment_and_person")
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.person_id}"
