"""What happens to a proposal: its number, stage, dates and tallies, beside the text that people wrote."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import PageViewRestriction

from proposals.stages import AMENDABLE, ENDED, OPEN, OPEN_TO_SUPPORT, VOTABLE, Stage

from .calls import VoteRules
from .pages import CallPage, ProposalPage

if TYPE_CHECKING:
    from .answers import Answer


class SequenceManager(models.Manager["Sequence"]):
    def locked(self, name: str) -> Sequence:
        """The counter's row under its lock, until the caller's transaction ends."""
        self.get_or_create(name=name)
        return self.select_for_update().get(name=name)

    def take(self, name: str) -> int:
        """The next number. A rolled back transaction gives it back, so there are no gaps."""
        counter = self.locked(name)
        counter.value += 1
        counter.save(update_fields=["value"])
        return counter.value


class Sequence(models.Model):
    """A counter that never goes back. Its row is also the lock of whoever counts (numbers, sealing)."""

    name = models.CharField(max_length=24, unique=True)
    value = models.BigIntegerField(default=0)

    objects: ClassVar[SequenceManager] = SequenceManager()

    def __str__(self) -> str:
        return f"{self.name} {self.value}"


# The name of the sequence that numbers the ledger; its row is the lock of whoever counts.
LEDGER = "ledger"


def new_voting_key() -> str:
    """A secret for the pseudonyms of one proposal's supporters and voters."""
    return secrets.token_hex(16)


class RecordQuerySet(models.QuerySet["ProposalRecord"]):
    def visible(self, user: Any) -> Self:
        """Records of the proposals that this person may read. Every public read starts here."""
        return self.filter(page__in=ProposalPage.objects.visible(user).values("pk"))

    def to_act_on(self) -> Self:
        """What a vote needs to know, in one row and without the text: `is_public` asks nothing more."""
        path = ExpressionWrapper(OuterRef("page__path"), output_field=models.CharField())
        above = PageViewRestriction.objects.annotate(here=path)
        restricted = above.filter(here__startswith=F("page__path")).order_by()
        return self.annotate(on_site=F("page__live"), restricted=Exists(restricted))

    def with_page(self) -> Self:
        """Everything a row of a list shows, in a fixed number of queries."""
        return self.select_related("page", "page__district", "proposer").prefetch_related(
            "page__tagged_items__tag", "answers"
        )

    def open(self) -> Self:
        return self.filter(stage__in=OPEN)

    def due_soon(self) -> Self:
        """What somebody must do next, soonest first; what has no date comes last."""
        return self.filter(stage__in=OPEN).order_by(
            Coalesce("due_at", "closes_at").asc(nulls_last=True), "-number"
        )

    def past_deadline(self, moment: datetime) -> Self:
        """Whose stage ended at or before this moment and has not been left yet."""
        return self.filter(closes_at__lte=moment, stage__in=OPEN)

    def threshold_reached(self) -> Self:
        """By those who count: the current text's supporters, and those who may still answer."""
        needed = F("support_threshold") + F("lapsed_count")
        return self.filter(stage=Stage.SUPPORT, support_count__gte=needed)


