"""What is noted of how a vote came, and for how long: a keyed hash that is another every day, and the time it took."""

from __future__ import annotations

import hashlib
import time
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils import timezone

from policywiki.core.limits import address_of
from proposals.actions.vote import Trace
from proposals.models import Poll, ProposalRecord

SIGNER = Signer(salt="proposals.vote")
LONGEST = 24 * 3600  # a page left open overnight says nothing about reading


def shown_now() -> str:
    """For the hidden field of the form: when it was shown, in milliseconds, signed."""
    return SIGNER.sign(str(int(time.time() * 1000)))


def trace(request: Any, about: ProposalRecord | Poll, *, now: datetime) -> Trace:
    """Of this request. No address can be read from it, nor followed to another day or another vote."""
    return Trace(_came_from(address_of(request), about, now), _seconds(request.POST.get("shown", "")))


def _came_from(address: str, about: ProposalRecord | Poll, now: datetime) -> str:
    if not address:
        return ""
    day = timezone.localtime(now).date().isoformat()
    key = f"{settings.SECRET_KEY}:{day}".encode()
    key = hashlib.sha256(key).digest()
    return hashlib.blake2b(f"{about.code}:{address}".encode(), key=key, digest_size=16).hexdigest()


def _seconds(shown: str) -> float | None:
    """How long the form was before somebody's eyes; None where that cannot be told."""
    try:
        passed = time.time() - int(SIGNER.unsign(shown)) / 1000
    except (BadSignature, ValueError):
        return None
    return passed if 0 <= passed < LONGEST else None
