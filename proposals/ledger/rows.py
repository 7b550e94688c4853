"""A ledger row as the public record shows it, and the days that stand for its moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from proposals.models import LedgerHead, LedgerRow, ProposalRecord
from proposals.stages import OPEN_TO_SUPPORT, VOTABLE
from proposals.tally import windows


def public_row(row: LedgerRow) -> dict[str, Any]:
    """What everybody may read of an entered row (fields of verify_ledger.FIELDS, and the hash)."""
    return {
        "number": row.number,
        "voter": row.voter,
        "act": row.act,
        "choice": row.choice,
        "text": row.edition.number,
        "day": day_of(row.at),
        "counted": row.counted,
        "previous": row.previous,
        "hash": row.hash,
    }


def public_head(record: ProposalRecord, head: LedgerHead | None) -> dict[str, Any]:
    """Where the record ends, and the numbers that its rows add up to."""
    numbers = {
        "support": head.support if head else 0,
        "for": head.votes_for if head else 0,
        "against": head.votes_against if head else 0,
        "abstain": head.votes_abstain if head else 0,
        "set_aside": head.votes_set_aside if head else 0,
    }
    entered_at = head.entered_at.isoformat(timespec="seconds") if head else None
    end = {"rows": head.rows if head else 0, "hash": head.hash if head else "0" * 64}
    return {
        "proposal": record.code, **end, **numbers, "entered_at": entered_at, "times": public_times(record),
    }  # fmt: skip


def public_times(record: ProposalRecord) -> list[dict[str, Any]]:
    """When support and votes were open, by the stages that the page shows (verify_ledger.Times)."""
    kinds = [("support", OPEN_TO_SUPPORT), ("vote", VOTABLE)]
    return [
        {"for": kind, "from": _local(window.opens), "until": _local(window.closes) if window.closes else None}
        for window in windows(list(record.stage_changes.all()))
        for kind, stages in kinds
        if window.stage in stages
    ]


def _local(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat()


def day_of(moment: datetime) -> str:
    """The local day: the only time of an act that is ever public."""
    return timezone.localtime(moment).date().isoformat()


def period_start(moment: datetime) -> datetime:
    """When the period that `moment` lies in began: settings.LEDGER_PERIOD seconds, counted from midnight."""
    local = timezone.localtime(moment)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    passed = int((local - midnight).total_seconds())
    return midnight + timedelta(seconds=passed - passed % settings.LEDGER_PERIOD)
