"""A common vote: several proposals of one call on one paper. Its public record is written once, at the close."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from proposals.acts import Act
from proposals.outcome import VoteMode
from proposals.polls.verify_poll import COUNTED_AGAIN, FINDINGS, SET_ASIDE

from .pages import CallPage
from .record import ProposalRecord, new_voting_key


class PollQuerySet(models.QuerySet["Poll"]):
    def visible(self, user: Any) -> Self:
        """Of the calls that this person may read."""
        return self.filter(call__in=CallPage.objects.visible(user).values("pk"))

    def running(self, now: datetime) -> Self:
        return self.filter(closes_at__gt=now)

    def to_count(self, moment: datetime, *, found_before: datetime) -> Self:
        """Which closed at or before this moment and are not counted yet, or not what was found on enough votes since."""
        waiting = PaperRow.objects.filter(poll=OuterRef("pk"), number=None).order_by()
        found = waiting.filter(paper__in=FINDINGS, at__lt=found_before)
        about = found.values("poll").annotate(votes=Count("voter", distinct=True)).values("votes")
        enough = Q(votes_found__gte=settings.LEDGER_LEAST)
        more = Q(counted_at=None) | Exists(waiting.exclude(paper__in=FINDINGS)) | enough
        return self.alias(votes_found=Subquery(about)).filter(more, closes_at__lte=moment)


class Poll(models.Model):
    call = models.ForeignKey(CallPage, on_delete=models.PROTECT, related_name="polls")
    mode = models.CharField(max_length=8, choices=VoteMode.choices)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closes_at = models.DateTimeField(_("closes"))
    quorum = models.PositiveIntegerField(default=0)
    budget = models.PositiveBigIntegerField(default=0)
    voting_key = models.CharField(max_length=32, default=new_voting_key, editable=False)
    counted_at = models.DateTimeField(null=True, blank=True)
    # The last time that votes were set aside, or let count, after the first count.
    recounted_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=dict, help_text="polls.verify_poll.count()")
    rows = models.PositiveIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    objects: ClassVar[Any] = PollQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at"]
        verbose_name = _("common vote")
        verbose_name_plural = _("common votes")
        indexes = [models.Index(fields=["counted_at", "closes_at"], name="poll_to_count")]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("proposals:poll", args=[self.pk])

    @property
    def code(self) -> str:
        """Its name in the public record."""
        return f"vote-{self.pk}"

    @property
    def page(self) -> CallPage:
        return self.call

    @property
    def heading(self) -> str:
        """What it is called in the reader's language."""
        return self.call.name

    @property
    def on_lists(self) -> str:
        return f"“{self.heading}”"

    @property
    def receipt_path(self) -> str:
        """Where a voter finds what became of their vote; without a language."""
        return f"votes/{self.pk}/receipt/"

    @property
    def too_few(self) -> bool:
        return bool(self.result) and self.result["papers"] < self.quorum

    @property
    def set_aside(self) -> int:
        """How many votes were set aside, as the record says."""
        return int(self.result.get("set_aside", 0))


class PollOption(models.Model):
    """One proposal on the paper, under its own number, with the text that people vote on."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="options")
    proposal = models.ForeignKey(ProposalRecord, on_delete=models.PROTECT, related_name="on_papers")
    cost = models.PositiveBigIntegerField(default=0)
    edition = models.ForeignKey(
        "editions.Edition",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Empty: opened before votes were bound to a text.",
    )

    class Meta:
        ordering = ["proposal__number"]
        constraints = [models.UniqueConstraint(fields=["poll", "proposal"], name="once_on_a_paper")]

    def __str__(self) -> str:
        return f"{self.poll_id} {self.proposal_id}"


class PaperQuerySet(models.QuerySet["Paper"]):
    def of(self, about: Any) -> Self:
        """The papers of this common vote."""
        return self.filter(poll=about)


class Paper(models.Model):
    """What one person says in a common vote now; saying it again replaces it, but for a finding on it."""

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="papers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="papers")
    paper = models.CharField(max_length=2000)
    voter = models.CharField(max_length=32)
    cast_at = models.DateTimeField()
    # As of a vote on one proposal (votes.Ballot).
    came_from = models.CharField(max_length=32, blank=True)
    seconds_to_fill = models.FloatField(null=True)
    set_aside_by = models.ForeignKey(
        "moderation.Case", null=True, blank=True, on_delete=models.PROTECT, related_name="papers_set_aside"
    )

    objects: ClassVar[Any] = PaperQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "person"], name="one_paper_per_person")]
        indexes = [
            models.Index(fields=["poll", "voter"], name="paper_of_voter"),
            models.Index(fields=["poll", "cast_at"], name="paper_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.poll_id}"

    @property
    def about(self) -> Poll:
        """What was voted in."""
        return self.poll

    def finding(self, act: str, at: datetime) -> PaperRow:
        """The row that says what the city found about this vote, to be written; the count takes it in."""
        said = SET_ASIDE if act == Act.VOTE_SET_ASIDE else COUNTED_AGAIN
        return PaperRow(poll_id=self.poll_id, voter=self.voter, paper=said, at=at)


class PaperRow(models.Model):
    """One paper as it was handed in, or a finding on it, under a pseudonym. Rows are only ever added.

    The close numbers and chains them; what is found afterwards goes on from there.
    """

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="ledger")
    voter = models.CharField(max_length=32)
    paper = models.CharField(max_length=2000)
    at = models.DateTimeField()
    counted = models.BooleanField(null=True)
    number = models.BigIntegerField(null=True)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["poll", "number"], name="a_paper_is_numbered_once")]
        indexes = [models.Index(fields=["poll", "voter"], name="rows_of_voter")]

    def __str__(self) -> str:
        return f"{self.poll_id} {self.voter}"
