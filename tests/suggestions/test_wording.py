"""Every code that a comparison can hold has its words."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils import translation

from policywiki.suggestions.diff import diff
from policywiki.suggestions.differences import COUNTS, Note, Row
from policywiki.suggestions.wording import COUNT_WORDS, change_sentence, field_label, note_sentence, row_word


def test_every_count_has_a_word() -> None:
    assert set(COUNT_WORDS) == set(COUNTS)


def test_the_sentence_names_what_changed_in_order() -> None:
    with translation.override("en"):
        said = change_sentence({"row_added": 2, "reworded": 1, "link_changed": 1})
    assert said == "1 sentence reworded, 2 rows added, 1 link target changed."


def test_no_change_says_so() -> None:
    with translation.override("en"):
        assert change_sentence({}) == "Nothing changed."


@pytest.mark.parametrize(
    "row, said",
    [
        (Row("body", "added", unit="p"), "Paragraph added"),
        (Row("body", "moved", unit="part", moved=True), "Section moved"),
        (Row("body", "changed", unit="li", moved=True), "Point moved and changed"),
        (Row("tags", "removed", unit="item"), "Keyword removed"),
        (Row("body", "folded", count=1), "1 unchanged passage"),
    ],
)
def test_a_row_says_what_happened(row: Row, said: str) -> None:
    with translation.override("en"):
        assert row_word(row) == said


@pytest.mark.parametrize(
    "code", [code for code in COUNTS if code.startswith(("link", "image", "format", "level"))]
)
def test_every_note_has_a_sentence(code: str) -> None:
    with translation.override("en"):
        assert "→" not in note_sentence(Note(code, "words", "old", "new"))


def test_an_unknown_field_keeps_its_name() -> None:
    assert field_label("colour") == "colour"


def test_hostile_words_stay_words_in_the_rows() -> None:
    """What is compared is plain text; the rows escape it."""
    found = diff({"title": "a"}, {"title": "<script>alert(1)</script>"}, {"title": "text"})
    page = Template('{% include "components/diff_rows.html" %}').render(
        Context({"rows": found.rows, "counts": found.counts})
    )
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_added_and_removed_words_are_named_without_colour() -> None:
    found = diff(
        {"summary": "The city has marked 1,200 places."},
        {"summary": "The city has marked 1,284 places."},
        {"summary": "text"},
    )
    with translation.override("en"):
        page = Template('{% include "components/diff_rows.html" %}').render(Context({"rows": found.rows}))
    assert "[removed:" in page
    assert "[added:" in page
