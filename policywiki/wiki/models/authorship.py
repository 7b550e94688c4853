"""What an edition brought to its page: the sentences that were never there before, and where their words come from."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from policywiki.editions.models import Edition


class Authorship(models.Model):
    """One row per edition, computed from its text and those before it; it can be thrown away and computed anew.

    `first` maps the key of a sentence to [[id of an edition, number of letters], …]: the origins of its words in
    order. No text is kept here, so what is hidden from an edition is not readable in this table either.
    """

    edition = models.OneToOneField(
        Edition, on_delete=models.CASCADE, primary_key=True, related_name="authorship"
    )
    first = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("authorship")
        verbose_name_plural = _("authorships")

    def __str__(self) -> str:
        return f"{self.edition_id}: {len(self.first)}"
