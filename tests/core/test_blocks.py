"""The blocks of a page: one canonical form for every way in, and how they look."""

import copy
from typing import Any

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.blocks import StreamBlock
from wagtail.models import Page

from policywiki.core import richtext
from policywiki.core.blocks import FEATURES, KNOWLEDGE_BODY, SOURCES, normalise, web_address
from policywiki.core.content import (
    changed_fields,
    empty,
    iso_date,
    plain_line,
    plain_text,
    refuse_unknown_fields,
)

from .attacks import OWN, assert_harmless

ONE_OF_EACH: list[dict[str, Any]] = [
    {
        "type": "section",
        "value": {
            "heading": " 总\u200b则 \n一 ",
            "level": "3",
            "text": "<strong>a</strong><script>x</script>",
        },
    },
    {"type": "table", "value": {"data": [["a", None, 3], ["b"]], "first_row_is_table_header": True}},
    {"type": "figure", "value": {"image": "7", "alt": "图", "caption": None}},
    {"type": "citation", "value": {"quote": "甲\r\n乙", "url": "https://a.example/ b", "page": 3}},
    {"type": "callout", "value": {"tone": "deadline", "text": "<p onclick=x>明天</p>"}},
    {"type": "source", "value": {"label": "a", "url": ""}},
    {"type": "measure", "value": {"what": "a\nb", "who": "c", "when": "", "cost": ""}},
    {"type": "detail", "id": "question-7", "value": {"label": "For\nwhom?", "text": "a\r\nb"}},
]


def test_every_type_gets_its_canonical_form() -> None:
    blocks = normalise(ONE_OF_EACH)
    section, table, figure, citation, callout, source, measure, detail = (block["value"] for block in blocks)
    assert section["heading"] == "总则 一"
    assert section["level"] == "3"
    assert richtext.paragraphs(section["text"])[0].html == "<b>a</b>"
    assert table["data"] == [["a", "", "3"], ["b", "", ""]]
    assert table["table_header_choice"] == "row" and not table["first_col_is_header"]
    assert figure == {"image": 7, "alt": "图", "caption": ""}
    assert citation["quote"] == "甲\n乙"
    assert citation["url"] == "https://a.example/%20b"
    assert (citation["page"], citation["edition"], citation["anchor"]) == (3, None, "")
    assert_harmless(callout["text"])
    assert source == {"label": "a", "url": ""}
    assert measure["what"] == "a\nb"
    assert detail == {"label": "For whom?", "text": "a\nb"}


def test_a_second_pass_changes_nothing_and_the_input_stays_as_it_was() -> None:
    given = copy.deepcopy(ONE_OF_EACH)
    blocks = normalise(given)
    assert given == ONE_OF_EACH
    assert normalise(blocks) == blocks
    assert normalise(ONE_OF_EACH) == blocks


def test_missing_ids_are_added_and_duplicates_renewed() -> None:
    value = {"heading": "a", "level": "2", "text": ""}
    same = "8b2c4f0e-0000-4000-8000-000000000001"
    blocks = normalise(
        [
            {"type": "section", "id": given, "value": value}
            for given in (same, same, None, "", "<b>", 5, "x" * 37)
        ]
    )
    ids = [block["id"] for block in blocks]
    assert ids[0] == same
    assert len(set(ids)) == len(ids)
    assert all(len(one) == 36 for one in ids)


def test_paragraphs_take_the_keys_of_the_same_block_before() -> None:
    before = normalise(
        [{"type": "section", "id": "a", "value": {"text": "<p data-block-key='zzzzz'>一段话</p>"}}]
    )
    after = normalise([{"type": "section", "id": "a", "value": {"text": "<p>一段话</p>"}}], base=before)
    assert after == before


@pytest.mark.parametrize(
    "block, words",
    [
        ({"type": "html", "value": "<script>"}, "unknown type"),
        ({"type": ["section"], "value": {}}, "unknown type"),
        ({"type": "section"}, "needs a type and a value"),
        ({"type": "section", "value": {}, "extra": 1}, "needs a type and a value"),
        ("section", "needs a type and a value"),
        ({"type": "section", "value": "text"}, "named parts"),
        ({"type": "section", "value": {"slug": "x"}}, "no such part: slug"),
        ({"type": "section", "value": {"heading": 3}}, "heading: is not text"),
        ({"type": "section", "value": {"level": "1"}}, "level: is none of 2, 3, 4"),
        ({"type": "callout", "value": {"tone": "red"}}, "tone: is none of"),
        ({"type": "figure", "value": {"image": "x"}}, "image: is not a number"),
        ({"type": "figure", "value": {"image": True}}, "image: is not a number"),
        ({"type": "source", "value": {"url": "javascript:alert(1)"}}, "url: is not a web address"),
        ({"type": "citation", "value": {"url": "//evil.example"}}, "url: is not a web address"),
        ({"type": "table", "value": []}, "not a table"),
        ({"type": "table", "value": {"data": "ab"}}, "a list of rows"),
        ({"type": "table", "value": {"data": ["ab"]}}, "a list of rows"),
        ({"type": "table", "value": {"data": [[{}]]}}, "is not text"),
        ({"type": "table", "value": {"data": [], "table_header_choice": "all"}}, "table_header_choice"),
    ],
)
def test_what_is_not_a_block_is_refused_in_a_sentence(block: Any, words: str) -> None:
    with pytest.raises(ValueError, match="Part 2.*" + words):
        normalise([ONE_OF_EACH[0], block])


