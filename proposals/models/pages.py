"""The call for proposals and its proposals: only what people write. What happens to one is its record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.locks import BaseLock
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from policywiki.core.content import FieldKind
from policywiki.core.passages import Passage
from policywiki.places.models import District, Located
from policywiki.suggestions.careful_page import CarefulPage
from proposals.blocks import DETAILS, EVIDENCE, MEASURES, PROBLEM
from proposals.eligibility import Eligibility
from proposals.outcome import VoteMode
from proposals.passages import call_passages, passages
from proposals.stages import AWAITING_ANSWER, TEXT_MAY_CHANGE, route

from .calls import Announced, CallQuerySet, VoteRules, in_english

if TYPE_CHECKING:
    from .record import ProposalRecord

CALL_SLUG = "proposals"


class ProposalTag(TaggedItemBase):
    content_object = ParentalKey(
        "proposals.ProposalPage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class CallPage(Announced, VoteRules, Page):  # type: ignore[django-manager-missing]  # reverse of a ParentalKey
    """Where proposals are gathered, and by which rules. Its slug is fixed: every address hangs on it."""

    intro_zh = models.TextField(_("introduction, Chinese"), blank=True)
    intro_en = models.TextField(_("introduction, English"), blank=True)
    language = models.CharField(
        _("language"), max_length=12, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    uses_deliberation = models.BooleanField(_("has a discussion before the city answers"), default=False)
    uses_vote = models.BooleanField(_("has a vote before the city answers"), default=False)
    support_threshold = models.PositiveIntegerField(
        _("supporters needed"), default=500, validators=[MinValueValidator(1)]
    )
    support_days = models.PositiveIntegerField(_("days to gather support"), default=180)
    reconfirm_days = models.PositiveIntegerField(
        _("days in which supporters of an earlier text still count"),
        default=14,
        help_text=_(
            "When the text changes its supporters are asked; who has not answered by then no longer counts."
        ),
    )
    proposer_days = models.PositiveIntegerField(
        _("days in which the proposer alone answers a suggested change"),
        default=14,
        help_text=_("After that the co-authors may answer too. 0: they may from the beginning."),
    )
    amendment_days = models.PositiveIntegerField(
        _("days after which an unanswered change stands as an alternative text"), default=28
    )
    alternatives_to_vote = models.BooleanField(
        _("alternative texts go to the vote"),
        default=True,
        help_text=_("Where this call has a vote, people then vote on each of them too."),
    )
    deliberation_days = models.PositiveIntegerField(_("days of discussion"), default=30)
    vote_days = models.PositiveIntegerField(_("days to vote"), default=14)
    answer_days = models.PositiveIntegerField(_("days until the city answers"), default=30)
    eligibility = models.CharField(
        _("who may support and vote"),
        max_length=12,
        choices=Eligibility.choices,
        default=Eligibility.SIGNED_IN,
    )
    eligible_district = models.ForeignKey(
        District,
        verbose_name=_("residents of"),
        help_text=_("Empty: of any district."),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    vote_mode = models.CharField(
        _("how proposals are voted on"),
        max_length=8,
        choices=VoteMode.choices,
        default=VoteMode.EACH,
        help_text=_(
            "A common vote is opened by an official on the page of the call, over proposals with the city."
        ),
    )
    department = models.CharField(
        _("department that answers"), max_length=200, blank=True, help_text=_("Empty: the city.")
    )

    parent_page_types = ["home.HomePage"]
    subpage_types = ["proposals.ProposalPage"]
    template = "proposals/call.html"
    promote_panels: ClassVar[list[Any]] = []
    content_panels = [
        *Page.content_panels,
        *Announced.announced_panels,
        MultiFieldPanel(
            [
                FieldPanel("support_threshold"),
                FieldPanel("support_days"),
                FieldPanel("reconfirm_days"),
                FieldPanel("proposer_days"),
                FieldPanel("amendment_days"),
                FieldPanel("alternatives_to_vote"),
                FieldPanel("uses_deliberation"),
                FieldPanel("deliberation_days"),
                FieldPanel("uses_vote"),
                FieldPanel("vote_days"),
                FieldPanel("vote_mode"),
                *VoteRules.vote_panels,
                FieldPanel("answer_days"),
                FieldPanel("eligibility"),
                FieldPanel("eligible_district"),
                FieldPanel("department"),
            ],
            heading=_("Rules of this call"),
        ),
    ]

    objects: ClassVar[Any] = PageManager.from_queryset(CallQuerySet)()

    class Meta:
        verbose_name = _("call for proposals")
        verbose_name_plural = _("calls for proposals")

    @property
    def intro(self) -> str:
        """The introduction in the reader's language."""
        return self.intro_en if in_english() else self.intro_zh

    @property
    def name(self) -> str:
        """What the call is called, in the reader's language; the city's first one is its list of proposals."""
        own = self.name_en if in_english() else self.name_zh
        return own or (gettext("Proposals") if self.slug == CALL_SLUG else self.title)

    def search_passages(self) -> list[Passage]:
        """What it says in each language, so that it is found, and shown, in the words of who searches."""
        return call_passages(self)

    def search_topics(self) -> list[str]:
        """The topics it is for; search offers them like those of pages and proposals."""
        return self.topics_offered

    @property
    def stages_used(self) -> tuple[str, ...]:
        """The stages this call uses, in order."""
        return route(uses_deliberation=self.uses_deliberation, uses_vote=self.uses_vote)


