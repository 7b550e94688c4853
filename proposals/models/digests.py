"""Which digests were taken: by whom, when, of what, and the hash that says which bytes."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DigestTaken(models.Model):
    """One taking. Rows are only ever added: the paper on the table can be told from another by its hash."""

    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken by"),
        on_delete=models.PROTECT,
        related_name="digests_taken",
    )
    taken_at = models.DateTimeField(_("taken"))
    criteria = models.JSONField(_("criteria"), help_text="proposals.digests.criteria.Criteria.as_data()")
    format = models.CharField(_("format"), max_length=12)
    proposals = models.PositiveIntegerField(pgettext_lazy("how many", "proposals"))
    size = models.PositiveBigIntegerField(_("size"), help_text="Bytes.")
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        ordering = ["-taken_at", "-pk"]
        verbose_name = _("digest taken")
        verbose_name_plural = _("digests taken")
        indexes = [models.Index(fields=["sha256"], name="digest_by_hash")]

    def __str__(self) -> str:
        return f"{self.taken_at:%Y-%m-%d} {self.format} {self.sha256[:12]}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; a row that is there stays as it is. Raises TypeError on a change."""
        if self.pk is not None and not self._state.adding:
            raise TypeError("a taking is not changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Raises TypeError, always."""
        raise TypeError("a taking is not deleted")

    objects: ClassVar[Any] = models.Manager()
