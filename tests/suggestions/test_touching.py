"""Which places a change touches, and when two changes say the same."""

from __future__ import annotations

import pytest

from policywiki.suggestions.diff import diff
from policywiki.suggestions.touching import alike, gist, meet, touched

from .making import FIELDS, page, section

A, B, C = (section(name, name.upper(), f"p{name}000 Words of {name}.") for name in "abc")


def reworded(old: str, new: str) -> str:
    """The gist of one paragraph's change."""
    before, after = (page(section("a", "A", f"p0000 {text}")) for text in (old, new))
    return gist(diff(before, after, FIELDS))


@pytest.mark.parametrize(
    ("before", "after", "places"),
    [
        (page(A, B), page(A, B), []),
        (page(A, B), page(A, section("b", "B", "pb000 Other words.")), ["b"]),
        (page(A, B), page(A), ["b"]),
        (page(A), page(A, C), ["c"]),
        (page(A, B, C), page(B, C, A), ["a"]),
        (page(A), page(A, title="Other"), ["title"]),
        (page(A), page(A, tags=["new"]), ["tags"]),
        (page(A, checked=None), page(A, checked=""), []),
    ],
)
def test_places(before: dict, after: dict, places: list[str]) -> None:
    assert touched(before, after, FIELDS) == places


def test_two_that_say_the_same_in_nearly_the_same_words_are_alike() -> None:
    one = reworded("Park here.", "Park here. At night the gate at the river is closed to all.")
    other = reworded("Park here.", "Park here. At night the gate at the river is closed for all.")
    assert alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("marked bays", "blue bays"), ("marked bays", "green bays")),
        (("The gate closes.", "The gate closes at 22 o'clock in the whole of the summer."),
         ("The gate closes.", "The gate closes at 23 o'clock in the whole of the summer.")),
        (("地铁口 30 米内不得停放", "地铁口 50 米内不得停放"), ("地铁口 30 米内不得停放", "地铁口 60 米内不得停放")),
        (("same", "same"), ("same", "same")),
    ],
)  # fmt: skip
def test_other_words_or_other_numbers_are_not(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert not alike(reworded(*one), reworded(*other))


def test_they_meet_where_they_share_a_place() -> None:
    assert meet(["a", "title"], ["title"])
    assert not meet(["a"], ["b"])
