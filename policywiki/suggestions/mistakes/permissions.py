"""Who may say that something is wrong, and who makes a change of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from policywiki.core.verdicts import YES, Verdict, no
from policywiki.moderation.permissions import may_claim
from policywiki.trust.permissions import may_take_part

from .models import MistakeReport, MistakeState


def may_report(user: Any, page: Page, *, now: datetime) -> Verdict:
    """Anyone signed in who may write, on any public page, however closely it is guarded."""
    if not page.live or page.get_view_restrictions():
        return no(hidden=True)
    if not user.is_authenticated:
        return no(_("Sign in to send it."))
    return may_take_part(user, now=now)


def may_turn(user: Any, report: MistakeReport, *, now: datetime) -> Verdict:
    """A moderator, but never on what they reported themselves."""
    if not (verdict := may_claim(user, report.case, now=now)):
        return verdict
    if report.state != MistakeState.OPEN:
        return no(_("This item has been decided already."), when=True)
    return YES
