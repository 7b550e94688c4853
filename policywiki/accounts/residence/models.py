"""That somebody lives in a district, and what a proof of it is compared with. No proof is kept in the clear."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def residence_key() -> str:
    """The secret in every hash of a proof. A city that may ever change SECRET_KEY sets one of its own."""
    return settings.RESIDENCE_KEY or settings.SECRET_KEY


class Residence(models.Model):
    """This person has shown that they live in this district. What they showed is not here."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="residence"
    )
    district = models.ForeignKey("places.District", on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=24)
    proved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("proved residence")
        verbose_name_plural = _("proved residences")

    def __str__(self) -> str:
        return f"{self.person_id} {self.district_id}"


class ProofQuerySet(models.QuerySet[Any]):
    def unused(self, now: datetime) -> Self:
        return self.filter(used_by=None).filter(Q(expires_at=None) | Q(expires_at__gt=now))


class Proof(models.Model):
    """One line of a list that proves residence once: a code that was sent out, a person in a register."""

    district = models.ForeignKey("places.District", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    batch = models.CharField(_("batch"), max_length=60, blank=True)
    expires_at = models.DateTimeField(_("valid until"), null=True, blank=True)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[Any] = ProofQuerySet.as_manager()

    class Meta:
        abstract = True


class InvitationCode(Proof):
    """A code that the city sent to an address, by letter say. Of the code only a keyed hash is kept."""

    class Meta:
        verbose_name = _("invitation code")
        verbose_name_plural = _("invitation codes")

    def __str__(self) -> str:
        return f"{self.batch} {self.pk}"


class RegisterEntry(Proof):
    """Somebody in the city's register. Of number and date of birth only a salted, slow, keyed hash is kept."""

    class Meta:
        verbose_name = _("entry of the register")
        verbose_name_plural = _("entries of the register")

    def __str__(self) -> str:
        return f"{self.batch} {self.pk}"
