"""Tell a person something, once, in their language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from .models import Notification


def tell(
    *, person: Any, kind: str, key: str, path: str, context: dict[str, Any], prefixed: bool = True
) -> None:
    """Mail the template notifications/<kind>.txt (first line: subject) unless this key was mailed before.

    `path` is the address on the site without its language prefix; the admin has none (`prefixed=False`).
    Nobody who has left is written to. The row is locked while the mail goes out, so that two deliveries of
    one event send one mail.
    """
    if not person.is_active or person.erased_at:
        return
    Notification.objects.get_or_create(recipient=person, key=key, defaults={"kind": kind})
    with transaction.atomic():
        row = Notification.objects.select_for_update().get(recipient=person, key=key)
        if row.mailed_at is not None:
            return
        language = person.language or settings.LANGUAGE_CODE
        with override(language):
            rooms = f"{language}/" if prefixed else ""
            address = f"{settings.SITE_BASE_URL}/{rooms}{path.lstrip('/')}"
            text = render_to_string(
                f"notifications/{kind}.txt", context | {"person": person, "address": address}
            )
        subject, _blank, body = text.strip().partition("\n")
        row.mailed_at = timezone.now()
        row.save(update_fields=["mailed_at"])
        send_mail(subject.strip(), body.strip() + "\n", settings.DEFAULT_FROM_EMAIL, [person.email])
