"""Sharing a proposal's text: ask somebody to be its co-author, agree, decline, leave, ask no longer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from policywiki.core.events import CoAuthorInvited, publish
from policywiki.core.verdicts import require
from proposals.models import CoAuthor, ProposalRecord
from proposals.permissions import can_answer_invitation, can_ask_no_longer, can_invite

MOST_COAUTHORS = 20


@transaction.atomic
def invite(*, record: ProposalRecord, proposer: Any, person: Any, now: datetime) -> CoAuthor:
    """Ask somebody to share the text; nothing is theirs before they agree. Raises NotAllowed, WrongStage,
    ValidationError. Who declined or left may be asked again.
    """
    require(can_invite(proposer, record))
    if person.pk == record.proposer_id:
        raise ValidationError(_("You are its author already."))
    asked = record.coauthors.filter(ended_at__isnull=True).exclude(person=person)
    if asked.count() >= MOST_COAUTHORS:
        raise ValidationError(_("That is enough: twenty people share this text or have been asked."))
    coauthor: CoAuthor
    coauthor, new = CoAuthor.objects.get_or_create(
        proposal=record, person=person, defaults={"invited_at": now}
    )
    if not new and coauthor.ended_at is None:
        return coauthor
    coauthor.invited_at, coauthor.agreed_at, coauthor.ended_at = now, None, None
    coauthor.save()
    publish(CoAuthorInvited(coauthor_id=coauthor.pk))
    return coauthor


@transaction.atomic
def agree(*, coauthor: CoAuthor, person: Any, now: datetime) -> CoAuthor:
    """From now on the text is theirs too. Raises NotFound, WrongStage."""
    coauthor = _locked(coauthor)
    require(can_answer_invitation(person, coauthor))
    coauthor.agreed_at = coauthor.agreed_at or now
    coauthor.save(update_fields=["agreed_at"])
    return coauthor


@transaction.atomic
def leave(*, coauthor: CoAuthor, person: Any, now: datetime) -> CoAuthor:
    """Decline, or share the text no longer; what they wrote stays theirs in the history."""
    coauthor = _locked(coauthor)
    require(can_answer_invitation(person, coauthor))
    return _end(coauthor, now)


@transaction.atomic
def ask_no_longer(*, coauthor: CoAuthor, proposer: Any, now: datetime) -> CoAuthor:
    """The proposer takes an invitation back, or ends sharing the text with this person."""
    coauthor = _locked(coauthor)
    require(can_ask_no_longer(proposer, coauthor.proposal))
    return _end(coauthor, now)


def _locked(coauthor: CoAuthor) -> CoAuthor:
    found: CoAuthor = (
        CoAuthor.objects.select_for_update(of=("self",)).select_related("proposal").get(pk=coauthor.pk)
    )
    return found


def _end(coauthor: CoAuthor, now: datetime) -> CoAuthor:
    coauthor.ended_at = coauthor.ended_at or now
    coauthor.save(update_fields=["ended_at"])
    return coauthor
