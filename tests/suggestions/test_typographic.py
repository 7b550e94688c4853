"""Which changes ask nobody: the rule of suggestions.typographic, as a table."""

from __future__ import annotations

import pytest

from policywiki.core.rawblocks import normalise
from policywiki.suggestions.diff import diff
from policywiki.suggestions.typographic import is_typographic
from tests.factories.proposals import proposal_content

FIELDS = {
    "title": "text",
    "language": "choice",
    "summary": "text",
    "problem": "blocks",
    "measures": "blocks",
    "district": "reference",
    "tags": "set",
}


def rich(html: str) -> list[dict[str, object]]:
    return normalise([{"id": "a", "type": "section", "value": {"heading": "", "level": "2", "text": html}}])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Build racks , please", "Build racks, please."),
        ("120 bicycles - at the gate", "120 bicycles – at the gate"),
        ("北门建停车架,两层", "北门建停车架，两层。"),
        ("ＡＢＣ　广场", "ABC 广场"),
        ("The north gate", "The North Gate"),
        ("他说“可以”", "他说「可以」"),
        ("one line\ntwo lines", "one line two lines"),
    ],
)
def test_typography_asks_nobody(old: str, new: str) -> None:
    assert is_typographic(diff({"summary": old}, {"summary": new}, FIELDS))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("120 bicycles", "200 bicycles"),
        ("1,200 万元", "12,00 万元"),
        ("1.5 m wide", "15 m wide"),
        ("at -5 degrees", "at 5 degrees"),
        ("5-10 racks", "5 10 racks"),
        ("5% of them", "5 of them"),
        ("We build racks", "We do not build racks"),
        ("应当修建", "不应修建"),
        ("We build racks.", "We build racks?"),
        ("costs 10 €", "costs 10 $"),
        ("A first. B second.", "B second. A first."),
        ("收费", "不收费"),
    ],
)
def test_whatever_says_something_else_asks(old: str, new: str) -> None:
    assert not is_typographic(diff({"summary": old}, {"summary": new}, FIELDS))


def test_bold_and_a_paragraph_cut_in_two_are_typography_and_a_link_is_not() -> None:
    before = {"problem": rich("<p>The pavement is blocked. Nobody gets through.</p>")}
    bold = {"problem": rich("<p>The <b>pavement</b> is blocked.</p><p>Nobody gets through.</p>")}
    link = {
        "problem": rich(
            '<p>The <a href="https://example.org/">pavement</a> is blocked. Nobody gets through.</p>'
        )
    }
    other = {
        "problem": rich(
            '<p>The <a href="https://example.com/">pavement</a> is blocked. Nobody gets through.</p>'
        )
    }
    assert is_typographic(diff(before, bold, FIELDS))
    assert not is_typographic(diff(before, link, FIELDS))
    assert not is_typographic(diff(link, other, FIELDS))


def test_a_sentence_that_only_moves_says_something_else() -> None:
    before = {"problem": rich("<p>First we ask.</p><p>Roads are built.</p><p>Then we pay.</p>")}
    after = {"problem": rich("<p>Roads are built.</p><p>Then we pay.</p><p>First we ask.</p>")}
    assert not is_typographic(diff(before, after, FIELDS))


def test_topics_are_no_part_of_the_text_and_the_district_is() -> None:
    content = proposal_content()
    assert is_typographic(diff(content, content | {"tags": ["bicycles", "gates"]}, FIELDS))
    assert not is_typographic(diff(content, content | {"district": 4}, FIELDS))
    assert not is_typographic(diff(content, content | {"language": "zh-hans"}, FIELDS))


def test_a_measure_less_is_never_typography() -> None:
    content = proposal_content()
    assert not is_typographic(diff(content, content | {"measures": []}, FIELDS))
