"""What a call announces: its words, when it is open, for which places and topics, what it asks besides."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail.query import PageQuerySet

from policywiki.core.html import trusted
from policywiki.core.markup import from_plain
from policywiki.places.models import District
from proposals.calls import CallState, state_of, words
from proposals.outcome import VoteRule, rule_sentence
from proposals.stages import OPEN

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

MARKUP_HELP = _(
    "A blank line begins a new paragraph; “- ” begins an item of a list; **bold**; [words](address)."
)


def in_english() -> bool:
    """Whether the reader reads English; everything else gets Chinese."""
    return (get_language() or "").startswith("en")


class CallQuerySet(PageQuerySet):
    def visible(self, user: Any) -> Self:
        """What this person may read. Every public read starts here."""
        return self.live().public()

    def open(self, now: datetime) -> Self:
        """Which take new proposals now; what closes first comes first, what never closes last."""
        begun = Q(opens_at=None) | Q(opens_at__lte=now)
        running = Q(closes_at=None) | Q(closes_at__gt=now)
        return self.filter(begun, running, archived=False).order_by(
            models.F("closes_at").asc(nulls_last=True), "path"
        )


class Announced(models.Model):
    """The part of a call that everybody reads before they propose something; its rules are CallPage's."""

    name_zh = models.CharField(_("name, Chinese"), max_length=120, blank=True)
    name_en = models.CharField(
        _("name, English"), max_length=120, blank=True, help_text=_("Empty: the title.")
    )
    text_zh = models.TextField(_("what is asked, Chinese"), blank=True, help_text=MARKUP_HELP)
    text_en = models.TextField(_("what is asked, English"), blank=True, help_text=MARKUP_HELP)
    terms_zh = models.TextField(_("conditions, Chinese"), blank=True, help_text=MARKUP_HELP)
    terms_en = models.TextField(
        _("conditions, English"),
        blank=True,
        help_text=_("Whoever sends a proposal reads them beside the button, and accepts them by sending."),
    )
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True, help_text=_("Empty: at once."))
    closes_at = models.DateTimeField(
        _("closes to new proposals"),
        null=True,
        blank=True,
        help_text=_("Empty: never. Proposals that were sent before go on to their answer."),
    )
    archived = models.BooleanField(
        _("archived"), default=False, help_text=_("All its proposals are done; it stays readable.")
    )
    districts = ParentalManyToManyField(
        District, verbose_name=_("for proposals in"), blank=True, help_text=_("None: the whole city.")
    )
    topics = models.CharField(
        _("topics"), max_length=300, blank=True, help_text=_("Words with commas between them. Empty: any.")
    )
    budget = models.PositiveBigIntegerField(
        _("budget"), null=True, blank=True, help_text=_("In yuan, what is set aside for its proposals.")
    )

    announced_panels: ClassVar[list[Any]] = [
        FieldPanel("name_zh"),
        FieldPanel("name_en"),
        FieldPanel("intro_zh"),
        FieldPanel("intro_en"),
        FieldPanel("language"),
        MultiFieldPanel(
            [FieldPanel("opens_at"), FieldPanel("closes_at"), FieldPanel("archived")], heading=_("When")
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("text_zh", "text_en", "terms_zh", "terms_en")],
            heading=_("What is asked, and the conditions"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("districts", widget=forms.CheckboxSelectMultiple),
                FieldPanel("topics"),
                FieldPanel("budget"),
            ],
            heading=_("Where and about what"),
        ),
        InlinePanel("questions", heading=_("Further questions to who proposes"), label=_("Question")),
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        """A call ends after it begins, and is archived only when nobody waits for anything under it."""
        super().clean()
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("It closes before it opens.")})
        if self.archived and self.pk and self.records.filter(stage__in=OPEN).exists():  # type: ignore[attr-defined]
            raise ValidationError({"archived": _("Some of its proposals are still under way.")})

    def state(self, now: datetime) -> CallState:
        return state_of(self, now)

    @property
    def text_html(self) -> SafeString:
        """What is asked, in the reader's language."""
        return trusted(from_plain(self.text_en if in_english() else self.text_zh))

    @property
    def terms_html(self) -> SafeString:
        """The conditions, in the reader's language."""
        return trusted(from_plain(self.terms_en if in_english() else self.terms_zh))

    @property
    def topics_offered(self) -> list[str]:
        """The topics of which a proposal must have one; empty where any will do."""
        return words(self.topics)


class VoteRules(models.Model):
    """How a vote is decided. A call sets it; a proposal keeps the rule that stood when its vote began."""

    vote_rule = models.CharField(
        _("carried with"), max_length=12, choices=VoteRule.choices, default=VoteRule.MORE_FOR
    )
    vote_quorum = models.PositiveIntegerField(
        _("votes needed for a result"), default=0, help_text=_("0: any number will do.")
    )
    vote_hidden = models.BooleanField(_("the result is shown only after the close"), default=False)

    vote_panels: ClassVar[list[Any]] = [
        FieldPanel("vote_rule"),
        FieldPanel("vote_quorum"),
        FieldPanel("vote_hidden"),
    ]

    class Meta:
        abstract = True

    @property
    def vote_in_words(self) -> str:
        return rule_sentence(rule=self.vote_rule, quorum=self.vote_quorum)


class CallQuestion(Orderable):
    """One further question of a call, answered in the text of the proposal itself."""

    call = ParentalKey("proposals.CallPage", on_delete=models.CASCADE, related_name="questions")
    label_zh = models.CharField(_("question, Chinese"), max_length=200)
    label_en = models.CharField(_("question, English"), max_length=200)
    needed = models.BooleanField(_("must be answered"), default=False)
    long = models.BooleanField(_("room for several lines"), default=False)

    class Meta(Orderable.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return self.label

    @property
    def code(self) -> str:
        """The id of the block that answers it, in the text of every proposal."""
        return f"question-{self.pk}"

    @property
    def label(self) -> str:
        """The question in the reader's language."""
        return self.label_en if in_english() else self.label_zh
