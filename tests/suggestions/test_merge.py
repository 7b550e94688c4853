"""What three versions of a page become: each case is something two people really do to one page."""

from __future__ import annotations

import time
from copy import deepcopy
from typing import Any

import pytest

from policywiki.suggestions.merge import Conflict, merge
from tests.pace import units

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


# --- words

RULES = 'aaaaa See <a href="https://a.cn/">the rules</a> now.'


def one(line: str) -> Content:
    return page(section("s1", "A", line))


@pytest.mark.parametrize(
    "base, ours, theirs, merged",
    [
        ("Park in the marked areas.", "Park only in the marked areas.", "Park in the blue areas.",
         "Park only in the blue areas."),
        ("市民可以在区域内停放单车。", "居民可以在区域内停放单车。", "市民可以在区域外停放单车。",
         "居民可以在区域外停放单车。"),
        ("The fee is 5 yuan.", "The fee is 6 yuan.", "The fee is 5 dollars.", "The fee is 6 dollars."),
        # whole sentences at one place stand one after the other
        ("The fee is 5 yuan.", "The fee is 5 yuan. Cash only.", "The fee is 5 yuan. Children pay half.",
         "The fee is 5 yuan. Cash only. Children pay half."),
        # one side made the other's change and more
        ("a b c d", "a B c D", "a B c d", "a B c D"),
        ("One two.", "One and two.", "One and also two.", "One and also two."),
        # words in bold, links
        ("Not on paving.", "<b>Not</b> on paving.", "Not on tactile paving.", "<b>Not</b> on tactile paving."),
        ("Not on any paving.", "<b>Not on any paving.</b>", "Not on any tactile paving.",
         "<b>Not on any tactile paving.</b>"),
        (RULES[6:], RULES[6:].replace("a.cn", "b.cn"), RULES[6:].replace("See", "Read"),
         RULES[6:].replace("a.cn", "b.cn").replace("See", "Read")),
        (RULES[6:], RULES[6:].replace("a.cn", "b.cn"), RULES[6:].replace("the rules", "our rules"),
         RULES[6:].replace("a.cn", "b.cn").replace("the rules", "our rules")),
        ("See the rules.", 'See <a href="https://a.cn/">the rules</a>.', "See the rules first.",
         'See <a href="https://a.cn/">the rules</a> first.'),
        ("See <b>the</b> rules", "See <b>the</b> new rules", "See <i>the</i> rules", "See <i>the</i> new rules"),
        ("one<br/>two", "one<br/>two three", "zero one<br/>two", "zero one<br/>two three"),
    ],
)  # fmt: skip
def test_different_words_of_one_paragraph_land(base: str, ours: str, theirs: str, merged: str) -> None:
    b, o, t, m = (one(f"aaaaa {line}") for line in (base, ours, theirs, merged))
    assert clean(b, o, t) == m
    if "Cash" not in merged:
        assert clean(b, t, o) == m


@pytest.mark.parametrize(
    "base, ours, theirs, words",
    [
        ("You may park here.", "You may not park here.", "You may never park here.", ("", "not", "never")),
        ("The fee is 5 yuan.", "The fee is 6 yuan.", "The fee is 7 yuan.", ("5", "6", "7")),
        ("收费 5 元。", "收费 6 元。", "收费 7 元。", ("5", "6", "7")),
        # a sentence that one side wrote anew, of which two words are left by chance
        ("单车可以随处停放。", "每辆车都要入栏停好。", "单车不可以随处停放。",
         ("单车可以随处停放", "每辆车都要入栏停好", "单车不可以随处停放")),
        # added to what the other took out
        ("Call 12345 day and night.", "Call 12345.", "Call 12345 day and night and on Sundays.",
         ("day and night", "", "day and night and on Sundays")),
        # the link of one word leads to two places
        ('<a href="https://a.cn/">rules</a> now', '<a href="https://b.cn/">rules</a> now',
         '<a href="https://c.cn/">rules</a> now', ("rules", "rules", "rules")),
        # where a link led that was taken away
        ('see <a href="https://a.cn/">rules</a> here', "see here",
         'see <a href="https://b.cn/">rules</a> here', ("rules", "", "rules")),
    ],
)  # fmt: skip
def test_the_same_words_changed_by_both_are_shown(
    base: str, ours: str, theirs: str, words: tuple[str, ...]
) -> None:
    conflict = only_conflict(*(one(f"aaaaa {line}") for line in (base, ours, theirs)))
    [overlap] = conflict.overlaps
    assert (overlap.base, overlap.ours, overlap.theirs) == words
    assert conflict.as_json()["overlaps"] == [overlap.__dict__]


