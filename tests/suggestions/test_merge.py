"""What three versions of a page become: each case is something two people really do to one page."""

from __future__ import annotations

import time
from copy import deepcopy
from typing import Any

import pytest

from policywiki.suggestions.merge import Conflict, merge

from .making import FIELDS, Content, ids, page, rich, section, table

BASE = page(
    section(
        "s1",
        "Where",
        "aaaaa Park in the marked areas.",
        "bbbbb Not on tactile paving.",
        "ccccc Not in bus stops.",
    ),
    section("s2", "Fees", "ddddd Parking is free."),
    section("s3", "Contact", "eeeee Call 12345."),
    tags=["bicycles", "parking"],
)


def text(content: Content, block: str = "s1") -> str:
    return next(one["value"]["text"] for one in content["body"] if one["id"] == block)


def with_text(block: str, *paragraphs: str) -> Content:
    content = deepcopy(BASE)
    next(one for one in content["body"] if one["id"] == block)["value"]["text"] = rich(*paragraphs)
    return content


def with_order(*order: str) -> Content:
    content = deepcopy(BASE)
    content["body"] = [next(one for one in content["body"] if one["id"] == name) for name in order]
    return content


def clean(base: Content, ours: Content, theirs: Content) -> Content:
    result = merge(base, ours, theirs, FIELDS)
    assert result.conflicts == []
    return result.content


def only_conflict(base: Content, ours: Content, theirs: Content) -> Conflict:
    result = merge(base, ours, theirs, FIELDS)
    assert len(result.conflicts) == 1
    return result.conflicts[0]


# --- fields


@pytest.mark.parametrize(
    "field, a, b, c", [("title", "A", "B", "C"), ("checked", None, "2026-05-01", "2026-06-01")]
)
def test_a_plain_field_goes_by_value(field: str, a: Any, b: Any, c: Any) -> None:
    base, ours, theirs = ({**BASE, field: value} for value in (a, b, c))
    assert clean(base, ours, base)[field] == b
    assert clean(base, base, theirs)[field] == c
    assert clean(base, ours, ours)[field] == b
    conflict = only_conflict(base, ours, theirs)
    assert (conflict.field, conflict.reason) == (field, "both_changed")
    assert (conflict.base, conflict.ours, conflict.theirs) == (a, b, c)


def test_two_fields_land_together() -> None:
    merged = clean(BASE, {**BASE, "title": "Bikes"}, {**BASE, "language": "zh-Hans"})
    assert (merged["title"], merged["language"]) == ("Bikes", "zh-Hans")


def test_tags_merge_as_a_set() -> None:
    merged = clean(
        BASE, {**BASE, "tags": ["parking", "streets"]}, {**BASE, "tags": ["bicycles", "parking", "fees"]}
    )
    assert merged["tags"] == ["fees", "parking", "streets"]


def test_numbers_of_related_pages_stay_numbers_in_order() -> None:
    fields = {"related": "set"}
    assert merge({"related": [9]}, {"related": [9, 10]}, {"related": [2, 9]}, fields).content == {
        "related": [2, 9, 10]
    }


def test_fields_that_are_not_named_are_left_out() -> None:
    assert set(merge(BASE, {**BASE, "slug": "x"}, BASE, FIELDS).content) == set(FIELDS)


# --- blocks


def test_changes_to_different_sections_land() -> None:
    ours = with_text("s1", "aaaaa Park inside the marked areas.")
    theirs = with_text("s2", "ddddd Parking costs one yuan.")
    merged = clean(BASE, ours, theirs)
    assert text(merged, "s1") == text(ours, "s1")
    assert text(merged, "s2") == text(theirs, "s2")


def test_a_section_is_moved_here_and_changed_there() -> None:
    merged = clean(BASE, with_order("s3", "s1", "s2"), with_text("s3", "eeeee Call 12345 day and night."))
    assert ids(merged) == ["s3", "s1", "s2"]
    assert "day and night" in text(merged, "s3")


