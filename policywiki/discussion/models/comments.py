"""Comments: for, against or neutral, in threads, on any page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

CORRECT_FREELY = timedelta(minutes=15)
"""For so long after sending one corrects a comment without a trace; later what it said before stays readable."""


class Stance(models.TextChoices):
    FOR = "for", _("For")
    AGAINST = "against", _("Against")
    NEUTRAL = "neutral", _("Neutral")


class CommentState(models.TextChoices):
    SHOWN = "shown", _("Shown")
    HELD = "held", _("Waiting for a moderator")
    HIDDEN = "hidden", _("Removed by a moderator")
    WITHDRAWN = "withdrawn", _("Withdrawn by its author")


class CommentQuerySet(models.QuerySet["Comment"]):
    def shown(self) -> Self:
        return self.filter(state=CommentState.SHOWN)

    def visible_to(self, viewer: Any) -> Self:
        """Without what waits for a moderator, but with the viewer's own."""
        if not viewer.is_authenticated:
            return self.exclude(state=CommentState.HELD)
        return self.filter(~Q(state=CommentState.HELD) | Q(author=viewer))

    def placed_for(self, viewer: Any) -> Self:
        """Also what waits but has been answered: its words are not shown, its answers stay."""
        return self.visible_to(viewer) | self.filter(state=CommentState.HELD, answer_count__gt=0)

    def about(self, page_id: int, subject: str = "") -> Self:
        """The discussion of the page itself, or of one thing on it."""
        return self.filter(page_id=page_id, subject=subject)

    def top_level(self) -> Self:
        return self.filter(parent__isnull=True)


class Comment(models.Model):
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.PROTECT, related_name="comments")
    # What of the page it is about: nothing for the page itself, else e.g. "suggestion:41" (registry.Subject).
    subject = models.CharField(max_length=40, blank=True, default="")
    passage = models.CharField(max_length=64, blank=True, help_text="The id of the part that it is about.")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comments")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    # The first comment of the thread; a page of threads loads all their answers by this in one query.
    root = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="thread")
    depth = models.PositiveSmallIntegerField(default=0)
    stance = models.CharField(_("stance"), max_length=8, choices=Stance.choices, default=Stance.NEUTRAL)
    text = models.TextField(_("comment"), max_length=5000)
    language = models.CharField(_("language"), max_length=12, blank=True)
    created_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=CommentState.choices, default=CommentState.SHOWN)
    case = models.OneToOneField(
        "moderation.Case", null=True, blank=True, on_delete=models.PROTECT, related_name="comment"
    )
    # Counted by the worker; `answer_count` are the shown answers anywhere in the thread, of its first comment.
    support_count = models.PositiveIntegerField(_("supporters"), default=0)
    answer_count = models.PositiveIntegerField(_("answers"), default=0)
    # When it was last changed after CORRECT_FREELY; empty for what stands as it was sent.
    edited_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [
            models.Index(fields=["page", "subject", "parent", "created_at"]),
            models.Index(fields=["page", "subject", "parent", "support_count", "created_at"]),
            models.Index(fields=["page", "subject", "parent", "answer_count", "created_at"]),
            models.Index(fields=["root", "created_at"]),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        return reverse("discussion:comment", args=[self.pk])


class CommentVersion(models.Model):
    """What a comment said before its author changed it. Rows are only ever added."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="versions")
    text = models.TextField(max_length=5000)
    stance = models.CharField(max_length=8, choices=Stance.choices)
    until = models.DateTimeField()

    class Meta:
        ordering = ["until", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Flag(models.Model):
    """Somebody says a comment is unsuitable. One per person and comment; a number alone hides nothing."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="flags")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(_("what is wrong with it"), max_length=300)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "by"], name="one_flag_per_person")]

    def __str__(self) -> str:
        return self.why
