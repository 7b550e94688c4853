"""Articles and headings get their anchors when a page is read, and nowhere else."""

import html
import re

import pytest

from policywiki.wiki.articles import articles, contents, passages, read
from policywiki.wiki.numbering import number_of
from policywiki.wiki.texts import gather, parse, to_blocks
from policywiki.wiki.texts.blocks import rich_text
from tests.wiki.real_texts import LAWS, needs_laws


def section(*paragraphs, heading="", level="2", block="b1"):
    value = {"heading": heading, "level": level, "text": rich_text(paragraphs)}
    return {"type": "section", "id": block, "value": value}


def anchors(*paragraphs):
    return [article.anchor for article in articles([section(*paragraphs)])]


@pytest.mark.parametrize(
    "text, value",
    [
        ("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("九十九", 99), ("一百", 100), ("一百零三", 103),
        ("一百一十", 110), ("一千二百五十九", 1259), ("两百", 200), ("二〇二", 202), ("12", 12), ("１２", 12),
    ],
)  # fmt: skip
def test_a_number_is_read_however_it_is_written(text, value):
    assert number_of(text) == value


@pytest.mark.parametrize("text", ["", "1十", "百x"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError, match=text or "no number"):
        number_of(text)


@pytest.mark.parametrize(
    "paragraphs, expected",
    [
        (["第一条 车。", "第二条　路。", "第三条\u2002人。"], ["article-1", "article-2", "article-3"]),
        (["第一条 车。", "停放。", "第二条 路。"], ["article-1", "article-2"]),
        (
            ["第十二条 车。", "第十二条之一 路。", "第十三条 人。"],
            ["article-12", "article-12_1", "article-13"],
        ),
        (["第12条 车。", "第１３条 路。"], ["article-12", "article-13"]),
        (["第十二条"], ["article-12"]),
        # a repeat: two rules printed on one page
        (["第一条 车。", "第二条 路。", "第一条 人。"], ["article-1", "article-2", "article-1-2"]),
        (["第一条 车。", "第一条 路。", "第一条 人。"], ["article-1", "article-1-2", "article-1-3"]),
        # inside a paragraph, continuing the sequence
        (["第一条 车。 第二条 路。第三条 人。"], ["article-1", "article-2", "article-3"]),
        (["第一条 车。 第二条路。"], ["article-1", "article-2"]),
        (["第一条 车。第一条之一 路。"], ["article-1", "article-1_1"]),
        # inside a paragraph, but only quoted
        (["第一条 车。第九条 规定的除外。"], ["article-1"]),
        (["第一条 车。第二条规定的除外。"], ["article-1"]),
        (["第一条 车。 第二条 除外。", "第二条 路。"], ["article-1", "article-2"]),
        (["第一条 车，第二条 除外。"], ["article-1"]),
        # at a paragraph's beginning without the space
        (["第一条 车。", "第二 条路。", "第三条 人。"], ["article-1", "article-2", "article-3"]),
        (["第一条 车。", "第二条规定的除外。", "第二条 路。"], ["article-1", "article-2"]),
        (["第九条规定的车。"], []),
        (["本条例第一条 车。"], []),
        (["第1十条 车。"], []),
    ],
)
def test_what_is_an_article_and_its_anchor(paragraphs, expected):
    assert anchors(*paragraphs) == expected


def test_an_article_carries_its_text_up_to_the_next_one():
    found = articles(
        [section("前言。", "第一条 车。", "（一）小车；", "第二条 路。 第三条 人。", heading="总则")]
    )
    assert [(item.label, item.text) for item in found] == [
        ("第一条", "第一条 车。\n（一）小车；"),
        ("第二条", "第二条 路。"),
        ("第三条", "第三条 人。"),
    ]


def test_an_article_runs_on_over_a_block_without_heading_but_ends_at_the_next_heading():
    body = [
        section("第一条 车。", block="a"),
        {
            "type": "table",
            "id": "t",
            "value": {"data": [["车", "数"], ["单车", None]], "table_caption": "表"},
        },
        section("说明。", block="c"),
        section("总述。", heading="附件", block="d"),
    ]
    assert [(item.anchor, item.heading, item.text) for item in passages(body)] == [
        ("article-1", "", "第一条 车。\n表\n车 数\n单车\n说明。"),
        ("section-1", "附件", "总述。"),
    ]


def test_the_anchors_are_in_the_html_and_the_words_stay():
    body = [section("第一条 甲&乙<丙>。 第二条 路。", "人。", heading="总则")]
    result = read(body).html["b1"]
    assert result.startswith('<p id="article-1" data-block-key=')
    assert '。 <span id="article-2"></span>第二条 路。</p>' in result
    assert re.sub(r'<span id="[^"]*"></span>| id="[^"]*"', "", result) == body[0]["value"]["text"]


def test_an_inner_article_is_placed_right_after_entities_breaks_and_tags():
    text = '<p data-block-key="aaaaa"><b>第一条</b> 甲&amp;乙<br/>丙。 第二条 <i>丁</i>。</p>'
    value = {"heading": "", "level": "2", "text": text}
    result = read([{"type": "section", "id": "b1", "value": value}]).html["b1"]
    assert '丙。 <span id="article-2"></span>第二条 <i>丁</i>' in result
    assert result.startswith('<p id="article-1"')


def test_contents_list_headings_with_their_path_and_articles():
    body = [
        section("第一条 车。", heading="第一章 总则", block="a"),
        section(heading="第二章 停放", block="b"),
        section("第二条 路。", "第三条 人。", heading="第一节 路边", level="3", block="c"),
        section("没有标题。", block="d"),
        section("第四条 罚。", heading="第三章 责任", block="e"),
    ]
    assert [
        (item.anchor, item.level, item.path, [article.label for article in item.articles])
        for item in contents(body)
    ] == [
        ("section-1", 2, ("第一章 总则",), ["第一条"]),
        ("section-2", 2, ("第二章 停放",), []),
        ("section-3", 3, ("第二章 停放", "第一节 路边"), ["第二条", "第三条"]),
        ("section-4", 2, ("第三章 责任",), ["第四条"]),
    ]
    assert read(body).anchors == {"a": "section-1", "b": "section-2", "c": "section-3", "e": "section-4"}


def test_headings_inside_a_text_are_in_the_contents_and_can_be_linked():
    text = (
        '<p data-block-key="aaaaa">车。</p><h3 data-block-key="bbbbb">路边</h3>'
        '<p data-block-key="ccccc">人。</p>'
    )
    body = [{"type": "section", "id": "b1", "value": {"heading": "停放", "level": "2", "text": text}}]
    reading = read(body)
    assert [(item.anchor, item.text, item.level) for item in reading.contents] == [
        ("section-1", "停放", 2),
        ("section-2", "路边", 3),
    ]
    assert '<h3 id="section-2" data-block-key="bbbbb">' in reading.html["b1"]
    body[0]["value"]["level"] = "3"
    assert [item.level for item in contents(body)] == [3, 4]


def test_lists_are_read_as_text_and_never_as_articles():
    text = '<ul><li data-block-key="aaaaa">第一条 车。</li><li data-block-key="bbbbb">路。</li></ul>'
    body = [{"type": "section", "id": "b1", "value": {"heading": "停放", "level": "2", "text": text}}]
    assert articles(body) == []
    assert [item.text for item in passages(body)] == ["第一条 车。\n路。"]


def test_passages_lead_to_articles_under_their_chapter():
    body = [
        section("题注。", block="i"),
        section("本章说明。", "第一条 车。", heading="第一章 总则", block="a"),
        section("第二条 路。", heading="第一节 路边", level="3", block="b"),
    ]
    assert [(item.anchor, item.heading, item.text) for item in passages(body)] == [
        ("", "", "题注。"),
        ("section-1", "第一章 总则", "本章说明。"),
        ("article-1", "第一章 总则", "第一条 车。"),
        ("article-2", "第一章 总则 › 第一节 路边", "第二条 路。"),
    ]


def test_an_empty_body_reads_as_nothing():
    reading = read([])
    assert (reading.contents, reading.articles, reading.passages, reading.html) == ([], [], [], {})


@needs_laws
@pytest.mark.data
def test_all_articles_of_all_real_texts_are_found():
    """60,723 paragraphs begin an article: 60,722 by 第N条 and white space, one by the sequence.

    113 more stand inside paragraphs. Of the published versions (four identical texts aside): 60,601.
    """
    leading = inside = published = 0
    gathering = gather(LAWS)
    for version in gathering.versions:
        found = articles(to_blocks(version.text))
        published += len(found)
        leading += len(version.paths) * sum(item.offset == 0 for item in found)
        inside += len(version.paths) * sum(item.offset > 0 for item in found)
        assert len({item.anchor for item in found}) == len(found)
    assert (leading, inside, published) == (60_723, 113, 60_601)


@needs_laws
@pytest.mark.data
def test_passages_and_anchored_html_of_real_texts_hold_every_character():
    for path in list((LAWS / "DLC").rglob("*.md")):
        body = to_blocks(parse(path.name, path.read_bytes()))
        reading = read(body)
        whole = "".join(block["value"]["text"] for block in body)
        expected = re.sub(r"\s", "", html.unescape(re.sub(r"<[^>]*>", "", whole)))
        assert "".join("".join(item.text for item in reading.passages).split()) == expected
        shown = "".join(reading.html[block["id"]] for block in body)
        assert re.sub(r"\s", "", html.unescape(re.sub(r"<[^>]*>", "", shown))) == expected
        for article in reading.articles:
            assert shown.count(f' id="{article.anchor}"') == 1