def test_two_new_sections_at_one_place_are_both_kept_ours_first() -> None:
    ours, theirs = deepcopy(BASE), deepcopy(BASE)
    ours["body"].insert(1, section("o1", "Fines", "ooooo A fine."))
    theirs["body"].insert(1, section("t1", "Children", "ttttt From 12."))
    assert ids(clean(BASE, ours, theirs)) == ["s1", "o1", "t1", "s2", "s3"]


def test_the_same_new_section_by_both_is_there_once() -> None:
    ours, theirs = deepcopy(BASE), deepcopy(BASE)
    ours["body"].insert(1, section("o1", "Fines", "ooooo A fine."))
    theirs["body"].insert(1, section("t1", "Fines", "ooooo A fine."))
    assert ids(clean(BASE, ours, theirs)) == ["s1", "o1", "s2", "s3"]


def test_a_section_nobody_else_touched_can_be_deleted() -> None:
    assert ids(clean(BASE, with_order("s1", "s3"), {**BASE, "title": "Bikes"})) == ["s1", "s3"]


@pytest.mark.parametrize("swap", [False, True])
def test_deleting_a_section_that_the_other_changed_is_a_conflict(swap: bool) -> None:
    deleted, changed = with_order("s1", "s3"), with_text("s2", "ddddd Parking costs one yuan.")
    conflict = only_conflict(BASE, *((changed, deleted) if swap else (deleted, changed)))
    assert (conflict.reason, conflict.block_id, conflict.heading) == ("deleted_and_changed", "s2", "Fees")
    assert conflict.side("theirs" if swap else "ours").present is False
    assert conflict.side("ours" if swap else "theirs").text == "Fees\nParking costs one yuan."


def test_one_section_moved_to_two_places_is_a_conflict() -> None:
    base = page(*(section(f"s{n}", f"H{n}", f"aaaa{n} Text {n}.") for n in range(6)))
    ours, theirs = deepcopy(base), deepcopy(base)
    ours["body"].insert(5, ours["body"].pop(0))
    theirs["body"].insert(2, theirs["body"].pop(0))
    conflict = only_conflict(base, ours, theirs)
    assert (conflict.reason, conflict.block_id) == ("both_moved", "s0")


def test_heading_level_and_text_are_three_things() -> None:
    ours = deepcopy(BASE)
    ours["body"][0]["value"]["heading"] = "Where to park"
    theirs = with_text("s1", "aaaaa Park here.")
    theirs["body"][0]["value"]["level"] = "3"
    merged = clean(BASE, ours, theirs)["body"][0]["value"]
    assert merged == {"heading": "Where to park", "level": "3", "text": rich("aaaaa Park here.")}


def test_one_heading_changed_by_both() -> None:
    ours, theirs = deepcopy(BASE), deepcopy(BASE)
    ours["body"][0]["value"]["heading"] = "Where to park"
    theirs["body"][0]["value"]["heading"] = "Places"
    conflict = only_conflict(BASE, ours, theirs)
    assert (conflict.path, conflict.ours, conflict.theirs) == (("heading",), "Where to park", "Places")


def test_parts_of_a_citation_merge_and_one_part_changed_by_both_does_not() -> None:
    def citing(quote: str, url: str, number: int | None) -> Content:
        value = {"quote": quote, "label": "Law", "url": url, "page": number, "anchor": "", "edition": None}
        return page({"type": "citation", "id": "c1", "value": value})

    base = citing("q", "https://a.cn/", None)
    merged = clean(base, citing("Q", "https://a.cn/", None), citing("q", "https://b.cn/", 7))
    assert merged == citing("Q", "https://b.cn/", 7)
    conflict = only_conflict(base, citing("q", "https://b.cn/", None), citing("q", "https://c.cn/", None))
    assert (conflict.path, conflict.ours) == (("url",), "https://b.cn/")


