"""What was imported from where: the reason why a second import changes nothing."""

from __future__ import annotations

from django.db import models

from .record import ProposalRecord


class ImportedProposal(models.Model):
    """One proposal of another register: published here, or kept as not published."""

    key = models.CharField(max_length=120, unique=True)
    record = models.OneToOneField(
        ProposalRecord, null=True, on_delete=models.PROTECT, related_name="imported"
    )
    suggestion = models.OneToOneField(
        "suggestions.Suggestion", null=True, on_delete=models.PROTECT, related_name="imported"
    )
    imported_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
