"""Why something was not published, as officials word it and as its author reads it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Reason(models.Model):
    """Why something was not published: officials edit this list; the author reads label and message."""

    code = models.SlugField(_("code"), unique=True)
    label_zh = models.CharField(_("label, Chinese"), max_length=80)
    label_en = models.CharField(_("label, English"), max_length=80)
    message_zh = models.TextField(_("message, Chinese"), blank=True)
    message_en = models.TextField(_("message, English"), blank=True)
    order = models.PositiveIntegerField(_("order"), default=0)
    active = models.BooleanField(_("in use"), default=True)
    hides_text = models.BooleanField(
        _("the text is not shown to the public"),
        default=False,
        help_text=_("Whoever opens the page of the suggestion reads the reason, not the text."),
    )
    for_votes = models.BooleanField(
        _("for votes"),
        default=False,
        help_text=_("Offered where somebody decides about votes, instead of about a text."),
    )

    class Meta:
        ordering = ["order", "code"]
        verbose_name = _("reason")
        verbose_name_plural = _("reasons")

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return self.in_language(get_language() or "")[0]

    @property
    def message(self) -> str:
        return self.in_language(get_language() or "")[1]

    def in_language(self, language: str) -> tuple[str, str]:
        """(label, message) for a person who reads `language`."""
        english = language.startswith("en")
        return (self.label_en, self.message_en) if english else (self.label_zh, self.message_zh)