def test_blocks_without_an_id_of_their_own_are_refused() -> None:
    double = page(section("s1", "A", "aaaaa a"), section("s1", "B", "bbbbb b"))
    with pytest.raises(ValueError, match="normalise"):
        merge(double, {**double, "body": []}, page(section("s1", "C", "ccccc c")), FIELDS)


# --- paragraphs


def test_changes_to_different_paragraphs_of_one_section_land() -> None:
    ours = with_text(
        "s1", "aaaaa PARK in the marked areas.", "bbbbb Not on tactile paving.", "ccccc Not in bus stops."
    )
    theirs = with_text(
        "s1", "aaaaa Park in the marked areas.", "bbbbb Not on tactile paving.", "ccccc NOT in bus stops."
    )
    assert text(clean(BASE, ours, theirs)) == rich(
        "aaaaa PARK in the marked areas.", "bbbbb Not on tactile paving.", "ccccc NOT in bus stops."
    )


def test_one_paragraph_changed_by_both_is_refused_and_both_can_be_read() -> None:
    paragraphs = "bbbbb Not on tactile paving.", "ccccc Not in bus stops."
    ours = with_text("s1", "aaaaa Park in the <b>blue</b> areas.", *paragraphs)
    theirs = with_text("s1", "aaaaa Park where you like.", *paragraphs)
    conflict = only_conflict(BASE, ours, theirs)
    assert (conflict.field, conflict.block_id, conflict.block_type) == ("body", "s1", "section")
    assert (conflict.path, conflict.paragraph_key, conflict.reason) == (("text",), "aaaaa", "both_changed")
    assert conflict.side("base").text == "Park in the marked areas."
    assert conflict.side("ours").html == rich("aaaaa Park in the <b>blue</b> areas.")
    assert conflict.as_json()["theirs"] == {
        "present": True,
        "text": "Park where you like.",
        "html": rich("aaaaa Park where you like."),
    }
    assert text(merge(BASE, ours, theirs, FIELDS).content) == text(ours)


def test_the_same_change_by_both_is_no_conflict() -> None:
    both = with_text("s1", "aaaaa Park there.", "ccccc Not in bus stops.")
    assert clean(BASE, both, {**both, "title": "Bikes"})["body"] == both["body"]


@pytest.mark.parametrize("swap", [False, True])
def test_deleting_a_paragraph_that_the_other_changed_is_a_conflict(swap: bool) -> None:
    deleted = with_text("s1", "aaaaa Park in the marked areas.", "ccccc Not in bus stops.")
    changed = with_text(
        "s1", "aaaaa Park in the marked areas.", "bbbbb NEVER on tactile paving.", "ccccc Not in bus stops."
    )
    ours, theirs = (changed, deleted) if swap else (deleted, changed)
    conflict = only_conflict(BASE, ours, theirs)
    assert (conflict.reason, conflict.paragraph_key) == ("deleted_and_changed", "bbbbb")
    assert "NEVER" in text(merge(BASE, ours, theirs, FIELDS).content)


def test_new_paragraphs_at_one_place_are_both_kept_ours_first() -> None:
    ours = with_text("s2", "ddddd Parking is free.", "ooooo Until May.")
    theirs = with_text("s2", "ddddd Parking is free.", "ttttt Fines are not.")
    assert text(clean(BASE, ours, theirs), "s2") == rich(
        "ddddd Parking is free.", "ooooo Until May.", "ttttt Fines are not."
    )


def test_a_key_used_by_both_for_different_new_paragraphs_is_renewed() -> None:
    ours = with_text("s2", "ddddd Parking is free.", "nnnnn Until May.")
    theirs = with_text("s2", "ddddd Parking is free.", "nnnnn Fines are not.")
    merged = text(clean(BASE, ours, theirs), "s2")
    assert "Until May." in merged
    assert "Fines are not." in merged
    assert merged.count('"nnnnn"') == 1


