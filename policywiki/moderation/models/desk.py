"""A moderator's own desk: saved filters, "My twenty", and decisions on many items at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .case import Case, Decision
from .reason import Reason


class SavedFilter(models.Model):
    """A choice of the list under a name of one's own. `query` is the address's query."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=500)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="one_saved_filter_per_name")]

    def __str__(self) -> str:
        return self.name


class BatchQuerySet(models.QuerySet["Batch"]):
    def of(self, moderator: Any) -> Batch | None:
        """The batch this moderator is working on."""
        return self.filter(moderator=moderator, ended_at=None).select_related("topic").first()


class Batch(models.Model):
    """ "My twenty": items of one topic, dealt out to one moderator. One at a time."""

    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    topic = models.ForeignKey("taggit.Tag", null=True, on_delete=models.SET_NULL, related_name="+")
    dealt_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    cases = models.ManyToManyField(Case, related_name="+")

    objects: ClassVar[Any] = BatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["moderator"], condition=models.Q(ended_at=None), name="one_batch_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.moderator_id}/{self.pk}"

    def left(self, now: datetime) -> Any:
        """What is still to be looked at: open, and not gone to somebody else meanwhile."""
        return self.cases.to_check().awake(now).free_for(self.moderator, now)


class BulkQuerySet(models.QuerySet["BulkDecision"]):
    def due(self, now: datetime) -> Self:
        """What may no longer be undone and has not been carried out."""
        return self.filter(ended_at=None, effective_at__lte=now)


class BulkDecision(models.Model):
    """One decision on many items. It takes effect at `effective_at`; until then it can be undone (docs/adr/0061)."""

    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=16, choices=Decision.choices)
    reason = models.ForeignKey(Reason, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    made_at = models.DateTimeField()
    effective_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = BulkQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["ended_at", "effective_at"])]

    def __str__(self) -> str:
        return f"{self.decision} {self.pk}"


class BulkState(models.TextChoices):
    WAITING = "waiting", _("Takes effect soon")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Not done")
    UNDONE = "undone", _("Undone")


class BulkItem(models.Model):
    """What a bulk decision came to for one case. `version` is the one its moderator saw."""

    bulk = models.ForeignKey(BulkDecision, on_delete=models.CASCADE, related_name="items")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=BulkState.choices, default=BulkState.WAITING)
    why = models.TextField(blank=True, help_text="Why it was not done, in the moderator's language.")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["bulk", "case"], name="one_bulk_item_per_case")]

    def __str__(self) -> str:
        return f"{self.bulk_id}/{self.case_id}"
