"""The city's answer to a proposal."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .record import ProposalRecord


class AnswerState(models.TextChoices):
    ADOPTED = "adopted", _("Adopted")
    IN_PART = "in_part", _("Adopted in part")
    NOT_ADOPTED = "not_adopted", _("Not adopted")
    ALREADY_SO = "already_so", _("Already so")
    NOT_OURS = "not_ours", _("Not ours")
    TRIAL = "trial", _("Trial")
    # Only of imported answers: the source does not say what was decided.
    UNSTATED = "unstated", _("Answered")


TO_BE_CARRIED_OUT = frozenset({AnswerState.ADOPTED, AnswerState.IN_PART, AnswerState.TRIAL})
STATES_TO_CHOOSE = [choice for choice in AnswerState.choices if choice[0] != AnswerState.UNSTATED]


class Answer(models.Model):
    """One answer. A later one (a trial has ended, say) is a further row; the last one holds."""

    proposal = models.ForeignKey(ProposalRecord, on_delete=models.PROTECT, related_name="answers")
    state = models.CharField(_("answer"), max_length=16, choices=AnswerState.choices)
    text = models.TextField(_("text"), help_text="Canonical HTML of core.richtext.")
    department = models.CharField(_("department"), max_length=200, blank=True)
    answered_at = models.DateTimeField(_("answered"))
    due_at = models.DateTimeField(_("was due"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="answers")

    class Meta:
        ordering = ["answered_at", "pk"]
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        indexes = [models.Index(fields=["proposal", "answered_at"])]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.state}"

    @property
    def outcome(self) -> str:
        """What was decided, in the reader's language; empty where an imported answer does not say."""
        return "" if self.state == AnswerState.UNSTATED else str(self.get_state_display())
