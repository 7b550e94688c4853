"""Whose text a proposal is, and what others suggest to it: co-authors who have agreed, and amendments."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from policywiki.suggestions.models import BEFORE_AUTHORS, State, Suggestion
from proposals.stages import AMENDABLE, Stage

from .record import ProposalRecord, StageChange


class CoAuthorQuerySet(models.QuerySet["CoAuthor"]):
    def agreed(self) -> Self:
        return self.filter(agreed_at__isnull=False, ended_at__isnull=True)

    def invited(self) -> Self:
        """Asked, and not answered yet."""
        return self.filter(agreed_at__isnull=True, ended_at__isnull=True)


class CoAuthor(models.Model):
    """Somebody whom the proposer has asked to share the text. An author only once they have agreed."""

    proposal = models.ForeignKey(ProposalRecord, on_delete=models.PROTECT, related_name="coauthors")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="coauthored")
    invited_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)
    # Declined, left, or no longer asked.
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = CoAuthorQuerySet.as_manager()

    class Meta:
        ordering = ["invited_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["proposal", "person"], name="one_coauthorship")]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.person_id}"


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    def waiting(self) -> Self:
        """For an answer that the authors can give now; the longest waiting first."""
        voted_on = StageChange.objects.filter(proposal=OuterRef("proposal"), to_stage=Stage.VOTE)
        found = self._in_view(State.WITH_AUTHORS).filter(proposal__stage__in=AMENDABLE)
        return found.exclude(Exists(voted_on.order_by()))

    def alternatives(self) -> Self:
        return self._in_view(State.ALTERNATIVE)

    def _in_view(self, state: str) -> Self:
        """What a moderator took from view neither waits nor stands, until it is shown again."""
        found = self.filter(suggestion__state=state, suggestion__hidden_at__isnull=True)
        return found.order_by("put_at", "pk")

    def for_answer_by(self, author: Any, record: ProposalRecord, now: datetime) -> Self:
        """What this author of the proposal is asked to answer now (permissions.can_decline_amendment)."""
        found = self.waiting().filter(proposal=record).exclude(suggestion__author=author)
        if author.pk == record.proposer_id:
            return found
        return found.filter(Q(proposer_until__lte=now) | Q(suggestion__author=record.proposer_id))

    def overdue(self, now: datetime) -> Self:
        """Nobody has answered in the time that was promised."""
        return self.waiting().filter(open_until__lte=now)


class Amendment(models.Model):
    """A suggested change to a proposal that a moderator has let through. Its state is the suggestion's.

    The dates are promised when it is put before the authors: until `proposer_until` the proposer answers,
    then the co-authors may too; from `open_until` on it stands as an alternative text.
    """

    suggestion = models.OneToOneField(Suggestion, on_delete=models.PROTECT, related_name="amendment")
    proposal = models.ForeignKey(ProposalRecord, on_delete=models.PROTECT, related_name="amendments")
    put_at = models.DateTimeField()
    proposer_until = models.DateTimeField()
    open_until = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True, max_length=1000)
    # The proposal that it became when it went to the vote.
    carried = models.OneToOneField(
        ProposalRecord, null=True, blank=True, on_delete=models.PROTECT, related_name="carried_from"
    )
    # The clock told the co-authors that they may answer now.
    coauthors_told = models.BooleanField(default=False)

    objects: ClassVar[Any] = AmendmentQuerySet.as_manager()

    class Meta:
        ordering = ["-put_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.suggestion_id}"

    @property
    def is_open(self) -> bool:
        """It may land still."""
        return self.suggestion.state in BEFORE_AUTHORS and self.carried_id is None