class ProposalQuerySet(PageQuerySet):
    def visible(self, user: Any) -> Self:
        """What this person may read. Every public read starts here."""
        return self.live().public()

    def in_district(self, district: District) -> Self:
        return self.filter(district=district)

    def tagged(self, name: str) -> Self:
        return self.filter(tags__name=name)

    def in_stage(self, *stages: str) -> Self:
        return self.filter(record__stage__in=stages)

    def awaiting_answer(self) -> Self:
        return self.in_stage(*AWAITING_ANSWER)


class StageLock(BaseLock):
    """Past its first stage a proposal is what its supporters supported: nobody edits it in the admin."""

    def for_user(self, user: Any) -> bool:
        return True

    def get_message(self, user: Any) -> Any:
        return _("This proposal has been supported as it stands; its text can no longer be edited here.")

    def get_locked_by(self, user: Any) -> Any:
        return _("Locked by its stage")

    def get_description(self, user: Any) -> Any:
        return self.get_message(user)


class ProposalPage(Located, CarefulPage):  # type: ignore[django-manager-missing]  # reverse of a ParentalKey
    """A proposal's text. Fields may be empty: completeness is asked when it is sent (proposals.target)."""

    language = models.CharField(
        _("language"), max_length=12, choices=settings.PROPOSAL_LANGUAGES, default=settings.LANGUAGE_CODE
    )
    summary = models.TextField(_("summary"), blank=True, max_length=600)
    problem = StreamField(PROBLEM, blank=True, verbose_name=_("problem"))
    measures = StreamField(MEASURES, blank=True, verbose_name=_("measures"))
    expected_effect = models.TextField(_("expected effect"), blank=True, max_length=3000)
    affected = models.TextField(_("who is affected"), blank=True, max_length=3000)
    details = StreamField(DETAILS, blank=True, verbose_name=_("further details"))
    evidence = StreamField(EVIDENCE, blank=True, verbose_name=_("evidence"))
    tags = ClusterTaggableManager(through=ProposalTag, blank=True, verbose_name=_("topics"))

    content_fields: ClassVar[dict[str, FieldKind]] = {
        "title": "text",
        "language": "choice",
        "summary": "text",
        "problem": "blocks",
        "measures": "blocks",
        "expected_effect": "text",
        "affected": "text",
        "details": "blocks",
        "evidence": "blocks",
        "district": "reference",
        "tags": "set",
    }

    parent_page_types = ["proposals.CallPage"]
    subpage_types: ClassVar[list[str]] = []
    # Its address is its number (trust and safety asks).
    named_by_title = False
    # Proposals come from people, through suggestions; the admin offers no "new proposal".
    is_creatable = False
    template = "proposals/proposal.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("language"),
        FieldPanel("summary"),
        FieldPanel("problem"),
        FieldPanel("measures"),
        FieldPanel("expected_effect"),
        FieldPanel("affected"),
        FieldPanel("details"),
        FieldPanel("evidence"),
        FieldPanel("district"),
        FieldPanel("tags"),
    ]
    promote_panels: ClassVar[list[Any]] = []
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("problem"),
        index.SearchField("measures"),
        index.SearchField("expected_effect"),
        index.SearchField("affected"),
        index.SearchField("details"),
        index.SearchField("evidence"),
        index.FilterField("language"),
        index.FilterField("district"),
        index.RelatedFields("tags", [index.SearchField("name"), index.FilterField("name")]),
        index.RelatedFields("record", [index.FilterField("stage"), index.FilterField("published_at")]),
    ]

    objects: ClassVar[Any] = PageManager.from_queryset(ProposalQuerySet)()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")

    @property
    def record_or_none(self) -> ProposalRecord | None:
        """The record; None only while the page is being created."""
        return getattr(self, "record", None)

    def get_lock(self) -> BaseLock | None:
        """Wagtail's seam: who may not edit this now."""
        record = self.record_or_none
        if record is not None and record.stage not in TEXT_MAY_CHANGE:
            return StageLock(self)
        return super().get_lock()

    def search_passages(self) -> list[Passage]:
        """One passage a part of the proposal, so that a hit leads to its place (search.index)."""
        return passages(self)