def test_a_new_paragraph_that_was_published_and_corrected_before_it_is_sent_again_is_refused() -> None:
    ours = with_text("s2", "ddddd Parking is free.", "nnnnn Fines are not free.")
    theirs = with_text("s2", "ddddd Parking is free.", "nnnnn Fines are never free.")
    conflict = only_conflict(BASE, ours, theirs)
    assert (conflict.paragraph_key, conflict.base) == ("nnnnn", None)


def test_a_new_paragraph_that_was_published_is_not_taken_for_one_that_was_deleted_since() -> None:
    base = page(section("s1", "A", "aaaaa Intro.", "bbbbb Bikes stand in the blue area."))
    ours = page(section("s1", "A", "aaaaa Intro.", "nnnnn Bikes stand in the red area."))
    theirs = page(
        section(
            "s1",
            "A",
            "aaaaa Intro.",
            "nnnnn Bikes stand in the red area.",
            "bbbbb Bikes stand in the blue area.",
        )
    )
    assert clean(base, ours, theirs) == ours


def test_a_link_changed_by_one_and_words_by_the_other_are_one_paragraph() -> None:
    base = page(section("s1", "A", 'aaaaa See <a href="https://a.cn/">the rules</a> now.'))
    ours = page(section("s1", "A", 'aaaaa See <a href="https://b.cn/">the rules</a> now.'))
    theirs = page(section("s1", "A", 'aaaaa Read <a href="https://a.cn/">the rules</a> now.'))
    assert 'href="https://b.cn/"' in only_conflict(base, ours, theirs).ours


def test_a_paragraph_becomes_a_heading_here_and_says_more_there() -> None:
    base = page(section("s1", "A", "aaaaa Fees", "bbbbb Text."))
    ours = page(section("s1", "A", "aaaaa # Fees", "bbbbb Text."))
    theirs = page(section("s1", "A", "aaaaa Fees and fines", "bbbbb Text."))
    assert text(clean(base, ours, theirs)) == rich("aaaaa # Fees and fines", "bbbbb Text.")


def test_paragraphs_whose_keys_are_gone_are_known_by_their_likeness() -> None:
    ours = with_text(
        "s1",
        "xxxx1 Park in the marked blue areas.",
        "xxxx2 Not on tactile paving.",
        "xxxx3 Not in bus stops.",
    )
    theirs = with_text(
        "s1", "aaaaa Park in the marked areas.", "bbbbb Not on tactile paving.", "ccccc Not within bus stops."
    )
    assert [one.split(">", 1)[1] for one in text(clean(BASE, ours, theirs)).split("</p>")[:-1]] == [
        "Park in the marked blue areas.",
        "Not on tactile paving.",
        "Not within bus stops.",
    ]


def test_points_of_a_list_are_units() -> None:
    base = page(section("s1", "A", "aaaaa - one", "bbbbb - two", "ccccc - three"))
    ours = page(section("s1", "A", "aaaaa - one", "ccccc - three"))
    theirs = page(section("s1", "A", "aaaaa - ONE", "bbbbb - two", "ccccc - three", "ddddd - four"))
    assert text(clean(base, ours, theirs)) == rich("aaaaa - ONE", "ccccc - three", "ddddd - four")


def test_a_point_below_a_deleted_point_moves_out_and_stays_valid() -> None:
    base = page(section("s1", "A", "aaaaa Intro", "bbbbb - one"))
    ours = page(section("s1", "A", "aaaaa Intro"))
    theirs = page(section("s1", "A", "aaaaa Intro", "bbbbb - one", "ccccc -- below", "ddddd -- beside"))
    assert text(clean(base, ours, theirs)) == rich("aaaaa Intro", "ccccc - below", "ddddd - beside")


def test_text_that_only_looks_like_rich_text_goes_by_value() -> None:
    base, ours, theirs = ({"title": f"<p>{word}</p>"} for word in "abc")
    assert merge(base, ours, theirs, {"title": "text"}).conflicts[0].ours == "<p>b</p>"