def test_what_does_not_overlap_is_in_both_sides_of_an_overlap() -> None:
    base = one("aaaaa The fee is 5 yuan a day. Cash only.")
    ours = one("aaaaa The fee is 6 yuan a day. No cash.")
    theirs = one("aaaaa The fee for bicycles is 7 yuan a day. Cash only.")
    conflict = only_conflict(base, ours, theirs)
    assert conflict.side("ours").text == "The fee for bicycles is 6 yuan a day. No cash."
    assert conflict.side("theirs").text == "The fee for bicycles is 7 yuan a day. No cash."
    [overlap] = conflict.overlaps
    assert (overlap.before, overlap.after) == ("The fee for bicycles is", "yuan a day. No cash.")


def test_a_paragraph_is_split_here_and_reworded_there() -> None:
    base = one("aaaaa Park in the areas. Not in bus stops.")
    ours = page(section("s1", "A", "aaaaa Park in the areas.", "nnnnn Not in bus stops."))
    theirs = one("aaaaa Park in the blue areas. Never in bus stops.")
    expected = page(section("s1", "A", "aaaaa Park in the blue areas.", "nnnnn Never in bus stops."))
    assert clean(base, ours, theirs) == clean(base, theirs, ours) == expected


def test_two_paragraphs_are_joined_here_and_reworded_there() -> None:
    base = page(section("s1", "A", "aaaaa Park in the areas.", "bbbbb Not in bus stops."))
    ours = one("aaaaa Park in the areas. Not in bus stops.")
    theirs = page(section("s1", "A", "aaaaa Park in the blue areas.", "bbbbb Never in bus stops."))
    assert clean(base, ours, theirs) == one("aaaaa Park in the blue areas. Never in bus stops.")


def test_a_sentence_added_to_a_paragraph_that_was_taken_out_is_a_conflict() -> None:
    base = page(section("s1", "A", "aaaaa Intro.", "bbbbb Park here.", "ccccc Fees."))
    ours = page(section("s1", "A", "aaaaa Intro.", "ccccc Fees."))
    theirs = page(section("s1", "A", "aaaaa Intro.", "bbbbb Park here. Not there.", "ccccc Fees."))
    assert only_conflict(base, ours, theirs).reason == "deleted_and_changed"


def test_one_paragraph_written_anew_by_both_is_a_conflict_even_without_keys() -> None:
    base = page(section("s1", "A", "aaaaa Intro.", "bbbbb Park here."))
    ours = page(section("s1", "A", "aaaaa Intro.", "ooooo Bicycles stand in blue areas."))
    theirs = page(section("s1", "A", "aaaaa Intro.", "ttttt Nothing may stop at all."))
    conflict = only_conflict(base, ours, theirs)
    assert conflict.side("ours").text == "Bicycles stand in blue areas."
    assert conflict.side("theirs").text == "Nothing may stop at all."


def test_two_wordings_of_one_new_paragraph_are_not_both_published() -> None:
    ours = with_text("s2", "ddddd Parking is free.", "ooooo Fines of 20 yuan are due at once.")
    theirs = with_text("s2", "ddddd Parking is free.", "ttttt Fines of 30 yuan are due at once.")
    conflict = only_conflict(BASE, ours, theirs)
    [overlap] = conflict.overlaps
    assert (overlap.ours, overlap.theirs) == (
        "Fines of 20 yuan are due at once.",
        "Fines of 30 yuan are due at once.",
    )


def test_plain_text_merges_by_line_and_word() -> None:
    base, ours, theirs = (
        {"summary": text}
        for text in ("One line.\nTwo lines.", "One line.\nTwo long lines.", "First line.\nTwo lines.")
    )
    assert merge(base, ours, theirs, {"summary": "text"}).content == {
        "summary": "First line.\nTwo long lines."
    }


# --- paragraphs again


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


COLUMN = [[*row, note] for row, note in zip(ROWS, ["Note", "w", "x", "y"], strict=True)]


