"""Votes that somebody should look at, and what voters say when theirs was set aside."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from proposals.doubts.signs import Sign

from .polls import Paper
from .votes import Ballot

OF_ONE_VOTE = Q(ballot__isnull=False, paper__isnull=True) | Q(ballot__isnull=True, paper__isnull=False)


class AboutVoteQuerySet(models.QuerySet[Any]):
    def about(self, vote: Ballot | Paper) -> Self:
        return self.filter(paper=vote) if isinstance(vote, Paper) else self.filter(ballot=vote)


class AboutVote(models.Model):
    """What is said of one vote: a ballot on a proposal, or a paper of a common vote."""

    ballot = models.ForeignKey(
        Ballot, null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    paper = models.ForeignKey(
        Paper, null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)ss"
    )

    objects: ClassVar[Any] = AboutVoteQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def vote(self) -> Ballot | Paper:
        found = self.ballot or self.paper
        assert found is not None  # noqa: S101 - the constraint of both tables
        return found


class Doubt(AboutVote):
    """One sign on one vote. Many share a Case, which one person decides; the vote counts until then."""

    sign = models.CharField(max_length=12, choices=Sign.choices)
    case = models.ForeignKey("moderation.Case", on_delete=models.PROTECT, related_name="doubts")
    found_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=OF_ONE_VOTE, name="a_doubt_is_about_one_vote"),
            models.UniqueConstraint(fields=["ballot", "sign"], name="a_sign_is_seen_once_on_a_vote"),
            models.UniqueConstraint(fields=["paper", "sign"], name="a_sign_is_seen_once_on_a_paper"),
        ]

    def __str__(self) -> str:
        return f"{self.sign} {self.ballot_id or self.paper_id}"


class Objection(AboutVote):
    """A voter says why the vote that was set aside should count. Somebody else than who set it aside decides."""

    against = models.ForeignKey("moderation.Case", on_delete=models.PROTECT, related_name="objections_to")
    case = models.OneToOneField("moderation.Case", on_delete=models.PROTECT, related_name="objection")
    text = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=OF_ONE_VOTE, name="an_objection_is_about_one_vote"),
            models.UniqueConstraint(fields=["ballot", "against"], name="one_objection_to_a_decision"),
            models.UniqueConstraint(fields=["paper", "against"], name="one_objection_about_a_paper"),
        ]

    def __str__(self) -> str:
        return f"{self.ballot_id or self.paper_id} {self.against_id}"
