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

from policywiki.core.statements import PairOfRows
from proposals.acts import REVIEW_ACTS, SUPPORT_ACTS, Act, Choice

from .record import ProposalRecord

NAME_LENGTH = 32  # hexadecimal digits of a receipt and of a pseudonym: 128 bits


def receipt_of(record: Any, person: Any) -> str:
    """The code with which this person, and nobody else, finds their acts on this proposal, or in this common vote."""
    message = str(person.pk).encode()
    return hmac.new(record.voting_key.encode(), message, hashlib.sha256).hexdigest()[:NAME_LENGTH]


def voter_of(receipt: str) -> str:
    """The public pseudonym that belongs to a receipt. The way back is not open: a pseudonym opens nothing."""
    return hashlib.sha256(receipt.encode()).hexdigest()[:NAME_LENGTH]


def voter_key(record: ProposalRecord, person: Any) -> str:
    """A pseudonym of this person on this proposal alone: nobody can be followed from one vote to another."""
    return voter_of(receipt_of(record, person))


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


class BallotQuerySet(models.QuerySet["Ballot"]):
    def put(self, ballot: Ballot, act: LedgerRow) -> None:
        """Write this person's one vote on this proposal, or replace it, and its act: locking that row alone.

        A finding on the vote (`set_aside_by`) stays.
        """
        VOTE_AND_ACT.write(ballot, act)

    def of(self, about: Any) -> Self:
        """The votes on this proposal."""
        return self.filter(proposal=about)

    def with_names(self) -> Self:
        """Of those who show their name with their vote, and are still here."""
        return self.filter(shows_name=True, person__erased_at__isnull=True).select_related("person")


class Ballot(models.Model):
    """This person's one vote on this proposal as it stands; voting again replaces it until the close."""

    proposal = models.ForeignKey(ProposalRecord, on_delete=models.PROTECT, related_name="ballots")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="ballots")
    voter = models.CharField(max_length=32)
    edition = models.ForeignKey("editions.Edition", on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(_("vote"), max_length=8, choices=Choice.choices)
    reason = models.TextField(_("reason"), blank=True, max_length=1000)
    cast_at = models.DateTimeField()
    shows_name = models.BooleanField(_("show my name with my vote"), default=False)
    # Signs by which fraud is found (actions.doubt). Both are blanked after settings.TRACE_DAYS.
    came_from = models.CharField(max_length=32, blank=True)
    seconds_to_fill = models.FloatField(null=True)
    # The decision that set this vote aside; empty where it counts.
    set_aside_by = models.ForeignKey(
        "moderation.Case", null=True, blank=True, on_delete=models.PROTECT, related_name="votes_set_aside"
    )

    objects: ClassVar[Any] = BallotQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "person"], name="one_ballot_per_person")]
        indexes = [
            models.Index(fields=["proposal", "voter"]),
            models.Index(fields=["proposal", "cast_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.voter}"

    @property
    def about(self) -> ProposalRecord:
        """What was voted on."""
        return self.proposal

    def finding(self, act: str, at: datetime) -> LedgerRow:
        """The row that says what the city found about this vote, to be written; the sealer counts it."""
        return LedgerRow(
            proposal_id=self.proposal_id, voter=self.voter, act=act, edition_id=self.edition_id, at=at
        )


class LedgerQuerySet(models.QuerySet["LedgerRow"]):
    def append(
        self, *, record: ProposalRecord, voter: str, act: str, edition: Any, at: datetime, choice: str = ""
    ) -> LedgerRow:
        """Write down one act. Called in the transaction of the act, after the person's own row is locked."""
        return self.create(proposal=record, voter=voter, act=act, choice=choice, edition=edition, at=at)

    def rewrite(self, rows: list[Any], fields: list[str]) -> None:
        """Write these fields of rows that are there, by their keys: a quarter of the time of bulk_update."""
        self.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=fields)

    def unsealed(self) -> Self:
        """What the worker has not counted yet, in the order it was written."""
        return self.filter(position__isnull=True).order_by("pk")

    def support_acts(self) -> Self:
        return self.filter(act__in=SUPPORT_ACTS)

    def counted(self) -> Self:
        """What counts, in the order it was counted."""
        return self.filter(counted=True).order_by("position")

    def to_enter(self) -> Self:
        """Sealed, and not in the public record yet."""
        return self.filter(position__isnull=False, number__isnull=True)

    def entered(self) -> Self:
        """The public record of one proposal, in its order."""
        return self.filter(number__isnull=False).order_by("number")


class LedgerRow(models.Model):
    """One act of support or of voting, under a pseudonym. Rows are only ever added.

    The sealer adds `position` (over all proposals) and `counted`; False: it came after the close. Entering
    it in the proposal's public record adds `number` (within the proposal) and the two hashes of the chain.
    """

    proposal = models.ForeignKey(ProposalRecord, on_delete=models.PROTECT, related_name="ledger")
    voter = models.CharField(max_length=32)
    act = models.CharField(max_length=20, choices=Act.choices)
    choice = models.CharField(max_length=8, choices=Choice.choices, blank=True)
    edition = models.ForeignKey("editions.Edition", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    position = models.BigIntegerField(null=True, unique=True)
    counted = models.BooleanField(null=True)
    number = models.BigIntegerField(null=True)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)

    objects: ClassVar[Any] = LedgerQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["proposal", "voter", "position"]),
            models.Index(fields=["id"], condition=Q(position__isnull=True), name="unsealed"),
            models.Index(
                fields=["proposal", "voter"],
                condition=Q(position__isnull=False, number__isnull=True),
                name="to_enter",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="a_number_is_given_once"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.voter} {self.act}"

    @property
    def is_finding(self) -> bool:
        """What the city did to a vote, not the voter."""
        return self.act in REVIEW_ACTS


class LedgerHead(models.Model):
    """Where the public record of a proposal ended when rows were entered. Rows are only ever added.

    Whoever keeps one can tell later whether anything before it was changed or taken out.
    """

    proposal = models.ForeignKey(ProposalRecord, on_delete=models.PROTECT, related_name="heads")
    rows = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    entered_at = models.DateTimeField()
    support = models.PositiveIntegerField()
    votes_for = models.PositiveIntegerField()
    votes_against = models.PositiveIntegerField()
    votes_abstain = models.PositiveIntegerField()
    votes_set_aside = models.PositiveIntegerField()

    class Meta:
        ordering = ["proposal", "rows"]
        constraints = [models.UniqueConstraint(fields=["proposal", "rows"], name="one_head_at_each_row")]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.rows} {self.hash}"


VOTE_AND_ACT = PairOfRows(
    Ballot,
    LedgerRow,
    unique=["proposal", "person"],
    replaces=["edition", "choice", "reason", "cast_at", "shows_name", "came_from", "seconds_to_fill"],
)
