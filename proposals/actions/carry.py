"""Alternative texts go to the vote: each becomes a proposal of its own, voted on beside the first."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext, override

from policywiki.accounts.models import User
from policywiki.suggestions.actions.accept import trial
from policywiki.suggestions.actions.going_live import publish_as
from policywiki.suggestions.actions.moving import locked as locked_suggestion
from policywiki.suggestions.models import Suggestion
from proposals.models import Amendment, ProposalRecord
from proposals.stages import Stage

from .begin import begin, create_page
from .stage import enter, locked


def carry_alternatives(*, record: ProposalRecord) -> int:
    """What stood as an alternative when the vote began is voted on too, until the same close. Returns how many.

    A record, ledger, receipts and numbers of its own: everything that holds for a vote holds for this one, and
    one may be for both. Safe to repeat.
    """
    if not record.call.alternatives_to_vote:
        return 0
    standing = Amendment.objects.alternatives().filter(proposal=record, carried=None)
    return sum(_carry(amendment) for amendment in list(standing))


@transaction.atomic
def _carry(amendment: Amendment) -> bool:
    """Unless, by the time both are locked, the vote is over or it stands no longer."""
    suggestion = locked_suggestion(Suggestion(pk=amendment.suggestion_id))
    record = locked(ProposalRecord(pk=amendment.proposal_id))
    stands = Amendment.objects.alternatives().filter(pk=amendment.pk, carried=None).exists()
    if record.stage != Stage.VOTE or not stands:
        return False
    now = record.stage_since
    version = suggestion.versions.latest("number")
    _before, content = trial(suggestion, version).shown(version)
    page = create_page(content=content, proposer=suggestion.author, call=record.call, now=now)
    with override(record.page.language):
        summary = gettext("Alternative text to %(code)s") % {"code": record.code}
    publish_as(
        page,
        writer=suggestion.author,
        publisher=suggestion.author,
        reviewer=suggestion.case.decided_by if suggestion.case is not None else None,
        summary=summary,
        now=now,
        provenance={"suggestion": suggestion.pk, "alternative_to": record.pk},
    )
    other: ProposalRecord = page.record
    ProposalRecord.objects.filter(pk=other.pk).update(
        alternative_to=record, support_threshold=record.support_threshold
    )
    begin(record=other)
    # With the moment of the first vote's beginning the closes are the same.
    enter(locked(other), Stage.VOTE, actor=User.objects.system(), now=now)
    Amendment.objects.filter(pk=amendment.pk).update(carried=other)
    return True
