"""Supporters hear once how a proposal ended, and why; proposers hear when two shall become one."""

from __future__ import annotations

from typing import Any

from policywiki.core.events import MergeAsked, MergeDeclined, StageChanged, SupportersToTell, listen, publish
from proposals.models import Merge, ProposalRecord, Support
from proposals.stages import Stage

from .actions import tell

TOLD = {Stage.WITHDRAWN: "withdrawn", Stage.MERGED: "merged", Stage.DIVIDED: "divided"}
AT_A_TIME = 200


@listen(StageChanged)
def tell_supporters(event: StageChanged) -> None:
    if event.to_stage in TOLD:
        publish(SupportersToTell(record_id=event.record_id, stage=event.to_stage, after_id=0))


@listen(SupportersToTell)
def tell_some(event: SupportersToTell) -> None:
    """A few at a time: stopped in the middle, it goes on where it was."""
    record = ProposalRecord.objects.select_related("page").get(pk=event.record_id)
    change = record.stage_changes.filter(to_stage=event.stage).last()
    supports = Support.objects.filter(proposal=record, pk__gt=event.after_id).select_related("person")
    some = list(supports.order_by("pk")[:AT_A_TIME])
    context = {"record": record, "reason": change.note if change else "", **_goes_on_in(record)}
    for support in some:
        tell(
            person=support.person,
            kind=TOLD[Stage(event.stage)],
            key=f"ended:{record.pk}",
            path="me/supported/" if event.stage == Stage.DIVIDED else f"proposals/{record.code}/",
            context=context,
        )
    if len(some) == AT_A_TIME:
        publish(SupportersToTell(record_id=record.pk, stage=event.stage, after_id=some[-1].pk))


@listen(MergeAsked)
def tell_asked(event: MergeAsked) -> None:
    """The proposers who have not agreed yet."""
    merge = _merge(event.merge_id)
    for side in merge.waits_for:
        tell(
            person=side.proposer,
            kind="merge_asked",
            key=f"merge:{merge.pk}:asked",
            path=f"p/{side.number}/merge/",
            context={"merge": merge, "mine": side},
        )


@listen(MergeDeclined)
def tell_declined(event: MergeDeclined) -> None:
    merge = _merge(event.merge_id)
    tell(
        person=merge.asked_by,
        kind="merge_declined",
        key=f"merge:{merge.pk}:declined",
        path=f"p/{merge.ends.number}/merge/",
        context={"merge": merge},
    )


def _merge(pk: int) -> Merge:
    found = Merge.objects.select_related(
        "ends__page", "ends__proposer", "stays__page", "stays__proposer", "asked_by"
    )
    merge: Merge = found.get(pk=pk)
    return merge


def _goes_on_in(record: ProposalRecord) -> dict[str, Any]:
    return {"goes_on_in": [one.after for one in record.successions.select_related("after__page")]}
