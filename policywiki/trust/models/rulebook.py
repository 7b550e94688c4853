"""The rules that officials write: whose changes go live at once, and what is held until somebody has looked."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Rule(models.Model):
    """In force only while `active`; switched on only after a dry run of exactly these numbers."""

    name_zh = models.CharField(_("name, Chinese"), max_length=120)
    name_en = models.CharField(_("name, English"), max_length=120)
    active = models.BooleanField(_("in force"), default=False)
    trial = models.JSONField(default=dict, blank=True, help_text="What the last dry run found.")
    tried_at = models.DateTimeField(null=True, blank=True)
    tried_numbers = models.JSONField(default=dict, blank=True, help_text="The numbers it was run with.")

    NUMBERS: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the reader's language."""
        return self.name_en if (get_language() or "").startswith("en") else self.name_zh

    @property
    def numbers(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.NUMBERS}

    @property
    def tried(self) -> bool:
        """The last dry run was of the rule as it stands."""
        return self.tried_at is not None and self.tried_numbers == self.numbers


class TrustRule(Rule):
    """Who fulfils it publishes changes to open pages at once."""

    min_published = models.PositiveIntegerField(
        _("published changes, at least"), default=10, validators=[MinValueValidator(1)]
    )
    min_days = models.PositiveIntegerField(_("days since the first of them, at least"), default=30)
    max_reversed = models.PositiveIntegerField(_("of which taken back later, at most"), default=0)
    quiet_days = models.PositiveIntegerField(
        _("days without a refusal, at least"), default=30, help_text=_("0: refusals do not count.")
    )
    sample_percent = models.PositiveIntegerField(
        _("per cent drawn for review"), default=20, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    NUMBERS = ("min_published", "min_days", "max_reversed", "quiet_days", "sample_percent")

    class Meta:
        ordering = ["min_published", "pk"]
        verbose_name = _("rule of trust")
        verbose_name_plural = _("rules of trust")


class HoldingKind(models.TextChoices):
    NEW_ACCOUNT = "new_account", _("New account")
    LINKS = "links", _("Many links")
    SPEED = "speed", _("Much in a short time")
    REPEATED = "repeated", _("The same text again")


class HoldingScope(models.TextChoices):
    COMMENT = "comment", _("Comments")
    SUGGESTION = "suggestion", _("Suggested changes")
    BOTH = "both", _("Comments and suggested changes")


class HoldingRule(Rule):
    """What fulfils it waits for a moderator before others see it."""

    kind = models.CharField(_("what it looks at"), max_length=16, choices=HoldingKind.choices)
    scope = models.CharField(
        _("applies to"), max_length=12, choices=HoldingScope.choices, default=HoldingScope.BOTH
    )
    limit = models.PositiveIntegerField(
        _("number"),
        default=1,
        help_text=_("Account younger than so many days; so many links, texts or repetitions."),
    )
    minutes = models.PositiveIntegerField(
        _("within how many minutes"), default=60, help_text=_("For speed and repetition; a day is 1440.")
    )
    message_zh = models.CharField(_("what the author reads, Chinese"), max_length=300)
    message_en = models.CharField(_("what the author reads, English"), max_length=300)

    NUMBERS = ("kind", "scope", "limit", "minutes")

    class Meta:
        ordering = ["kind", "pk"]
        verbose_name = _("holding rule")
        verbose_name_plural = _("holding rules")

    def message(self, language: str) -> str:
        return self.message_en if language.startswith("en") else self.message_zh


class Sending(models.Model):
    """Somebody sent something: what the holding rules count. Rows are only ever added."""

    kind = models.CharField(max_length=12)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    digest = models.CharField(
        max_length=32, help_text="Of the text without spaces and marks; empty for short texts."
    )

    class Meta:
        indexes = [models.Index(fields=["author", "at"]), models.Index(fields=["digest", "at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"


class Hold(models.Model):
    """Why a case was held: the rules' names and messages as they were then."""

    case = models.OneToOneField("moderation.Case", on_delete=models.CASCADE, related_name="hold")
    at = models.DateTimeField()
    reasons = models.JSONField(default=list, help_text='[{"rule", "zh", "en"}]')

    def __str__(self) -> str:
        return f"hold {self.case_id}"

    @property
    def shown(self) -> list[str]:
        return self.messages(get_language() or "")

    def messages(self, language: str) -> list[str]:
        return [reason["en" if language.startswith("en") else "zh"] for reason in self.reasons]


class AtOnce(models.Model):
    """A change that went live without a moderator, by which rule, and whether it was drawn for review."""

    case = models.OneToOneField("moderation.Case", on_delete=models.PROTECT, related_name="at_once")
    rule = models.ForeignKey(TrustRule, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sample = models.OneToOneField(
        "moderation.Case", null=True, blank=True, on_delete=models.PROTECT, related_name="sample_of"
    )

    def __str__(self) -> str:
        return f"at once {self.case_id}"
