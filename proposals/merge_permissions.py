"""Who may make one proposal of two, or several of one, and who is asked about it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from policywiki.core.verdicts import YES, Verdict, no
from policywiki.trust.permissions import may_take_part as may_write

from .models import Merge, MergeState, ProposalRecord, Support
from .permissions import may_read
from .stages import MAY_END_IN_OTHERS, OPEN_TO_SUPPORT


def can_begin_merge(user: Any, record: ProposalRecord) -> Verdict:
    """Its proposer or a moderator may look for another that it could become one with."""
    if not user.is_authenticated or not (record.proposer_id == user.pk or user.is_moderator):
        return no(hidden=True)
    if record.stage not in OPEN_TO_SUPPORT:
        return no(_("This proposal no longer gathers support."), when=True)
    return may_write(user, now=timezone.now())


def can_ask_merge(user: Any, ends: ProposalRecord, stays: ProposalRecord) -> Verdict:
    """The proposer of either side, or a moderator who has seen that both say the same."""
    for record in (ends, stays):
        if not (verdict := may_read(user, record)):
            return verdict
    if not user.is_authenticated or not (_proposed(user, ends, stays) or user.is_moderator):
        return no(hidden=True)
    if ends.pk == stays.pk:
        return no(_("A proposal cannot be merged with itself."), when=True)
    if not (verdict := _may_become_one(ends, stays)):
        return verdict
    return may_write(user, now=timezone.now())


def can_answer_merge(user: Any, merge: Merge) -> Verdict:
    """The proposer who has not agreed yet; in the place of one who has left, a moderator."""
    if not user.is_authenticated or not any(
        side.proposer_id == user.pk or (side.proposer.erased_at is not None and user.is_moderator)
        for side in merge.waits_for
    ):
        return no(hidden=True)
    if merge.state != MergeState.ASKED:
        return no(_("This has been answered already."), when=True)
    return _may_become_one(merge.ends, merge.stays)


def can_take_back_merge(user: Any, merge: Merge) -> Verdict:
    """Whoever asked, until it is answered."""
    if not user.is_authenticated or merge.asked_by_id != user.pk:
        return no(hidden=True)
    if merge.state != MergeState.ASKED:
        return no(_("This has been answered already."), when=True)
    return YES


def can_see_merges(user: Any, record: ProposalRecord) -> Verdict:
    """Its proposer, moderators, and the proposer of what it shall become one with."""
    if not (verdict := may_read(user, record)):
        return verdict
    if not user.is_authenticated:
        return no(hidden=True)
    if record.proposer_id == user.pk or user.is_moderator:
        return YES
    asked = Merge.objects.about(record)
    mine = asked.filter(ends__proposer=user) | asked.filter(stays__proposer=user)
    return YES if mine.exists() else no(hidden=True)


def can_divide(user: Any, record: ProposalRecord) -> Verdict:
    """Its proposer, as long as neither a vote nor the city has it."""
    if not user.is_authenticated or record.proposer_id != user.pk:
        return no(hidden=True)
    if record.stage not in MAY_END_IN_OTHERS:
        return no(_("This proposal can no longer be divided: others have begun to act on it."), when=True)
    return YES


def can_reply(user: Any, after: ProposalRecord) -> Verdict:
    """Who supported what `after` stands in the place of; once."""
    if not (verdict := may_read(user, after)):
        return verdict
    if not user.is_authenticated:
        return no(hidden=True)
    befores = after.predecessions.exclude(replies__person=user).values("before")
    if not Support.objects.filter(person=user, proposal__in=befores).exists():
        return no(hidden=True)
    return YES


def _proposed(user: Any, *records: ProposalRecord) -> bool:
    return any(record.proposer_id == user.pk for record in records)


def _may_become_one(ends: ProposalRecord, stays: ProposalRecord) -> Verdict:
    if ends.stage not in MAY_END_IN_OTHERS:
        return no(
            _("A vote or the city has begun with the one that would end; it goes its own way."), when=True
        )
    if stays.stage not in OPEN_TO_SUPPORT:
        return no(_("The one that would stay no longer gathers support."), when=True)
    return YES
