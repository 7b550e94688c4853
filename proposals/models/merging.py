"""Proposals that become one, or several: what was asked, who agreed, and what stands in the place of what ended."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .record import ProposalRecord


class MergeState(models.TextChoices):
    ASKED = "asked", _("Waiting for agreement")
    DONE = "done", _("Merged")
    DECLINED = "declined", _("Declined")
    TAKEN_BACK = "taken_back", _("Taken back")


class MergeQuerySet(models.QuerySet["Merge"]):
    def about(self, record: ProposalRecord) -> Self:
        """Of which this proposal is either side, the newest first."""
        return self.filter(Q(ends=record) | Q(stays=record)).order_by("-asked_at", "-pk")

    def open(self) -> Self:
        return self.filter(state=MergeState.ASKED)


class Merge(models.Model):
    """The wish that one proposal (`ends`) becomes a part of another (`stays`). Both proposers must agree."""

    ends = models.ForeignKey(ProposalRecord, on_delete=models.PROTECT, related_name="merges_away")
    stays = models.ForeignKey(ProposalRecord, on_delete=models.PROTECT, related_name="merges_here")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    why = models.TextField(_("why"), max_length=1000)
    state = models.CharField(max_length=12, choices=MergeState.choices, default=MergeState.ASKED)
    # When the proposer of each side agreed.
    ends_agreed_at = models.DateTimeField(null=True, blank=True)
    stays_agreed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True, max_length=1000)

    objects: ClassVar[Any] = MergeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ends", "stays"], condition=Q(state="asked"), name="one_open_merge_of_two"
            ),
            models.CheckConstraint(condition=~Q(ends=models.F("stays")), name="no_merge_with_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.ends_id} -> {self.stays_id} {self.state}"

    @property
    def waits_for(self) -> list[ProposalRecord]:
        """The sides whose proposers have not agreed yet."""
        sides = [(self.ends, self.ends_agreed_at), (self.stays, self.stays_agreed_at)]
        return [side for side, agreed_at in sides if agreed_at is None]


class Division(models.Model):
    """A proposal that its proposer divides into parts, each a proposal of its own once it has been checked."""

    record = models.ForeignKey(ProposalRecord, on_delete=models.PROTECT, related_name="divisions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.TextField(_("why"), max_length=1000)
    # Both empty while parts are being written and checked.
    done_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record"],
                condition=Q(done_at__isnull=True, given_up_at__isnull=True),
                name="one_division_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.record_id} divided"


class Part(models.Model):
    """One of the proposals that a proposal is divided into, while it is written and afterwards."""

    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="parts")
    suggestion = models.OneToOneField(
        "suggestions.Suggestion", on_delete=models.CASCADE, related_name="part_of"
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.division_id}/{self.suggestion_id}"


class Succession(models.Model):
    """`after` stands in the place of `before`, which was merged into it or divided. Rows are only ever added."""

    before = models.ForeignKey(ProposalRecord, on_delete=models.PROTECT, related_name="successions")
    after = models.ForeignKey(ProposalRecord, on_delete=models.PROTECT, related_name="predecessions")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["before", "after"], name="one_succession_of_two")]

    def __str__(self) -> str:
        return f"{self.before_id} -> {self.after_id}"


class SupporterReply(models.Model):
    """What a supporter of what ended said when asked about what stands in its place. One answer each."""

    succession = models.ForeignKey(Succession, on_delete=models.PROTECT, related_name="replies")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    supports = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["succession", "person"], name="one_reply_per_supporter")
        ]

    def __str__(self) -> str:
        return f"{self.succession_id} {self.supports}"