# --- tables

ROWS = [["Day", "Fee"], ["Mon", "1"], ["Tue", "2"], ["Wed", "3"]]


def grid(rows: list[list[str]], **more: Any) -> Content:
    return page(table("t1", *rows, **more))


def rows_of(content: Content) -> list[list[str]]:
    found: list[list[str]] = content["body"][0]["value"]["data"]
    return found


def test_rows_and_cells_merge() -> None:
    ours = grid([["Day", "Fee"], ["Mon", "1.50"], ["Tue", "2"], ["Wed", "3"]])
    theirs = grid([["Day", "Price"], ["Mon", "1"], ["Wed", "3"], ["Thu", "4"]])
    assert rows_of(clean(grid(ROWS), ours, theirs)) == [
        ["Day", "Price"],
        ["Mon", "1.50"],
        ["Wed", "3"],
        ["Thu", "4"],
    ]


def test_two_cells_of_one_row_merge_and_one_cell_changed_by_both_does_not() -> None:
    base = grid([["Day", "From", "To"], ["Mon", "8", "18"]])
    ours = grid([["Day", "From", "To"], ["Mon", "9", "18"]])
    assert rows_of(clean(base, ours, grid([["Day", "From", "To"], ["Mon", "8", "20"]])))[1] == [
        "Mon",
        "9",
        "20",
    ]
    conflict = only_conflict(base, ours, grid([["Day", "From", "To"], ["Mon", "7", "18"]]))
    assert (conflict.path, conflict.base, conflict.ours, conflict.theirs) == (
        ("data", "1", "1"),
        "8",
        "9",
        "7",
    )


@pytest.mark.parametrize(
    "theirs",
    [grid([[*row, "x"] for row in ROWS]), grid([*ROWS, ["Thu", "9"]], mergeCells=[{"row": 1}])],
    ids=["column", "joined"],
)
def test_a_table_whose_shape_changed_goes_by_value(theirs: Content) -> None:
    ours = grid([["Day", "Cost"], *ROWS[1:]])
    assert [conflict.path for conflict in merge(grid(ROWS), ours, theirs, FIELDS).conflicts] == [("data",)]


# --- time


def law(sections: int, paragraphs: int, words: int) -> Content:
    def line(key: str, at: int) -> str:
        return f"{key} " + " ".join(f"word{(at * 31 + n * 7) % 997}" for n in range(words))

    return page(
        *(
            section(
                f"s{s}", f"H{s}", *(line(f"{s:02}{p:03}"[-5:], s * paragraphs + p) for p in range(paragraphs))
            )
            for s in range(sections)
        )
    )


def seconds(base: Content, ours: Content, theirs: Content) -> float:
    start = time.process_time()
    result = merge(base, ours, theirs, FIELDS)
    assert result.clean
    return time.process_time() - start


def edited(base: Content, every: int, offset: int) -> Content:
    content = deepcopy(base)
    for block in content["body"]:
        parts = block["value"]["text"].split("</p>")
        block["value"]["text"] = "</p>".join(
            part + " indeed" if part and n % every == offset else part for n, part in enumerate(parts)
        )
    return content


def test_ten_thousand_words_with_two_hundred_changed_paragraphs_take_less_than_300_ms() -> None:
    base = law(1, 400, 25)
    assert seconds(base, edited(base, 4, 0), edited(base, 4, 2)) < 0.3


def test_a_thousand_sections_take_less_than_a_second() -> None:
    base = law(1000, 1, 10)
    ours, theirs = deepcopy(base), deepcopy(base)
    ours["body"] = ours["body"][500:] + ours["body"][:500]
    for number in range(0, 1000, 2):
        theirs["body"][number]["value"]["heading"] += " new"
    assert seconds(base, ours, theirs) < 1
