"""Acts that wait for a sign-in: kept in the session, done the moment the person has signed in."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from policywiki.core.verdicts import Refused
from policywiki.editions.models import Edition

from .actions.support import give_support
from .models import ProposalRecord

SUPPORT = "proposals.support_after_sign_in"

logger = logging.getLogger(__name__)


def remember_support(request: HttpRequest, *, record: ProposalRecord, edition: Edition) -> None:
    """Somebody who is not signed in pressed "Support" on this text."""
    request.session[SUPPORT] = {"record": record.pk, "edition": edition.pk}


def finish_support(request: HttpRequest, user: Any, *, now: datetime) -> None:
    """Give the support that waited; a reason why not is said, never raised: signing in must not fail."""
    waiting = request.session.pop(SUPPORT, None)
    if waiting is None:
        return
    record = ProposalRecord.objects.select_related("page").filter(pk=waiting["record"]).first()
    edition = Edition.objects.filter(pk=waiting["edition"]).first()
    if record is None or edition is None:
        return
    try:
        give_support(record=record, person=user, edition=edition, now=now)
    except (Refused, ValidationError) as refusal:
        text = getattr(refusal, "message", "") or _("That did not work. Please try again.")
        messages.warning(request, text, fail_silently=True)
    else:
        messages.success(request, _("You support this proposal now."), fail_silently=True)
