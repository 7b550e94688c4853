"""Officials' verbs on rules: try on past data, switch on, switch off."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from policywiki.core.verdicts import WrongStage, require
from policywiki.trust import earning, holding, past
from policywiki.trust.models import Rule, TrustRule
from policywiki.trust.permissions import may_edit_rules


def try_rule(*, rule: Rule, official: Any, now: datetime) -> dict[str, int]:
    """Run the rule on everything that was ever sent and write down what it would have done. Raises NotAllowed."""
    require(may_edit_rules(official))
    numbers = rule.numbers
    # Outside the transaction: the past of a big city takes seconds.
    found = (
        earning.dry_run(numbers, past.changes())
        if isinstance(rule, TrustRule)
        else holding.dry_run(numbers, past.sendings())
    )
    with transaction.atomic():
        rule = _locked(rule)
        rule.trial, rule.tried_at, rule.tried_numbers = found, now, numbers
        rule.save(update_fields=["trial", "tried_at", "tried_numbers"])
    return found


@transaction.atomic
def switch_rule(*, rule: Rule, on: bool, official: Any, now: datetime) -> Rule:
    """Put in force, or out of it. Raises NotAllowed; WrongStage where these numbers were never tried."""
    require(may_edit_rules(official))
    rule = _locked(rule)
    if on and not rule.tried:
        raise WrongStage(_("Try this rule on past data first, with the numbers it has now."))
    rule.active = on
    rule.save(update_fields=["active"])
    return rule


def in_force(model: type[Rule]) -> list[Any]:
    """Rules that are switched on and were tried as they stand: changing a number takes a rule out of force."""
    return [rule for rule in model._default_manager.filter(active=True) if rule.tried]


def _locked(rule: Rule) -> Any:
    return type(rule)._default_manager.select_for_update(no_key=True).get(pk=rule.pk)
