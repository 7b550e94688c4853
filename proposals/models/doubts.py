"""Votes that somebody should look at, and what voters say when theirs was set aside."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from proposals.doubts.signs import Sign

from .record import ProposalRecord
from .votes import Ballot


class Doubt(models.Model):
    """One sign on one vote. Many share a Case, which one person decides; the vote counts until then."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="doubts")
    sign = models.CharField(max_length=12, choices=Sign.choices)
    case = models.ForeignKey("moderation.Case", on_delete=models.PROTECT, related_name="doubts")
    found_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ballot", "sign"], name="a_sign_is_seen_once_on_a_vote")
        ]

    def __str__(self) -> str:
        return f"{self.sign} {self.ballot_id}"


class Objection(models.Model):
    """A voter says why the vote that was set aside should count. Somebody else than who set it aside decides."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="objections")
    against = models.ForeignKey("moderation.Case", on_delete=models.PROTECT, related_name="objections_to")
    case = models.OneToOneField("moderation.Case", on_delete=models.PROTECT, related_name="objection")
    text = models.TextField()
    made_at = models.DateTimeField()

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ballot", "against"], name="one_objection_to_a_decision")
        ]

    def __str__(self) -> str:
        return f"{self.ballot_id} {self.against_id}"

    @property
    def record(self) -> ProposalRecord:
        return self.ballot.proposal
