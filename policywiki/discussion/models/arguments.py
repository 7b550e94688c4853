"""Arguments for and against: sentences of comments that somebody raised, supported on their own."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, IntegerField, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from .comments import Comment, CommentState, Stance
from .support import SupportRow

LONGEST_ARGUMENT = 300


class ArgumentQuerySet(models.QuerySet["Argument"]):
    def shown(self) -> Self:
        """Neither taken back nor from a comment that is no longer shown."""
        return self.filter(taken_back_at__isnull=True, comment__state=CommentState.SHOWN)

    def of_page(self, page_id: int) -> Self:
        return self.filter(comment__page_id=page_id, comment__subject="")

    def strongest(self) -> Self:
        return self.order_by("-support_count", "raised_at", "pk")

    def first_of_each(self, most: int) -> Any:
        """By page and side the `most` with most support, older first where equal; each knows its `place`."""
        place = Window(
            RowNumber(),
            partition_by=[F("comment__page_id"), F("side")],
            order_by=[F("support_count").desc(), F("raised_at").asc(), F("pk").asc()],
            output_field=IntegerField(),
        )
        return self.annotate(place=place).filter(place__lte=most)


class Argument(models.Model):
    """Words of one comment, as they stood when they were raised; nobody is given words that were not theirs."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="arguments")
    side = models.CharField(
        max_length=8, choices=[(Stance.FOR, Stance.FOR.label), (Stance.AGAINST, Stance.AGAINST.label)]
    )
    text = models.CharField(_("argument"), max_length=LONGEST_ARGUMENT)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    support_count = models.PositiveIntegerField(_("supporters"), default=0)

    objects: ClassVar[Any] = ArgumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("argument")
        verbose_name_plural = _("arguments")
        constraints = [models.UniqueConstraint(fields=["comment", "text"], name="an_argument_is_raised_once")]

    def __str__(self) -> str:
        return self.text

    @property
    def is_gone_for_good(self) -> bool:
        """Taken back by whose words they are; what its raiser took back may be raised again."""
        return self.taken_back_at is not None and self.taken_back_by_id in (None, self.comment.author_id)


class ArgumentSupport(SupportRow):
    argument = models.ForeignKey(Argument, on_delete=models.PROTECT, related_name="supports")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["argument", "person"], name="one_support_per_argument_and_person")
        ]

    def __str__(self) -> str:
        return f"{self.argument_id} {self.person_id}"
