"""Markdown, DOCX and PDF: the papers to be read, opened by readers that did not write them."""

import io
import re
from dataclasses import replace
from datetime import datetime
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from markdown_it import MarkdownIt
from pypdf import PdfReader

from proposals.digests.digest import DOCUMENT_LIMIT, Argument, Digest, TooManyProposals
from proposals.digests.writers import FORMATS
from proposals.digests.writers.glyphs import printable
from proposals.digests.writers.markdown import escaped, paragraphs
from tests.proposals.digests import samples
from tests.proposals.digests.test_tables import made

READER = MarkdownIt("commonmark").enable("table")
WORDS_OF = {"zh-hans": samples.CHINESE, "en": samples.ENGLISH}


def squeezed(text: str) -> str:
    """Without white space, as lines break where they like."""
    return re.sub(r"\s+", "", text)


def plain(markdown: str) -> str:
    """What a reader of the rendered Markdown sees: text of all inline tokens, breaks as newlines."""
    seen = []
    for token in READER.parse(markdown):
        for child in token.children or ():
            seen.append("\n" if child.type in ("hardbreak", "softbreak") else child.content)
        seen.append("\n")
    return "".join(seen)


def document(digest: Digest) -> Any:
    """The DOCX as python-docx reads it."""
    return docx.Document(io.BytesIO(made("docx", digest)))


def words(opened: Any) -> str:
    """All text of a DOCX, tables and links included."""
    return "\n".join(
        "".join(node.text or "" for node in paragraph.iter(qn("w:t")))
        for paragraph in opened.element.body.iter(qn("w:p"))
    )


def pdf_text(digest: Digest) -> str:
    """All text of the PDF without white space."""
    reader = PdfReader(io.BytesIO(made("pdf", digest)))
    return squeezed("".join(page.extract_text() for page in reader.pages))


@pytest.mark.parametrize(
    "text",
    [
        "# 标题", "1. 一", "12) 二", "- 项", "+ 项", "= 等", "> 引", "| 表 |",
        "*星* _下_ `码`", "<b>粗</b>", "[字](http://x)",
        "a & b &amp; c", "\\ 反斜", "~~删~~", "![图](x)", "***", "---", "    缩进", ": 定义",
        samples.NASTY_TEXT,
    ],
)  # fmt: skip
def test_markdown_means_only_itself(text: str) -> None:
    tokens = READER.parse(escaped(text))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert {child.type for child in tokens[1].children} <= {"text", "text_special"}
    assert plain(escaped(text)).strip() == text.strip()


@pytest.mark.parametrize(
    "text", ["不是标题\n===", "不是标题\n---", "| 不是 | 表 |\n| --- | --- |", "一\n2. 二\n- 三"]
)
def test_lines_of_one_paragraph_stay_its_lines(text: str) -> None:
    tokens = READER.parse("\n".join(paragraphs(text)))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert plain("\n".join(paragraphs(text))).strip() == text


def test_markdown_has_its_figures_in_tables() -> None:
    text = made("markdown", samples.sample("zh-hans")).decode()
    tables = [token for token in READER.parse(text) if token.type == "table_open"]
    # figures, stages, districts; per proposal its numbers (3), one has measures; definitions
    assert len(tables) == 3 + 3 + 1 + 1
    assert "| 支持 | 4,120 |" in text
    assert "| 征集支持 | 5 |" in text
    seen = plain(text)
    for expected in (
        samples.BICYCLES.title,
        "欧阳𬭎",
        "“绕一下”",
        "赵元任",
        "部分采纳",
        "https://city.example/p/1",
    ):
        assert expected in seen


def test_markdown_of_the_nasty_proposal_keeps_its_table_and_its_words() -> None:
    text = made("markdown", samples.sample("en", nasty=True)).decode()
    seen = plain(text)
    assert samples.NASTY_TEXT in seen
    assert "<script>alert(1)</script>" in seen
    assert samples.NASTY.proposer in seen
    assert samples.LONG in seen
    assert not [
        t for t in READER.parse(text) if t.type in ("html_block", "fence", "code_block", "blockquote_open")
    ]
    raw = [c.content for t in READER.parse(text) for c in t.children or () if c.type == "html_inline"]
    assert set(raw) <= {"<br>"}


def test_the_document_says_everything_in_its_order() -> None:
    opened = document(samples.sample("zh-hans"))
    text = words(opened)
    expected = [
        "北京市", "共享单车停放：2026年第二季度建言摘编", "2026年5月30日", "供市长办公会", "数据概览",
        "4,120", "用语说明",
    ]  # fmt: skip
    entry = [
        "2026-0001", samples.BICYCLES.title, "欧阳𬭎", "https://city.example/p/1", "1,312", "早高峰时",
        "存在的问题", "“绕一下”", "区城管委", "主要赞成意见", "李清照", "主要反对意见", "赵元任",
        "官方答复", "部分采纳", "容量公开一事",
    ]  # fmt: skip
    at = text.index("建言人")  # past the list at a glance
    places = [text.index(word, at) for word in entry[2:]]
    assert places == sorted(places)
    assert all(word in text for word in expected + entry)


