"""Who is trusted now, by which rule, and what one still has to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .actions.rules import in_force
from .earning import Condition, Record, conditions, fulfils
from .models import Block, TrustRule
from .past import record_of


@dataclass(frozen=True)
class Standing:
    """A person's record, and every rule in force with how far they have come. `rule`: the first fulfilled."""

    record: Record
    steps: list[tuple[TrustRule, list[Condition]]]
    rule: TrustRule | None


def standing_of(person: Any, now: datetime) -> Standing:
    record = record_of(person)
    steps = [(rule, conditions(rule.numbers, record, now)) for rule in in_force(TrustRule)]
    trusted = next((rule for rule, asked in steps if all(one.met for one in asked)), None)
    return Standing(record, steps, trusted)


def trusted_by(person: Any, now: datetime) -> TrustRule | None:
    """The rule by which this person's changes go live at once, or None."""
    rules = in_force(TrustRule)
    if not rules or Block.objects.in_force(now).filter(person=person).exists():
        return None
    record = record_of(person)
    return next((rule for rule in rules if fulfils(rule.numbers, record, now)), None)
