"""A person may not write for a while: block, with what waits of them in the same act; lift; second look."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from policywiki.core.events import PersonBlocked, publish
from policywiki.core.verdicts import NotAllowed, Refused, require
from policywiki.moderation.actions.cases import decide, open_case
from policywiki.moderation.models import Case, CaseState, Decision, Reason
from policywiki.moderation.registry import kind_of
from policywiki.trust.models import Block
from policywiki.trust.permissions import may_ask_about_block, may_block, may_lift

CASE_KIND = "block"


@transaction.atomic
def block_person(
    *,
    person: Any,
    moderator: Any,
    reason: Reason,
    until: datetime | None,
    now: datetime,
    note: str = "",
    settle: bool = False,
) -> Block:
    """No writing until then. With `settle` what waits of them is refused with the same reason, in the same act.

    Raises NotAllowed, WrongStage. Items that another moderator has taken stay with that moderator.
    """
    person = type(person).objects.select_for_update(no_key=True).get(pk=person.pk)
    require(may_block(moderator, person, now=now))
    if until is not None and until <= now:
        raise ValidationError(_("The last day must lie ahead."))
    block = Block.objects.create(
        person=person, by=moderator, reason=reason, note=note.strip(), since=now, until=until
    )
    if settle:
        block.settled = _settle(person, moderator, reason, now)
        block.save(update_fields=["settled"])
    publish(PersonBlocked(block_id=block.pk))
    return block


@transaction.atomic
def lift_block(*, block: Block, moderator: Any, now: datetime) -> Block:
    """They may write again. Raises NotAllowed, WrongStage."""
    block = _locked(block)
    require(may_lift(moderator, block, now=now))
    return _lift(block, moderator, now)


@transaction.atomic
def ask_about_block(*, block: Block, person: Any, note: str, now: datetime) -> Case:
    """The person asks another moderator, once. Raises NotFound, WrongStage, ValidationError."""
    block = _locked(block)
    require(may_ask_about_block(person, block, now=now))
    if not note.strip():
        raise ValidationError(_("Say in a few words why you may write again: the moderator reads this."))
    block.case = open_case(kind=CASE_KIND, title=str(person), author=person, now=now)
    block.case.entries.filter(verb="opened").update(note=note.strip()[:2000])
    block.save(update_fields=["case"])
    return block.case


def decide_about_block(*, case: Case, decision: str, actor: Any, now: datetime) -> None:
    """What a decision on the second look does (moderation.registry). Never by whoever blocked."""
    block = _locked(case.block)
    if block.by_id == actor.pk:
        raise NotAllowed(_("You decided this yourself; another moderator looks at it."))
    if decision == Decision.PUBLISH and block.holds(now):
        _lift(block, actor, now)


def _lift(block: Block, moderator: Any, now: datetime) -> Block:
    block.lifted_at, block.lifted_by = now, moderator
    block.save(update_fields=["lifted_at", "lifted_by"])
    publish(PersonBlocked(block_id=block.pk))
    return block


def _settle(person: Any, moderator: Any, reason: Reason, now: datetime) -> int:
    """Refuse what waits of this person, each in a step of its own: one that cannot be decided stops no other."""
    settled = 0
    for case in Case.objects.filter(author=person, state=CaseState.OPEN):
        if kind_of(case).look_again is None:
            continue  # an appeal, or what is public already: nobody could ask for a second look at that
        try:
            with transaction.atomic():
                decide(
                    case=case,
                    decision=Decision.NOT_PUBLISHED,
                    moderator=moderator,
                    version=case.version,
                    reason=reason,
                    now=now,
                )
        except Refused:
            continue
        settled += 1
    return settled


def _locked(block: Block) -> Block:
    return Block.objects.select_for_update(no_key=True, of=("self",)).get(pk=block.pk)
