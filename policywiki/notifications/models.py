"""One row per message to one person: what makes a mail that is delivered twice arrive once."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Notification(models.Model):
    """`key` names the event and its object, e.g. "sent:12:1"; one per person."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notifications"
    )
    kind = models.CharField(max_length=32)
    key = models.CharField(max_length=80)
    created_at = models.DateTimeField(auto_now_add=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "key"], name="one_notification_per_event")
        ]

    def __str__(self) -> str:
        return self.key
