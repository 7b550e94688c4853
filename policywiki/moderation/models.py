"""What waits for a person: one Case per item, whatever its kind, with an append-only history."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from policywiki.places.models import Located

CLAIM_LASTS = timedelta(hours=2)


class Decision(models.TextChoices):
    PUBLISH = "publish", pgettext_lazy("decision", "Publish")
    NEEDS_MORE = "needs_more", _("Needs a little more")
    NOT_PUBLISHED = "not_published", _("Not published")


class CaseState(models.TextChoices):
    OPEN = "open", _("To check")
    WAITING = "waiting", _("Waiting for the author")
    CLOSED = "closed", _("Closed")


class Reason(models.Model):
    """Why something was not published: officials edit this list; the author reads label and message."""

    code = models.SlugField(_("code"), unique=True)
    label_zh = models.CharField(_("label, Chinese"), max_length=80)
    label_en = models.CharField(_("label, English"), max_length=80)
    message_zh = models.TextField(_("message, Chinese"), blank=True)
    message_en = models.TextField(_("message, English"), blank=True)
    order = models.PositiveIntegerField(_("order"), default=0)
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["order", "code"]
        verbose_name = _("reason")
        verbose_name_plural = _("reasons")

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return self.in_language(get_language() or "")[0]

    @property
    def message(self) -> str:
        return self.in_language(get_language() or "")[1]

    def in_language(self, language: str) -> tuple[str, str]:
        """(label, message) for a person who reads `language`."""
        english = language.startswith("en")
        return (self.label_en, self.message_en) if english else (self.label_zh, self.message_zh)


class CaseQuerySet(models.QuerySet["Case"]):
    def to_check(self) -> Self:
        """What waits for a moderator, oldest first."""
        return self.filter(state=CaseState.OPEN).order_by("opened_at", "pk")

    def free_for(self, moderator: Any, now: datetime) -> Self:
        """Not taken by somebody else whose claim still holds."""
        return self.exclude(
            models.Q(claimed_at__gt=now - CLAIM_LASTS) & ~models.Q(claimed_by=moderator),
        )


class Case(Located):
    kind = models.CharField(_("kind"), max_length=32)
    title = models.CharField(_("title"), max_length=255)
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cases")
    language = models.CharField(_("language"), max_length=12, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=CaseState.choices, default=CaseState.OPEN)
    opened_at = models.DateTimeField(_("since"))
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
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

    objects: ClassVar[Any] = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["opened_at", "pk"]
        verbose_name = _("item to check")
        verbose_name_plural = _("items to check")
        indexes = [
            models.Index(fields=["state", "opened_at"]),
            models.Index(fields=["state", "kind", "opened_at"]),
            models.Index(fields=["page", "state"]),
        ]

    def __str__(self) -> str:
        return self.title

    def taken_by(self, now: datetime) -> Any:
        """Who is working on it, or None when nobody is or the claim has run out."""
        if self.claimed_by_id and self.claimed_at and self.claimed_at > now - CLAIM_LASTS:
            return self.claimed_by
        return None


class CaseApproval(models.Model):
    """One moderator's "publish" where more than one is asked. It holds for the text they saw: sent again, it goes."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="approvals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["case", "by"], name="one_approval_per_reviewer")]

    def __str__(self) -> str:
        return f"{self.by_id} → {self.case_id}"


class CaseEntry(models.Model):
    """One thing that happened to a Case. Rows are only ever added."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="entries")
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=24)
    reason = models.ForeignKey(Reason, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.verb} {self.case_id}"