@pytest.mark.parametrize("attack", OWN)
def test_no_attack_gets_into_a_page(attack: str) -> None:
    blocks = normalise(
        [
            {"type": "section", "value": {"heading": attack, "text": attack}},
            {"type": "callout", "value": {"text": attack}},
            {"type": "table", "value": {"data": [[attack]]}},
        ]
    )
    assert_harmless(blocks[0]["value"]["text"])
    assert_harmless(blocks[1]["value"]["text"])
    assert normalise(blocks) == blocks


def test_a_page_renders_its_blocks() -> None:
    section, table, _figure, citation, callout = copy.deepcopy(ONE_OF_EACH[:5])
    del citation["value"]["page"]  # a page needs the database; see tests/wiki
    html = _rendered(KNOWLEDGE_BODY, [section, table, citation, callout])
    assert '<h3 id="article-1">总则 一</h3>' in html
    assert "<b>a</b>" in html
    assert '<th scope="col">a</th>' in html
    assert 'role="region" tabindex="0" aria-label="' in html
    assert '<a href="https://a.example/%20b">' in html
    assert 'role="note"' in html
    assert "<script" not in html


def test_plain_text_is_escaped_wherever_it_stands() -> None:
    attack = "<img src=x onerror=alert(1)>"
    blocks = [
        {"type": "section", "value": {"heading": attack}},
        {"type": "table", "value": {"data": [[attack]], "table_caption": attack}},
        {"type": "figure", "value": {"caption": attack}},
        {"type": "citation", "value": {"quote": attack, "label": attack}},
    ]
    assert "<img" not in _rendered(KNOWLEDGE_BODY, blocks)
    assert "<img" not in _rendered(SOURCES, [{"type": "source", "value": {"label": attack, "url": "/x"}}])


def test_what_normalise_gives_is_what_wagtail_stores() -> None:
    stream = StreamBlock(KNOWLEDGE_BODY)
    blocks = normalise(block for block in ONE_OF_EACH[:5] if block["type"] != "figure")
    assert stream.get_prep_value(stream.to_python(copy.deepcopy(blocks))) == blocks


def test_the_editor_offers_what_the_door_lets_through() -> None:
    assert FEATURES == ["h3", "h4", "bold", "italic", "link", "ol", "ul"]


def test_an_address_that_no_link_may_have_is_refused() -> None:
    web_address("https://a.example/x")
    with pytest.raises(Exception, match="https://"):
        web_address("javascript:alert(1)")


def test_plain_fields_lose_what_nobody_sees() -> None:
    assert plain_line(" a\u200b\x00\n b  c\u3000d ") == "a b c\u3000d"
    assert plain_text(" a\r\nb\rc\u202e\n") == "a\nb\nc"


def test_content() -> None:
    assert (empty("blocks"), empty("set"), empty("text"), empty("date")) == ([], [], "", None)
    assert changed_fields({"a": 1, "b": 2}, {"b": 3, "c": 4}) == ["b", "c"]
    assert changed_fields({"a": 1, "b": 2}, {"b": 2}) == []
    assert (iso_date("2026-11-22"), iso_date(""), iso_date(None)) == ("2026-11-22", None, None)
    with pytest.raises(ValueError, match="isoformat"):
        iso_date("tomorrow")
    with pytest.raises(ValueError, match="slug"):
        refuse_unknown_fields({"slug": "x"}, {"title": "text"})


def _rendered(definition: list[tuple[str, Any]], blocks: list[dict[str, Any]]) -> str:
    stream = StreamBlock(definition)
    value = stream.to_python(normalise(blocks))
    return "".join(child.render(context={"anchor": "article-1"}) for child in value)


@pytest.mark.django_db
def test_the_editor_of_the_admin_gives_back_what_it_was_given() -> None:
    html = richtext.canonical(
        "<h3>题</h3><p>a <b>b <i>c</i></b> <a href='https://a.example/?b=1&c=2'>d<b>e</b></a><br>f 全\u3000角 &lt;b&gt;</p>"
        "<ul><li>1<ol><li>2<ul><li>3</ul></ol><li>4</ul><ol><li>5</ol><p>6</p><h4>7</h4>"
        f"<p><a href='#article-1'>8</a><a linktype='page' id='{Page.objects.earliest('pk').pk}'>9</a></p>"
    )
    editor = ContentstateConverter(features=FEATURES)
    assert richtext.canonical(editor.to_database_format(editor.from_database_format(html))) == html