def test_a_new_column_here_and_new_rows_and_words_there() -> None:
    theirs = grid([["Day", "Fee in yuan"], ["Mon", "1"], ["Wed", "3"], ["Thu", "4"]])
    assert rows_of(clean(grid(ROWS), grid(COLUMN), theirs)) == [
        ["Day", "Fee in yuan", "Note"],
        ["Mon", "1", "w"],
        ["Wed", "3", "y"],
        ["Thu", "4", None],
    ]


def test_a_column_that_nobody_else_touched_can_go() -> None:
    theirs = grid([["Day", "Fee", "Note"], ["Mon", "1.50", "w"], *COLUMN[2:]])
    assert rows_of(clean(grid(COLUMN), grid(ROWS), theirs)) == [["Day", "Fee"], ["Mon", "1.50"], *ROWS[2:]]


def test_words_of_one_cell_merge() -> None:
    base, ours, theirs = (
        grid([["When"], [cell]]) for cell in ("from 8 to 18", "from 9 to 18", "from 8 to 20")
    )
    assert rows_of(clean(base, ours, theirs)) == [["When"], ["from 9 to 20"]]


@pytest.mark.parametrize(
    "base, ours, theirs",
    [
        (grid(COLUMN), grid(ROWS), grid([*COLUMN[:3], ["Wed", "3", "new"]])),
        (
            grid(ROWS),
            grid([["Day", "Cost"], *ROWS[1:]]),
            grid([*ROWS, ["Thu", "9"]], mergeCells=[{"row": 1}]),
        ),
    ],
    ids=["column taken out and changed", "joined cells"],
)
def test_a_table_whose_shape_is_in_dispute_goes_by_value(
    base: Content, ours: Content, theirs: Content
) -> None:
    assert [conflict.path for conflict in merge(base, ours, theirs, FIELDS).conflicts] == [("data",)]


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


def pace(base: Content, ours: Content, theirs: Content) -> float:
    took, result = units(lambda: merge(base, ours, theirs, FIELDS))
    assert result.clean
    return took


def edited(base: Content, every: int, offset: int) -> Content:
    content = deepcopy(base)
    for block in content["body"]:
        parts = block["value"]["text"].split("</p>")
        block["value"]["text"] = "</p>".join(
            part + " indeed" if part and n % every == offset else part for n, part in enumerate(parts)
        )
    return content


def test_ten_thousand_words_with_two_hundred_changed_paragraphs_are_merged_at_once() -> None:
    base = law(1, 400, 25)
    assert pace(base, edited(base, 4, 0), edited(base, 4, 2)) < 12


def test_a_thousand_sections_are_merged_at_once() -> None:
    base = law(1000, 1, 10)
    ours, theirs = deepcopy(base), deepcopy(base)
    ours["body"] = ours["body"][500:] + ours["body"][:500]
    for number in range(0, 1000, 2):
        theirs["body"][number]["value"]["heading"] += " new"
    assert pace(base, ours, theirs) < 2


def words_with_changes(count: int, every: int, mark: str, start: int) -> str:
    """One paragraph: Latin words and Han characters, every so many of them replaced."""
    vocabulary = [f"word{n * 7 % 4001} " if n % 3 else "停放单车"[n % 4] for n in range(count)]
    return "".join(f"{mark}{n} " if n % every == start else word for n, word in enumerate(vocabulary))


def one_paragraph(count: int, changes: int) -> tuple[Content, Content, Content]:
    every = count // changes
    plan = (("", -1), ("o", 5), ("t", every // 2 + 5))
    return tuple(  # type: ignore[return-value]
        {"summary": words_with_changes(count, every, mark, start)} for mark, start in plan
    )


def time_of(versions: tuple[Content, Content, Content]) -> float:
    best = 9.0
    for _attempt in range(3):
        start = time.process_time()
        assert merge(*versions, {"summary": "text"}).clean
        best = min(best, time.process_time() - start)
    return best


def test_one_paragraph_of_ten_thousand_words_with_200_changes_a_side_is_merged_at_once() -> None:
    versions = one_paragraph(10_000, 200)
    took, result = units(lambda: merge(*versions, {"summary": "text"}))
    assert result.clean
    assert took < 12


def test_four_times_the_words_take_no_more_than_n_log_n_allows() -> None:
    small, large = (time_of(one_paragraph(count, count // 50)) for count in (5_000, 20_000))
    assert large / small < 4 * 1.2 * 1.5  # log(20,000) is 1.2 log(5,000); the rest is for a busy machine
