"""Choosing between two texts block by block: what is disputed is chosen, what is not is never lost."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from policywiki.suggestions.merge import merge
from policywiki.suggestions.settling import Dispute, dispute, still_changes

from .making import FIELDS, page, section, texts, three

BASE = page(
    section("a", "A", "p0001 Bays are blue.", "p0002 Fines are low."), section("b", "B", "p0003 Other.")
)


def with_text(*paragraphs: str) -> dict[str, Any]:
    return page(section("a", "A", *paragraphs), BASE["body"][1])


LIVE = with_text("p0001 Bays are green.", "p0002 Fines are low.", "p0009 Ask the office.")
MINE = with_text("p0001 Bays are white.", "p0002 Fines are low, 10 yuan.")


def chosen(found: Dispute, which: str) -> dict[str, Any]:
    return found.settled({place.name: place.choice(which) for place in found.places})


@pytest.mark.parametrize(
    ("which", "said"),
    [
        ("live", ["Bays are green.", "Fines are low, 10 yuan.", "Ask the office.", "Other."]),
        ("mine", ["Bays are white.", "Fines are low, 10 yuan.", "Ask the office.", "Other."]),
        ("both", ["Bays are green.", "Bays are white.", "Fines are low, 10 yuan.", "Ask the office.", "Other."]),
    ],
)  # fmt: skip
def test_only_the_disputed_passage_is_chosen(which: str, said: list[str]) -> None:
    found = dispute(BASE, LIVE, MINE, FIELDS)
    assert [(place.name, place.heading) for place in found.places] == [("a", "A")]
    assert texts(chosen(found, which)) == said


def test_words_written_anew_stand_where_the_disputed_ones_stood() -> None:
    found = dispute(BASE, LIVE, MINE, FIELDS)
    anew = section("a", "A", "p0001 Bays are painted.")
    assert texts(found.settled({"a": anew})) == ["Bays are painted.", "Other."]


def test_a_paragraph_that_the_page_no_longer_has_goes_with_the_pages_text_and_stays_with_mine() -> None:
    found = dispute(BASE, with_text("p0002 Fines are low."), MINE, FIELDS)
    assert "Bays are white." not in texts(chosen(found, "live"))
    assert "Bays are white." in texts(chosen(found, "mine"))


def test_a_part_that_one_removed_and_the_other_changed() -> None:
    found = dispute(BASE, page(BASE["body"][1]), MINE, FIELDS)
    (place,) = found.places
    assert (place.live, place.both) == (None, None)
    assert texts(chosen(found, "live")) == ["Other."]
    assert texts(chosen(found, "mine"))[0] == "Bays are white."


def test_a_title_is_the_one_or_the_other() -> None:
    found = dispute(BASE, BASE | {"title": "One"}, BASE | {"title": "Two"}, FIELDS)
    (place,) = found.places
    assert (place.live, place.mine, place.both) == ("One", "Two", None)
    assert found.settled({"title": "Three"})["title"] == "Three"


def test_where_everything_is_as_on_the_page_nothing_is_left_to_suggest() -> None:
    mine = with_text("p0001 Bays are white.", "p0002 Fines are low.")
    found = dispute(BASE, LIVE, mine, FIELDS)
    assert not still_changes(LIVE, chosen(found, "live"), FIELDS)
    assert still_changes(LIVE, chosen(found, "mine"), FIELDS)


@settings(max_examples=60, deadline=None)
@given(three())
def test_what_is_settled_goes_onto_the_page_without_an_overlap(versions: Any) -> None:
    base, live, mine = versions
    found = dispute(base, live, mine, FIELDS)
    for which in ("live", "mine"):
        content = chosen(found, which)
        result = merge(live, live, content, FIELDS)
        assert result.conflicts == []
        assert result.content == {name: content[name] for name in FIELDS}


@settings(max_examples=60, deadline=None)
@given(three())
def test_without_a_dispute_there_is_nothing_to_choose(versions: Any) -> None:
    base, live, mine = versions
    found = dispute(base, live, mine, FIELDS)
    result = merge(base, live, mine, FIELDS)
    assert bool(found.places) == bool(result.conflicts)
    if result.clean:
        assert found.settled({}) == result.content
