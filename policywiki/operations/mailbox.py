"""Mails in development: shown in the terminal and kept in a folder for /outbox/."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

KEPT = 200


class TerminalAndFolderBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.MAILBOX_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            mail = {
                "to": message.to,
                "subject": str(message.subject),
                "body": str(message.body),
                "sent_at": timezone.now().isoformat(),
            }
            (folder / f"{time.time_ns()}.json").write_text(
                json.dumps(mail, ensure_ascii=False), encoding="utf-8"
            )
            print(  # noqa: T201 - the terminal is where a developer reads mail
                f"\n--- mail to {', '.join(message.to)}: {message.subject}\n{message.body}\n---", flush=True
            )
        for old in sorted(folder.glob("*.json"))[:-KEPT]:
            old.unlink(missing_ok=True)
        return len(email_messages)


def read_mailbox() -> list[dict[str, Any]]:
    """The mails kept, newest first: to, subject, body, sent_at."""
    files = sorted(Path(settings.MAILBOX_DIR).glob("*.json"), reverse=True)
    return [json.loads(file.read_text(encoding="utf-8")) for file in files]
