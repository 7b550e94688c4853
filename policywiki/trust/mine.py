"""A person's own standing: how trust is earned, what waits of theirs and why, pauses; and their data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from policywiki.accounts.registry import Exporter, MySection, register
from policywiki.moderation.models import CaseState

from .models import Block, HiddenPart, Hold
from .sayings import said_of
from .trusting import standing_of

SHOWN = 20


def section(user: Any, request: HttpRequest) -> dict[str, Any]:
    """`standing`, each rule in force as sentences, what is held, what is hidden, pauses."""
    now = timezone.now()
    standing = standing_of(user, now)
    held = Hold.objects.filter(case__author=user, case__state=CaseState.OPEN).select_related("case")
    return {
        "record": standing.record,
        "trusted_by": standing.rule,
        "rules": [
            (rule, [(said_of(condition), condition.met) for condition in conditions])
            for rule, conditions in standing.steps
        ],
        "held": [(hold.case, hold.messages(get_language() or "")) for hold in held.order_by("-at")[:SHOWN]],
        "hidden": HiddenPart.objects.filter(author=user).order_by("-hidden_at")[:SHOWN],
        "blocks": [
            (block, block.holds(now)) for block in Block.objects.filter(person=user).select_related("reason")
        ],
    }


def blocks(person: Any) -> Iterator[dict[str, Any]]:
    for block in Block.objects.filter(person=person).select_related("reason").order_by("pk"):
        yield {
            "since": block.since.isoformat(timespec="seconds"),
            "until": block.until.isoformat(timespec="seconds") if block.until else "",
            "reason": block.reason.label,
            "message": block.note,
            "lifted_at": block.lifted_at.isoformat(timespec="seconds") if block.lifted_at else "",
        }


def hidden(person: Any) -> Iterator[dict[str, Any]]:
    """Their own words, as long as they are kept."""
    for part in HiddenPart.objects.filter(author=person).order_by("pk"):
        yield {
            "in": part.title,
            "words": part.words,
            "hidden_at": part.hidden_at.isoformat(timespec="seconds"),
            "shown_again": part.shown_again_at is not None,
        }


def register_parts() -> None:
    register(MySection("standing", _("My standing"), "trust/mine.html", section, order=60))
    register(Exporter("pauses", _("Pauses in writing"), blocks, order=60))
    register(Exporter("hidden", _("Hidden parts of your texts"), hidden, order=61))
