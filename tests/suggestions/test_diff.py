"""What a comparison tells its reader."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from policywiki.core import prose
from policywiki.suggestions.diff import COUNTS, Diff, Row, diff
from tests.pace import units

from .making import FIELDS, Content, page, rich, section, table, two

SENTENCE = "市民可以在划定的区域内停放共享单车，不得占用盲道、消防通道和公交站台。"


def compare(a: Content, b: Content) -> Diff:
    return diff(a, b, FIELDS)


def paragraph_diff(old: str, new: str) -> Diff:
    return compare(page(section("s1", "A", f"aaaaa {old}")), page(section("s1", "A", f"aaaaa {new}")))


def changed_rows(found: Diff) -> list[Row]:
    return [row for row in found.rows if row.kind != "folded"]


def only_row(found: Diff) -> Row:
    [row] = changed_rows(found)
    return row


def marked(row: Row) -> str:
    """[-deleted-]{+inserted+} in the text."""
    signs = {"same": "{}", "del": "[-{}-]", "ins": "[+{}+]"}
    return "".join(signs[segment.op].format(segment.text) for segment in row.segments)


# --- words


@pytest.mark.parametrize(
    "old, new, shown",
    [
        (SENTENCE, SENTENCE.replace("内", "外"), SENTENCE.replace("内", "[-内-][+外+]")),
        (SENTENCE, SENTENCE.replace("不得", "一律不得"), SENTENCE.replace("不得", "[+一律+]不得")),
        ("It costs 1,200 yuan a year.", "It costs 1,500 yuan a year.",
         "It costs [-1,200-][+1,500+] yuan a year."),
        ("You may park here today.", "You may park there today.", "You may park [-here-][+there+] today."),
        ("a b c d e f g h i j", "a b X d Y f g h i j", "a b [-c-][+X+] d [-e-][+Y+] f g h i j"),
        ("甲乙丙丁戊己庚辛壬癸子丑", "甲乙天丁地己庚辛壬癸子丑", "甲乙[-丙丁戊-][+天丁地+]己庚辛壬癸子丑"),
        ("甲乙丙丁戊己庚辛壬癸子丑", "甲乙天丁戊地庚辛壬癸子丑",
         "甲乙[-丙-][+天+]丁戊[-己-][+地+]庚辛壬癸子丑"),
        ("First. The second one stays. Third is long.", "First. A wholly new thing. Third is long.",
         "First.[- The second one stays.-][+ A wholly new thing.+] Third is long."),
        ("第一句不变。第二句全是旧话！第三句也是不变的话。", "第一句不变。这里换了一套新的说法！第三句也是不变的话。",
         "第一句不变。[-第二句全是旧话！-][+这里换了一套新的说法！+]第三句也是不变的话。"),
        ("First. Second.", "First. A new sentence that is long. Second.",
         "First. [+A new sentence that is long. +]Second."),
    ],
)  # fmt: skip
def test_words(old: str, new: str, shown: str) -> None:
    row = only_row(paragraph_diff(old, new))
    assert marked(row) == shown
    assert (row.kind, row.unit, row.paragraph_key, row.label) == ("changed", "p", "aaaaa", "A")


def test_one_character_in_a_sentence_of_33_marks_no_more_than_four() -> None:
    row = only_row(paragraph_diff(SENTENCE, SENTENCE.replace("盲", "人行")))
    assert sum(len(segment.text) for segment in row.segments if segment.op != "same") <= 4


def test_where_most_of_a_sentence_changed_old_and_new_are_whole() -> None:
    row = only_row(paragraph_diff("单车可以随处停放。", "每辆车都要入栏停好。"))
    assert row.whole
    assert [tuple(segment) for segment in row.segments] == [
        ("del", "单车可以随处停放。"),
        ("ins", "每辆车都要入栏停好。"),
    ]


def test_a_line_break_is_a_change() -> None:
    assert marked(only_row(paragraph_diff("one two three", "one<br/>two three"))) == "one[- -][+\n+]two three"


# --- what words do not show


@pytest.mark.parametrize(
    "old, new, note",
    [
        ('see <a href="https://a.cn/">the rules</a>', 'see <a href="https://b.cn/">the rules</a>',
         ("link_changed", "the rules", "https://a.cn/", "https://b.cn/")),
        ("see the rules", 'see <a href="https://b.cn/">the rules</a>',
         ("link_added", "the rules", "", "https://b.cn/")),
        ('see <a href="https://a.cn/">the rules</a>', "see the rules",
         ("link_removed", "the rules", "https://a.cn/", "")),
        ('<a linktype="page" id="1">here</a>', '<a linktype="page" id="2">here</a>',
         ("link_changed", "here", "page:1", "page:2")),
        ("not here", "<b>not</b> here", ("format_changed", "not", "", "bold")),
        ("<b>not</b> here", "<i>not</i> here", ("format_changed", "not", "bold", "italic")),
    ],
)  # fmt: skip
def test_a_change_without_words_is_spelled_out(old: str, new: str, note: tuple[str, ...]) -> None:
    found = paragraph_diff(old, new)
    row = only_row(found)
    assert [tuple(one) for one in row.notes] == [note]
    assert {segment.op for segment in row.segments} == {"same"}
    assert found.counts == {note[0]: 1}


def test_a_link_under_reworded_text_is_spelled_out() -> None:
    old = 'For fees see <a href="https://a.cn/">the rules</a> of the city council.'
    new = 'For fees see <a href="https://b.cn/">this page</a> of the city council.'
    found = paragraph_diff(old, new)
    assert [tuple(note) for note in only_row(found).notes] == [
        ("link_changed", "this page", "https://a.cn/", "https://b.cn/")
    ]
    assert found.counts == {"reworded": 1, "link_changed": 1}


def test_a_reworded_link_to_the_same_target_needs_no_note() -> None:
    found = paragraph_diff(
        'see <a href="https://a.cn/">rules</a> now', 'see <a href="https://a.cn/">orders</a> now'
    )
    assert found.counts == {"reworded": 1}


def test_a_new_paragraph_tells_its_links() -> None:
    a = page(section("s1", "A", "aaaaa one"))
    b = page(section("s1", "A", "aaaaa one", 'bbbbb <a href="https://b.cn/">two</a>'))
    assert compare(a, b).counts == {"added": 1, "link_added": 1}


def test_a_paragraph_that_becomes_a_heading_or_a_point() -> None:
    a = page(section("s1", "A", "aaaaa one", "bbbbb two"))
    b = page(section("s1", "A", "aaaaa # one", "bbbbb - two"))
    notes = [tuple(note) for row in changed_rows(compare(a, b)) for note in row.notes]
    assert notes == [("format_changed", "one", "p", "h3"), ("format_changed", "two", "p", "ul")]


@pytest.mark.parametrize(
    "kind, name, old, new, code",
    [
        ("section", "level", "2", "3", "level_changed"),
        ("figure", "image", 4, 5, "image_changed"),
        ("figure", "image", None, 5, "image_changed"),
        ("citation", "url", "https://a.cn/", "https://b.cn/", "link_changed"),
        ("citation", "page", None, 5, "value_changed"),
        ("callout", "tone", "note", "warning", "value_changed"),
        ("citation", "quote", "the old words of it", "the new words of it", "reworded"),
        ("section", "heading", "A", "B", "reworded"),
        ("table", "first_row_is_table_header", True, False, "value_changed"),
    ],
)
def test_parts_of_a_part(kind: str, name: str, old: Any, new: Any, code: str) -> None:
    a, b = (page({"type": kind, "id": "x1", "value": {"heading": "H", name: value}}) for value in (old, new))
    found = compare(a, b)
    assert found.counts == {code: 1}
    assert only_row(found).path == (name,)
    assert only_row(found).block_type == kind


# --- larger units


def test_paragraphs_added_removed_and_moved() -> None:
    a = page(section("s1", "A", "aaaaa one is here", "bbbbb two is there", "ccccc three", "ddddd four"))
    b = page(section("s1", "A", "ddddd four", "aaaaa one is here", "nnnnn entirely new", "ccccc three"))
    found = compare(a, b)
    assert found.counts == {"added": 1, "removed": 1, "moved": 1}
    assert [(row.kind, marked(row)) for row in changed_rows(found)] == [
        ("moved", "four"),
        ("removed", "[-two is there-]"),
        ("added", "[+entirely new+]"),
    ]


def test_a_paragraph_without_its_key_is_known_by_what_it_says_wherever_it_went() -> None:
    a = page(section("s1", "A", "aaaaa one is here", "bbbbb two is there", "ccccc three", "ddddd four"))
    b = page(section("s1", "A", "bbbbb two is there", "ccccc three", "ddddd four", "xxxxx one is here"))
    assert compare(a, b).counts == {"moved": 1}


def test_a_moved_section_is_a_move_and_says_what_it_stood_after() -> None:
    s1, s2, s3 = (section(f"s{n}", f"H{n}", f"aaaa{n} Text of {n}") for n in (1, 2, 3))
    found = compare(page(s1, s2, s3), page(s3, s1, s2))
    row = only_row(found)
    assert found.counts == {"part_moved": 1}
    assert (row.kind, row.unit, row.label) == ("moved", "part", "H3")
    assert tuple(row.notes[0]) == ("moved", "H3", "H2", "")


def test_sections_that_came_and_went_count_once_and_are_shown_whole() -> None:
    s1, s2 = (
        section("s1", "Fees", "aaaaa Parking is free.", "bbbbb For now."),
        section("s2", "Fines", "ccccc Ten yuan."),
    )
    found = compare(page(s1), page(s2))
    assert found.counts == {"part_added": 1, "part_removed": 1}
    assert [(row.kind, row.unit, marked(row)) for row in found.rows if row.field == "body"] == [
        ("removed", "part", "[-Fees-]"),
        ("removed", "p", "[-Parking is free.-]"),
        ("removed", "p", "[-For now.-]"),
        ("added", "part", "[+Fines+]"),
        ("added", "p", "[+Ten yuan.+]"),
    ]


def test_codes_and_switches_of_a_new_part_are_not_worth_a_row() -> None:
    value = {"quote": "So it is.", "label": "Law", "url": "", "page": 5, "edition": None}
    new = page({"type": "citation", "id": "c1", "value": value}, table("t1", ["a", "b"]))
    found = compare(page(), new)
    assert [(row.unit, marked(row)) for row in found.rows if row.field == "body"] == [
        ("part", "[+Law+]"),
        ("line", "[+So it is.+]"),
        ("part", ""),
        ("row", "[+a | b+]"),
    ]
    assert found.counts == {"part_added": 2}


def test_sections_with_new_ids_are_known_by_what_they_say() -> None:
    a = page(section("x1", "A", "aaaaa one two three four"), section("x2", "B", "bbbbb five six seven eight"))
    b = page(section("y1", "A", "aaaaa one two three four"), section("y2", "B", "bbbbb five six seven nine"))
    assert compare(a, b).counts == {"reworded": 1}


def test_rows_and_cells() -> None:
    a = page(table("t1", ["Day", "Fee"], ["Mon", "1"], ["Tue", "2"], ["Wed", "3"]))
    b = page(table("t1", ["Day", "Fee"], ["Mon", "1.50"], ["Wed", "3"], ["Thu", "4"]))
    found = compare(a, b)
    assert found.counts == {"row_added": 1, "row_removed": 1, "cell_changed": 1}
    assert [marked(row) for row in changed_rows(found)] == [
        "Mon | [-1-][+1.50+]",
        "[-Tue | 2-]",
        "[+Thu | 4+]",
    ]


def test_tags_dates_and_choices() -> None:
    a, b = page(tags=["a", "b"]), page(tags=["b", "c"], checked="2026-05-01", language="zh-Hans")
    found = compare(a, b)
    assert found.counts == {"value_changed": 2, "item_added": 1, "item_removed": 1}
    assert [marked(row) for row in changed_rows(found)] == [
        "[+2026-05-01+]",
        "[-a-]",
        "[+c+]",
        "[-en-][+zh-Hans+]",
    ]


def test_unchanged_runs_are_folded_with_their_count() -> None:
    paragraphs = [f"aaa{n:02} Text number {n}" for n in range(20)]
    changed = [*paragraphs[:9], "aaa09 Text number nine", *paragraphs[10:]]
    found = compare(page(section("s1", "A", *paragraphs)), page(section("s1", "A", *changed)))
    assert [(row.kind, row.count) for row in found.rows] == [
        ("folded", 11),
        ("changed", 1),
        ("folded", 10),
    ]


def test_a_new_page_is_all_added() -> None:
    found = compare({}, page(section("s1", "A", "aaaaa one"), tags=["x"]))
    assert found.counts == {"added": 1, "part_added": 1, "value_changed": 1, "item_added": 1}


def test_nothing_changed() -> None:
    found = compare(page(section("s1", "A", "aaaaa one")), page(section("s1", "A", "aaaaa one")))
    assert found.counts == {}
    assert not found.changed


def test_it_can_be_stored_as_json() -> None:
    found = paragraph_diff("one two three", 'one <a href="https://b.cn/">two</a> four').as_json()
    assert found["counts"] == {"reworded": 1, "link_added": 1}
    assert found["rows"][-1]["notes"] == [
        {"code": "link_added", "text": "two", "old": "", "new": "https://b.cn/"}
    ]


# --- always


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(two())
def test_rows_tell_both_texts_whole_and_no_change_is_silent(versions: tuple[Content, Content]) -> None:
    a, b = versions
    found = compare(a, b)
    assert found.changed == (a != b)
    assert set(found.counts) <= set(COUNTS)
    assert bool(found.counts) == found.changed
    told = told_texts(found)
    for content, side in ((a, "del"), (b, "ins")):
        for block in content["body"]:
            for one in prose.parse(block["value"]["text"]):
                assert one.text in told[side]


def told_texts(found: Diff) -> dict[str, str]:
    """All old and all new text of a comparison, as its reader sees it."""
    lines: dict[str, list[str]] = {"del": [], "ins": []}
    for row in found.rows:
        for side, line in lines.items():
            parts = [segment.text for segment in row.segments if segment.op in ("same", side)]
            line.append("\n".join(parts) if row.kind == "folded" else "".join(parts))
    return {side: "\n".join(line) for side, line in lines.items()}


def test_ten_thousand_characters_with_two_hundred_changes_are_quick() -> None:
    lines = [f"{n:05} {SENTENCE}{n}{SENTENCE[::-1]}" for n in range(400)]
    a = page(section("s1", "A", *lines))
    b = deepcopy(a)
    b["body"][0]["value"]["text"] = rich(
        *(line.replace("盲道", "人行道") if n % 2 else line for n, line in enumerate(lines))
    )
    took, found = units(lambda: compare(a, b))
    assert found.counts == {"reworded": 200}
    assert took < 8


def test_one_very_long_paragraph_is_compared_in_bounded_time() -> None:
    old = "".join(f"第{n}条{SENTENCE}" for n in range(400))
    took, found = units(lambda: paragraph_diff(old, old.replace("第7", "第八")))
    assert took < 12
    assert found.counts == {"reworded": 11}
    assert not only_row(found).whole
