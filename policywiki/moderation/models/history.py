"""What happened to a Case: entries are only ever added."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models

from .case import Case
from .reason import Reason


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


class CaseEntryQuerySet(models.QuerySet["CaseEntry"]):
    def public(self) -> Self:
        """What everybody may read: nothing said inside the house."""
        return self.filter(inside=False)


class CaseEntry(models.Model):
    """One thing that happened to a Case. Rows are only ever added."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="entries")
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=24)
    reason = models.ForeignKey(Reason, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    inside = models.BooleanField(default=False, help_text="For colleagues only: never shown to the author.")

    objects: ClassVar[Any] = CaseEntryQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.verb} {self.case_id}"


class SecondOpinion(models.Model):
    """A question to a colleague about one case, and the answer. Inside the house."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="opinions")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_of = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    question = models.TextField(max_length=1000)
    asked_at = models.DateTimeField()
    answer = models.TextField(max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        indexes = [models.Index(fields=["asked_of", "answered_at"])]

    def __str__(self) -> str:
        return self.question[:60]