def test_the_document_is_a4_with_styles_repeated_heads_and_both_fonts() -> None:
    opened = document(samples.sample("en"))
    section = opened.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    titles = [p.text for p in opened.paragraphs if p.style.name == "Heading 2"]
    assert titles == [samples.BICYCLES.title, samples.WAITING.title, samples.BARE.title]
    for table in opened.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    for name in ("Normal", "Heading 1", "Heading 2", "Title", "Caption"):
        (fonts,) = opened.styles[name].element.rPr.findall(qn("w:rFonts"))
        assert fonts.get(qn("w:eastAsia")) in ("SimSun", "Microsoft YaHei")
        assert fonts.get(qn("w:asciiTheme")) is None
    fields = [node.text for node in section.footer._element.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_the_documents_chart_is_a_picture_that_says_its_numbers() -> None:
    (shape,) = document(samples.sample("zh-hans")).inline_shapes
    said = shape._inline.docPr.get("descr")
    assert "征集支持 5" in said
    assert "海淀区 6" in said


def test_the_document_of_the_nasty_proposal_opens_with_its_words() -> None:
    text = words(document(samples.sample("zh-hans", nasty=True)))
    for expected in (
        samples.NASTY_TEXT,
        samples.NASTY.proposer,
        samples.LONG,
        "<script>alert(1)</script>",
        "#let x",
    ):
        assert expected in text


def test_only_web_addresses_become_links() -> None:
    evil = replace(samples.BARE, address="javascript:alert(1)")
    linked = document(samples.sample("en", samples.BARE)).part.rels.values()
    assert [rel.target_ref for rel in linked if rel.is_external] == ["https://city.example/p/3"]
    assert not [rel for rel in document(samples.sample("en", evil)).part.rels.values() if rel.is_external]
    reader = PdfReader(io.BytesIO(made("pdf", samples.sample("en", evil))))
    assert not [
        note for page in reader.pages for note in page.get("/Annots", []) if "/A" in note.get_object()
    ]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pdf_says_everything(language: str) -> None:
    text = pdf_text(samples.sample(language))
    for expected in (
        samples.BICYCLES.title, "欧阳𬭎", "“绕一下”", "区城管委", "李清照", "赵元任", "部分采纳",
        "1,312", "4,120",
        "https://city.example/p/1", "Let people who don’t read Chinese", "Ada O’Brien", "1,604",
        WORDS_OF[language].definitions, WORDS_OF[language].arguments_for,
    ):  # fmt: skip
        assert squeezed(expected) in text


def test_the_pdf_is_tagged_dated_titled_and_numbered() -> None:
    reader = PdfReader(io.BytesIO(made("pdf", samples.sample("zh-hans"))))
    assert reader.metadata.title == "共享单车停放：2026年第二季度建言摘编"
    assert reader.metadata.author == "北京市"
    assert reader.metadata.creation_date.replace(tzinfo=None) == datetime(2026, 5, 30)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"
    assert len(reader.pages) == 3
    assert "第1页，共3页" in squeezed(reader.pages[0].extract_text())
    assert "共享单车停放：2026年第二季度建言摘编" in squeezed(reader.pages[2].extract_text())
    assert {round(float(reader.pages[0].mediabox.width)), round(float(reader.pages[0].mediabox.height))} == {
        595,
        842,
    }
    assert [item.title for item in reader.outline if not isinstance(item, list)] == [
        "数据概览",
        "建言",
        "用语说明",
    ]


def test_the_pdf_shows_hostile_text_as_text_and_names_what_its_fonts_lack() -> None:
    text = pdf_text(samples.sample("zh-hans", nasty=True))
    assert squeezed(samples.NASTY_TEXT) in text
    assert "<script>alert(1)</script>" in text
    assert "〓〔U+20BB7〕田" in text
    assert "〔bicycle〕" in text
    assert text.count("共享单车停放") > 7_000 - 200  # a page break may fall inside one


@pytest.mark.parametrize(
    "text, shown",
    [
        ("喆堃䶮𬭎", "喆堃䶮𬭎"),
        ("𠮷", "〓〔U+20BB7〕"),
        ("🚲", "〔bicycle〕"),
        ("👨\u200d👩\u200d👧", "〔man〕〔woman〕〔girl〕"),
        ("→★", "→★"),
        ("می\u200cروم", "می\u200cروم"),
    ],
)
def test_every_character_is_shown_or_named(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize("name", ["markdown", "docx", "pdf"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_paper_of_nothing_says_so(name: str, language: str) -> None:
    digest = samples.empty(language)
    read = {
        "markdown": lambda: plain(made("markdown", digest).decode()),
        "docx": lambda: words(document(digest)),
    }
    text = squeezed(read[name]()) if name in read else pdf_text(digest)
    assert squeezed(WORDS_OF[language].no_proposals) in text
    assert squeezed(digest.title) in text


@pytest.mark.parametrize("name", ["docx", "pdf"])
def test_too_many_are_refused_before_anything_is_written(name: str) -> None:
    stream = io.BytesIO()
    with pytest.raises(TooManyProposals, match="at most 200 proposals, 201"):
        FORMATS[name].write(samples.many(DOCUMENT_LIMIT + 1), stream)
    assert stream.getvalue() == b""
    assert FORMATS[name].is_read


def test_one_side_of_arguments_alone_takes_the_whole_width() -> None:
    alone = replace(samples.BARE, arguments_against=(Argument("不行。", "赵元任"),))
    text = pdf_text(samples.sample("zh-hans", alone))
    assert "主要反对意见不行。赵元任" in text
    assert "主要赞成意见" not in text
