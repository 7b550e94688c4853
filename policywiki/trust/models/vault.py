"""What was hidden from readers: the words, and the texts as they were, for a second look. Only moderators see it."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from policywiki.core.redaction import placeholder


class HiddenText(models.Model):
    """One stored text as it was before anything in it was hidden. `store` is named in trust.hiding."""

    store = models.CharField(max_length=32)
    object_id = models.PositiveBigIntegerField()
    original = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["store", "object_id"], name="one_original_per_stored_text")
        ]

    def __str__(self) -> str:
        return f"{self.store} {self.object_id}"


class HiddenPartQuerySet(models.QuerySet["HiddenPart"]):
    def in_force(self) -> Self:
        return self.filter(shown_again_at__isnull=True)


class HiddenPart(models.Model):
    """Words that a moderator hid, wherever they stand in one page and all that belongs to it."""

    kind = models.CharField(max_length=32, help_text="Where the moderator saw it: comment, suggestion, page.")
    object_id = models.PositiveBigIntegerField()
    title = models.CharField(max_length=255, blank=True)
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=12, blank=True)
    words = models.JSONField(_("hidden words"), default=list)
    note = models.CharField(_("why"), max_length=300, blank=True)
    hidden_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    hidden_at = models.DateTimeField(_("hidden"))
    shown_again_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    shown_again_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(
        null=True, blank=True, help_text="When the words were deleted for good."
    )
    texts = models.ManyToManyField(HiddenText, related_name="parts")
    case = models.OneToOneField(
        "moderation.Case", null=True, blank=True, on_delete=models.PROTECT, related_name="hidden_part"
    )

    objects: ClassVar[Any] = HiddenPartQuerySet.as_manager()

    class Meta:
        ordering = ["-hidden_at", "-pk"]
        verbose_name = _("hidden part")
        verbose_name_plural = _("hidden parts")
        indexes = [models.Index(fields=["page", "shown_again_at"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("trust:hidden", args=[self.pk])

    @property
    def placeholder(self) -> str:
        return placeholder(self.language)
