"""Support a proposal, and take the support back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from policywiki.core.verdicts import NotFound, require
from policywiki.editions.models import Edition
from proposals.acts import Act
from proposals.models import LedgerRow, ProposalRecord, Support
from proposals.models.votes import voter_key
from proposals.permissions import can_support, can_take_back


@transaction.atomic
def give_support(*, record: ProposalRecord, person: Any, edition: Edition, now: datetime) -> Support:
    """Record that this person supports the text of this edition. Raises NotAllowed, WrongStage, NotFound.

    Locks the person's own row only. Supporting again changes nothing, or moves to the newer text.
    """
    require(can_support(person, record, now=now))
    belongs(edition, record)
    voter = voter_key(record, person)
    given = {"voter": voter, "edition": edition, "given_at": now}
    support, created = Support.objects.own(record, person, given)
    if not created:
        if support.edition_id == edition.pk or edition.number < support.edition.number:
            return support
        support.edition, support.given_at = edition, now
        support.save(update_fields=["edition", "given_at"])
    LedgerRow.objects.append(record=record, voter=voter, act=Act.SUPPORT_GIVEN, edition=edition, at=now)
    return support


@transaction.atomic
def take_back(*, record: ProposalRecord, person: Any, now: datetime) -> bool:
    """Remove this person's support; False if there was none. Raises NotAllowed, WrongStage."""
    require(can_take_back(person, record, now=now))
    support = Support.objects.select_for_update().filter(proposal=record, person=person).first()
    if support is None:
        return False
    LedgerRow.objects.append(
        record=record, voter=support.voter, act=Act.SUPPORT_TAKEN_BACK, edition=support.edition, at=now
    )
    support.delete()
    return True


def belongs(edition: Edition, record: ProposalRecord) -> None:
    """Raise NotFound unless this is a version of this proposal's own text."""
    if edition.page_id != record.page_id:
        raise NotFound(_("That is not a version of this proposal."))
