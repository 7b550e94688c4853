"""Criteria: ticks, and what an address and the log carry."""

import json
from dataclasses import replace
from datetime import date

import pytest

from proposals.digests.criteria import MOST_TICKED, Criteria, packed, unpacked

EVERYTHING = Criteria(language="en", on=date(2026, 5, 30), title="Digest")
NOTHING = replace(EVERYTHING, start="none")


def test_everything_is_in_until_it_is_taken_out() -> None:
    assert EVERYTHING.ticks(7)
    after = EVERYTHING.ticked(shown=[7, 8, 9], chosen=[7, 9])
    assert after.exceptions == (8,)
    assert [number for number in (7, 8, 9, 10) if after.ticks(number)] == [7, 9, 10]


def test_nothing_is_in_until_it_is_picked() -> None:
    assert not NOTHING.ticks(7)
    after = NOTHING.ticked(shown=[7, 8, 9], chosen=[8])
    assert [number for number in (7, 8, 9, 10) if after.ticks(number)] == [8]


@pytest.mark.parametrize("before", [EVERYTHING, NOTHING])
def test_ticks_of_other_pages_of_the_list_stay(before: Criteria) -> None:
    first = before.ticked(shown=[1, 2], chosen=[1])
    second = first.ticked(shown=[3, 4], chosen=[4])
    assert [number for number in (1, 2, 3, 4) if second.ticks(number)] == [1, 4]
    again = second.ticked(shown=[1, 2], chosen=[2])
    assert [number for number in (1, 2, 3, 4) if again.ticks(number)] == [2, 4]


def test_a_tick_for_what_was_not_shown_does_nothing() -> None:
    assert NOTHING.ticked(shown=[1], chosen=[1, 99]).exceptions == (1,)


@pytest.mark.parametrize(
    "numbers, text", [((), ""), ((3,), "3"), ((3, 4, 5, 9), "3-5.9"), ((1, 2), "1-2"), ((9, 1, 1), "1.9")]
)
def test_numbers_are_packed_for_an_address_and_come_back(numbers: tuple[int, ...], text: str) -> None:
    assert packed(numbers) == text
    assert unpacked(text) == tuple(sorted(set(numbers)))


@pytest.mark.parametrize("text", ["a", "1,2", "1..2", ".1", "1.", "-3", "1-2-3", "1-999999999", "1 2", "١"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="numbers"):
        unpacked(text)


def test_as_many_as_one_can_tick_by_hand() -> None:
    assert len(unpacked(f"1-{MOST_TICKED}")) == MOST_TICKED
    with pytest.raises(ValueError, match="too many"):
        unpacked(f"1-{MOST_TICKED}.9999999")


def test_the_log_holds_all_of_it() -> None:
    full = replace(EVERYTHING, since=date(2026, 1, 1), stages=("city",), tags=("共享单车",), exceptions=(3,))
    stored = json.loads(json.dumps(full.as_data()))
    assert stored["on"] == "2026-05-30"
    assert (stored["since"], stored["until"]) == ("2026-01-01", None)
    assert stored["tags"] == ["共享单车"]
    assert stored["exceptions"] == [3]
    assert set(stored) == set(Criteria.__dataclass_fields__)
