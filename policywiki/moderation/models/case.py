"""What waits for a person: one Case per item, whatever its kind, with an append-only history."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from policywiki.places.models import Located

from .reason import Reason

CLAIM_LASTS = timedelta(hours=2)


class Decision(models.TextChoices):
    PUBLISH = "publish", pgettext_lazy("decision", "Publish")
    NEEDS_MORE = "needs_more", _("Needs a little more")
    NOT_PUBLISHED = "not_published", _("Not published")


class CaseState(models.TextChoices):
    OPEN = "open", _("To check")
    WAITING = "waiting", _("Waiting for the author")
    URGENT = "urgent", _("Threat to life")
    CLOSED = "closed", _("Closed")


class Standing(models.TextChoices):
    """What an author's earlier texts came to, in one word."""

    FIRST = "first", _("First text")
    NEW = "new", _("Nothing published yet")
    MIXED = "mixed", _("Published and not")
    GOOD = "good", _("Mostly published")


class CaseQuerySet(models.QuerySet["Case"]):
    def to_check(self) -> Self:
        """What waits for a moderator, in the order of the line: the longest waiting first, head starts counted."""
        return self.filter(state=CaseState.OPEN).order_by("counts_from", "pk")

    def awake(self, now: datetime) -> Self:
        """Not put off until later."""
        return self.filter(Q(postponed_until=None) | Q(postponed_until__lte=now))

    def put_off(self, now: datetime) -> Self:
        return self.filter(postponed_until__gt=now)

    def free_for(self, moderator: Any, now: datetime) -> Self:
        """Not taken by somebody else whose claim still holds."""
        return self.exclude(Q(claimed_until__gt=now) & ~Q(claimed_by=moderator))

    def taken(self, now: datetime, by: Any = None) -> Self:
        held = self.filter(claimed_until__gt=now)
        return held.filter(claimed_by=by) if by is not None else held

    def overdue(self, now: datetime) -> Self:
        return self.filter(due_at__lt=now)

    def about(self, topic_ids: Any) -> Self:
        """With one of these topics."""
        through = Case.topics.through.objects.filter(case_id=OuterRef("pk"), tag_id__in=topic_ids)
        return self.filter(Exists(through))

    def after(self, case: Case) -> Self:
        """What stands behind this case in the line."""
        return self.filter(
            Q(counts_from__gt=case.counts_from) | Q(counts_from=case.counts_from, pk__gt=case.pk)
        )


class Case(Located):
    kind = models.CharField(_("kind"), max_length=32)
    title = models.CharField(_("title"), max_length=255)
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cases")
    language = models.CharField(_("language"), max_length=12, blank=True)
    topics: models.ManyToManyField[Any, Any] = models.ManyToManyField(
        "taggit.Tag", verbose_name=_("topics"), blank=True, related_name="+"
    )
    state = models.CharField(_("state"), max_length=12, choices=CaseState.choices, default=CaseState.OPEN)
    opened_at = models.DateTimeField(_("since"))
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    postponed_until = models.DateTimeField(null=True, blank=True)
    # Its place in the line: opened_at less its head starts. Age needs no recount (docs/adr/0060).
    counts_from = models.DateTimeField(null=True)
    head_starts = models.JSONField(default=dict, help_text="Hours by source, as they were counted last.")
    size = models.PositiveIntegerField(default=0, help_text="Characters added and removed.")
    overlaps = models.BooleanField(default=False)
    standing = models.CharField(max_length=8, choices=Standing.choices, default=Standing.NEW)
    first_time = models.BooleanField(default=False, help_text="The author's first text here.")
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, help_text="Optimistic lock: grows with every change.")
    approvals_needed = models.PositiveSmallIntegerField(
        _("reviewers needed"), default=1, help_text="How many different moderators must say publish."
    )
    decision = models.CharField(_("decision"), max_length=16, choices=Decision.choices, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.ForeignKey(Reason, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(_("message to the author"), blank=True)
    # The second look: asked for once, and taken by somebody else than who decided first.
    second_look_at = models.DateTimeField(null=True, blank=True)
    second_look_why = models.TextField(blank=True)
    first_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[Any] = CaseQuerySet.as_manager()

    # What we call it ourselves, in the reader's language (moderation.naming); empty for somebody's own words.
    named = ""

    class Meta:
        ordering = ["opened_at", "pk"]
        verbose_name = _("item to check")
        verbose_name_plural = _("items to check")
        indexes = [
            # Whatever the list asks of every row lies in it: counting 20,000 reads no table.
            models.Index(
                fields=["state", "counts_from", "id", "author", "first_decided_by", "postponed_until"],
                name="case_line",
            ),
            models.Index(fields=["state", "opened_at"]),
            models.Index(fields=["state", "kind", "opened_at"]),
            models.Index(fields=["page", "state"]),
            models.Index(fields=["author", "state"], name="case_author"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.counts_from is None:
            self.counts_from = self.opened_at
        super().save(*args, **kwargs)

    @property
    def shown_title(self) -> str:
        return self.named or self.title

    @property
    def shown_language(self) -> str:
        return (get_language() or self.language) if self.named else self.language

    def taken_by(self, now: datetime) -> Any:
        """Who is working on it, or None when nobody is or the claim has run out."""
        return self.claimed_by if self.claimed_until and self.claimed_until > now else None

    def is_overdue(self, now: datetime) -> bool:
        return bool(self.due_at and self.due_at < now)