class ProposalRecord(VoteRules):
    page = models.OneToOneField(ProposalPage, on_delete=models.PROTECT, related_name="record")
    call = models.ForeignKey(
        CallPage, verbose_name=_("call for proposals"), on_delete=models.PROTECT, related_name="records"
    )
    year = models.PositiveIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"), unique=True)
    proposer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("proposed by"),
        on_delete=models.PROTECT,
        related_name="proposals",
    )
    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.SUPPORT)
    stage_since = models.DateTimeField(_("since"))
    published_at = models.DateTimeField(_("published"))
    closes_at = models.DateTimeField(_("this stage ends"), null=True, blank=True)
    due_at = models.DateTimeField(_("answer due"), null=True, blank=True)
    department = models.CharField(_("department"), max_length=200, blank=True)
    # The threshold promised when the proposal was published; a later change of the call's rule leaves it.
    support_threshold = models.PositiveIntegerField(_("supporters needed"))
    support_count = models.PositiveIntegerField(_("supporters"), default=0)
    # Of these: who supported an earlier text and has not answered, and whose time to answer is over.
    earlier_count = models.PositiveIntegerField(_("supporters of an earlier text"), default=0)
    lapsed_count = models.PositiveIntegerField(_("supporters who were asked too long ago"), default=0)
    votes_for = models.PositiveIntegerField(_("votes for"), default=0)
    votes_against = models.PositiveIntegerField(_("votes against"), default=0)
    votes_abstain = models.PositiveIntegerField(_("abstentions"), default=0)
    votes_set_aside = models.PositiveIntegerField(_("votes set aside"), default=0)
    comment_count = models.PositiveIntegerField(_("comments"), default=0)
    alternative_to = models.ForeignKey(
        "self",
        verbose_name=_("alternative text to"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="alternatives",
    )
    voting_key = models.CharField(max_length=32, default=new_voting_key, editable=False)
    # What another register stated of this proposal; shown beside our own support, never added to it.
    stated_count = models.PositiveIntegerField(_("supporters stated elsewhere"), null=True, blank=True)
    stated_source = models.CharField(_("stated by"), max_length=200, blank=True)
    stated_url = models.URLField(_("address there"), max_length=500, blank=True)
    stated_at = models.DateField(_("stated on"), null=True, blank=True)
    import_key = models.CharField(max_length=120, unique=True, null=True, blank=True, editable=False)

    objects: ClassVar[Any] = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-number"]
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        indexes = [
            models.Index(fields=["-published_at", "-number"], name="newest"),
            models.Index(fields=["-support_count", "-number"], name="most_supported"),
            models.Index(fields=["-comment_count", "-number"], name="most_discussed"),
            models.Index(fields=["stage", "closes_at"], name="stage_closes"),
            models.Index(fields=["stage", "due_at"], name="stage_due"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.page.title}"

    def get_absolute_url(self) -> str:
        """The short address, without a language: /p/1."""
        return reverse("proposal", args=[self.number])

    @property
    def own_address(self) -> str:
        """Where it is still read after it has ended in another, to which its plain address leads."""
        return f"{self.get_absolute_url()}?read=1"

    @property
    def code(self) -> str:
        """The public number: 2026-0001."""
        return f"{self.year}-{self.number:04d}"

    @property
    def heading(self) -> str:
        return self.page.title

    @property
    def on_lists(self) -> str:
        """What staff read on their list, where titles would be too long."""
        return self.code

    @property
    def receipt_path(self) -> str:
        """Where a voter finds what became of their vote; without a language."""
        return f"p/{self.number}/receipt/"

    @property
    def is_public(self) -> bool:
        """On the site and open to everybody: what `to_act_on()` fetched, else asked now."""
        if hasattr(self, "restricted"):
            return bool(self.on_site) and not self.restricted  # type: ignore[attr-defined]
        return self.page.live and not self.page.get_view_restrictions()

    @property
    def takes_support(self) -> bool:
        return self.stage in OPEN_TO_SUPPORT

    def author_ids(self) -> set[int]:
        """The proposer, and the co-authors who have agreed."""
        return {self.proposer_id, *self.coauthors.agreed().values_list("person", flat=True)}

    @property
    def takes_amendments(self) -> bool:
        """Whether its text may change still: once there was a vote it does not, with the city either."""
        if self.stage == Stage.CITY and self.stage_changes.filter(to_stage=Stage.VOTE).exists():
            return False
        return self.stage in AMENDABLE

    @property
    def has_ended(self) -> bool:
        return self.stage in ENDED

    @property
    def counting(self) -> int:
        """The supporters that the threshold counts."""
        return max(self.support_count - self.lapsed_count, 0)

    @property
    def result_is_hidden(self) -> bool:
        """Nobody sees before the close how the vote goes, not even in the public record."""
        return self.vote_hidden and self.stage in VOTABLE

    @property
    def votes_total(self) -> int:
        return self.votes_for + self.votes_against + self.votes_abstain

    @property
    def answer(self) -> Answer | None:
        """The city's latest answer; uses what `prefetch_related("answers")` fetched."""
        answers = list(self.answers.all())
        return answers[-1] if answers else None


class StageChange(models.Model):
    """One step in a proposal's life, with the deadlines that it set. Rows are only ever added."""

    proposal = models.ForeignKey(ProposalRecord, on_delete=models.PROTECT, related_name="stage_changes")
    # Empty where its public life begins.
    from_stage = models.CharField(max_length=16, choices=Stage.choices, blank=True)
    to_stage = models.CharField(max_length=16, choices=Stage.choices)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closes_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            # However often the clock strikes, a proposal leaves a stage once.
            models.UniqueConstraint(fields=["proposal", "from_stage"], name="a_stage_is_left_once")
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.from_stage} -> {self.to_stage}"
