"""Weigh what is being sent against the holding rules, and hold it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from policywiki.moderation.models import Case
from policywiki.trust.holding import Sent, digest_of, holds, links_in
from policywiki.trust.models import Hold, HoldingRule, Sending

from .rules import in_force


class Stored:
    """What had been sent, from the rows of Sending."""

    def by_author(self, author_id: int, since: datetime) -> int:
        return Sending.objects.filter(author_id=author_id, at__gte=since).count()

    def same(self, digest: str, since: datetime) -> int:
        return Sending.objects.filter(digest=digest, at__gte=since).count()


def weigh(*, kind: str, author: Any, text: str, now: datetime) -> list[HoldingRule]:
    """The rules in force that hold this text. Called in the sending transaction; notes that it was sent.

    Who works here is not held: they decide about what is.
    """
    sent = Sent(kind, author.pk, author.date_joined, now, digest_of(text), links_in(text))
    rules = [] if author.works_here else in_force(HoldingRule)
    found = [rule for rule in rules if holds(rule.numbers, sent, Stored())]
    Sending.objects.create(kind=kind, author=author, at=now, digest=sent.digest)
    return found


def hold(*, case: Case, rules: list[HoldingRule], now: datetime) -> Hold:
    """Write down why this case is held: what its author reads, in both languages, as the rules said then."""
    reasons = [{"rule": rule.name_en, "zh": rule.message_zh, "en": rule.message_en} for rule in rules]
    found, _made = Hold.objects.update_or_create(case=case, defaults={"at": now, "reasons": reasons})
    return found
