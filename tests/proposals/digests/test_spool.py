"""Entries laid down once: what is summed is what is printed."""

from proposals.digests.digest import Count, Totals
from proposals.digests.spool import Spool
from tests.proposals.digests import samples

STAGES = ["已答复", "征集支持", "办理中"]
DISTRICTS = ["全市", "海淀区"]


def spool(*entries: object) -> Spool:
    return Spool(entries, stages=STAGES, districts=DISTRICTS)


def test_entries_come_back_as_they_were_as_often_as_one_asks() -> None:
    entries = (samples.BICYCLES, samples.WAITING, samples.NASTY)
    laid = spool(*entries)
    assert tuple(laid) == entries
    assert tuple(laid) == entries


def test_two_readers_do_not_disturb_each_other() -> None:
    laid = spool(samples.BICYCLES, samples.WAITING)
    first, second = iter(laid), iter(laid)
    assert next(first) == samples.BICYCLES
    assert next(second) == samples.BICYCLES
    assert next(first) == samples.WAITING
    assert next(second) == samples.WAITING


def test_the_totals_are_those_of_the_entries() -> None:
    laid = spool(samples.BICYCLES, samples.WAITING, samples.BARE)
    assert laid.totals == Totals(
        proposals=3,
        support=1312 + 204,
        stated=1604,
        comments=86 + 9,
        votes_for=640,
        votes_against=122,
        votes_abstain=31,
        answered=1,
        waiting=1,
        by_stage=(Count("征集支持", 1), Count("办理中", 1), Count("", 1)),
        by_district=(Count("全市", 1), Count("海淀区", 1), Count("", 1)),
    )


def test_nothing_sums_to_nothing() -> None:
    assert spool().totals == Totals()
    assert tuple(spool()) == ()
