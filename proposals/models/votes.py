"""Support and votes: one current row per person, and a ledger to which rows are only ever added."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from proposals.acts import SUPPORT_ACTS, Act, Choice

from .record import ProposalRecord


def voter_key(record: ProposalRecord, person: Any) -> str:
    """A pseudonym of this person on this proposal alone: nobody can be followed from one vote to another."""
    message = str(person.pk).encode()
    return hmac.new(record.voting_key.encode(), message, hashlib.sha256).hexdigest()[:32]


class CurrentRows(models.Manager[Any]):
    def own(self, record: ProposalRecord, person: Any, defaults: dict[str, Any]) -> tuple[Any, bool]:
        """This person's one row under its lock, and whether it was made just now.

        The person may act in two windows at once: between our looking and our making the row, the other may
        have made it or taken it back. So look again until one of the two succeeds.
        """
        while True:
            row = self.select_for_update().filter(proposal=record, person=person).first()
            if row is not None:
                return row, False
            try:
                with transaction.atomic():
                    return self.create(proposal=record, person=person, **defaults), True
            except IntegrityError:
                continue


class Support(models.Model):
    """This person supports this proposal now. Taking back removes the row; the ledger keeps both acts."""

    proposal = models.ForeignKey(ProposalRecord, on_delete=models.PROTECT, related_name="supports")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="supports")
    voter = models.CharField(max_length=32)
    edition = models.ForeignKey("editions.Edition", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    objects: ClassVar[CurrentRows] = CurrentRows()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "person"], name="one_support_per_person")]
        indexes = [models.Index(fields=["proposal", "voter"])]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.voter}"


class Ballot(models.Model):
    """This person's one vote on this proposal as it stands; voting again replaces it until the close."""

    proposal = models.ForeignKey(ProposalRecord, on_delete=models.PROTECT, related_name="ballots")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="ballots")
    voter = models.CharField(max_length=32)
    edition = models.ForeignKey("editions.Edition", on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(_("vote"), max_length=8, choices=Choice.choices)
    reason = models.TextField(_("reason"), blank=True, max_length=1000)
    cast_at = models.DateTimeField()

    objects: ClassVar[CurrentRows] = CurrentRows()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "person"], name="one_ballot_per_person")]
        indexes = [models.Index(fields=["proposal", "voter"])]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.voter}"


class LedgerQuerySet(models.QuerySet["LedgerRow"]):
    def append(
        self, *, record: ProposalRecord, voter: str, act: str, edition: Any, at: datetime, choice: str = ""
    ) -> LedgerRow:
        """Write down one act. Called in the transaction of the act, after the person's own row is locked."""
        return self.create(proposal=record, voter=voter, act=act, choice=choice, edition=edition, at=at)

    def unsealed(self) -> Self:
        """What the worker has not counted yet, in the order it was written."""
        return self.filter(position__isnull=True).order_by("pk")

    def support_acts(self) -> Self:
        return self.filter(act__in=SUPPORT_ACTS)

    def counted(self) -> Self:
        """What counts, in the order it was counted."""
        return self.filter(counted=True).order_by("position")


class LedgerRow(models.Model):
    """One act of support or of voting, under a pseudonym. Counting adds `position` and `counted`.

    `counted` False: it came after the close and was refused.
    """

    proposal = models.ForeignKey(ProposalRecord, on_delete=models.PROTECT, related_name="ledger")
    voter = models.CharField(max_length=32)
    act = models.CharField(max_length=20, choices=Act.choices)
    choice = models.CharField(max_length=8, choices=Choice.choices, blank=True)
    edition = models.ForeignKey("editions.Edition", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    position = models.BigIntegerField(null=True, unique=True)
    counted = models.BooleanField(null=True)

    objects: ClassVar[Any] = LedgerQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["proposal", "voter", "position"]),
            models.Index(fields=["id"], condition=Q(position__isnull=True), name="unsealed"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.voter} {self.act}"
