"""Reading official texts: what a file's title, date and body are, and that nothing of it is lost."""

import html
import re
from datetime import date

import pytest

from policywiki.core.markup import from_plain, to_plain
from policywiki.core.richtext import canonical
from policywiki.wiki.texts import NotAText, TextError, gather, letters, parse, to_blocks
from policywiki.wiki.texts.blocks import rich_text
from tests.wiki.real_texts import LAWS, needs_laws

INFO = "2020年3月1日 市人大通过"


def text_of(*, title="停车办法", info=INFO, body="第一条 车。"):
    return f"# {title}\n\n{info}\n\n<!-- INFO END -->\n\n{body}\n".encode()


def parsed(path="停车办法.md", **parts):
    return parse(path, text_of(**parts))


def keys_of(block):
    return re.findall(r'data-block-key="([^"]*)"', block["value"]["text"])


def test_identity_is_all_leading_title_lines_and_never_the_folder():
    book = "# 城市法典\n\n# 停车编\n\n2020年3月1日 通过\n\n<!-- INFO END -->\n\n# 附\n\n第一条 车。".encode()
    one, two = parse("甲/停车编.md", book), parse("乙/别的名字.md", book)
    assert one.identity == two.identity == "城市法典 · 停车编"


def test_white_space_and_invisible_marks_do_not_make_another_title():
    assert parsed(title="停车\u200b  办法 ").identity == parsed(title="停车 办法").identity == "停车 办法"


@pytest.mark.parametrize(
    "name, info, expected",
    [
        ("办法(2024-03-29).md", "2019年1月1日 通过", date(2024, 3, 29)),
        ("办法（试行）(2024-03-29).md", "", date(2024, 3, 29)),
        ("办法（2024-03-29）.md", "", date(2024, 3, 29)),
        ("关于(2019-01-01)决定的说明(2024-03-29).md", "", date(2024, 3, 29)),
        ("办法.md", "2019年1月1日 通过\n2021年12月31日 修订\n2020年5月5日 修正", date(2021, 12, 31)),
        ("办法.md", "2019年1月1日 通过\n2021年1月1日 施行", date(2019, 1, 1)),
        ("办法.md", "2019年1月1日 通过\n2021年1月1日起施行", date(2019, 1, 1)),
        ("办法.md", "2019年1月1日发布 自2020年1月1日施行", date(2019, 1, 1)),
        ("办法.md", "（2019年1月1日市人大通过）", date(2019, 1, 1)),
        ("办法.md", "2019年1月1日", date(2019, 1, 1)),
        ("办法.md", "2021年1月1日 施行", None),
        ("办法.md", "市人大\n公布之日施行", None),
        ("办法.md", "", None),
    ],
)
def test_the_date_of_a_version(name, info, expected):
    assert parsed(name, info=info).version_date == expected


@pytest.mark.parametrize("name, info", [("办法(2024-02-30).md", ""), ("办法.md", "2024年13月1日 通过")])
def test_a_date_that_does_not_exist_is_an_error_not_a_guess(name, info):
    with pytest.raises(TextError, match="no such date"):
        parsed(name, info=info)


def test_bytes_that_are_not_utf8_are_an_error():
    with pytest.raises(TextError, match="UTF-8"):
        parse("办法.md", "# 办法".encode("gb18030"))


@pytest.mark.parametrize(
    "name, source",
    [
        ("README.md", "# 停车办法\n\n<!-- INFO END -->\n\n第一条 车。"),
        ("子/法律法规模版.md", "# 标题\n\n<!-- INFO END -->\n\n第一条 xxx"),
        ("样.md", "---\nbookHidden: true\n---\n\n# 标题\n\n<!-- INFO END -->\n\n第一条 xxx"),
        ("说明.md", "这里是说明。\n\n# 标题"),
        ("空.md", ""),
    ],
)
def test_what_is_not_a_text_says_so(name, source):
    with pytest.raises(NotAText):
        parse(name, source.encode())


def test_other_front_matter_is_skipped():
    source = "\ufeff---\nweight: 3\n---\n".encode() + text_of()
    assert parse("办法.md", source).identity == "停车办法"


def test_information_lines_are_the_first_section_and_the_text_before_a_chapter_the_second():
    text = parsed(info=f"{INFO}\n2020年5月1日 施行", body="前言。\n\n## 第一章 总则\n\n第一条 车。")
    sections = [(block["value"]["heading"], block["value"]["text"]) for block in to_blocks(text)]
    assert [heading for heading, _text in sections] == ["", "", "第一章 总则"]
    assert "市人大通过" in sections[0][1] and "施行" in sections[0][1]
    assert "前言。" in sections[1][1]


@pytest.mark.parametrize(
    "line, heading, level",
    [
        ("## 第一章 总则", "第一章 总则", "2"),
        ("### 第一节", "第一节", "3"),
        ("#### 5.1.1 重", "5.1.1 重", "4"),
        ("##### 细", "细", "4"),
        ("##第一章", "第一章", "2"),
        ("# 附件", "附件", "2"),
        ("## 监\u2002\u2002护", "监\u2002\u2002护", "2"),
    ],
)
def test_levels_come_from_the_number_of_marks(line, heading, level):
    block = to_blocks(parsed(info="", body=f"{line}\n\n第一条 车。"))[0]
    assert (block["value"]["heading"], block["value"]["level"]) == (heading, level)


def test_a_heading_without_words_begins_a_section_without_a_heading():
    blocks = to_blocks(parsed(info="", body="##\n\n第一条 车。"))
    assert [block["value"]["heading"] for block in blocks] == [""]


def test_lines_are_paragraphs_and_the_texts_own_characters_stay():
    body = (
        '第一条 a<b>&"c" 40*4=160、每月*2。\n1. 甲\n- 乙 | 丙\n'
        "\u3000\u3000丁\u200b\u2002戊 _己_\n<!-- FORCE\nBREAK -->\n庚"
    )
    block = to_blocks(parsed(info="", body=body))[0]
    paragraphs = re.findall(r"<p [^>]*>(.*?)</p>", block["value"]["text"])
    assert [html.unescape(item) for item in paragraphs] == [
        'a<b>&"c" 40*4=160、每月*2。'.join(["第一条 ", ""]),
        "1. 甲",
        "- 乙 | 丙",
        "丁\u2002戊 _己_",
        "庚",
    ]


def test_a_web_address_in_markdown_becomes_a_link_and_nothing_else_does():
    assert 'href="https://a.example/x?y=1&amp;z=%22"' in rich_text(
        ["见[这里](https://a.example/x?y=1&z=%22)。"]
    )
    assert "<a" not in rich_text(["[这里](javascript:alert)", "[注](附件)", "发[2008]3号"])


def test_a_file_without_the_mark_keeps_all_after_its_titles():
    text = parse("办法.md", "# 办法\n\n2020年1月1日 通过\n\n第一条 车。".encode())
    assert text.sections[0].paragraphs == ("2020年1月1日 通过", "第一条 车。")


def test_two_versions_share_ids_of_sections_and_keys_of_unchanged_paragraphs():
    first = "## 第一章 总则\n第一条 车。\n"
    last = "责任\n第三条 罚。"
    old = to_blocks(parsed(body=f"{first}第二条 路。\n## 第二章 {last}"))
    new = to_blocks(parsed(body=f"{first}第二条 大路。\n## 第二章 停放\n停。\n## 第三章 {last}"))
    assert [block["id"] for block in old] == [new[0]["id"], new[1]["id"], new[3]["id"]]
    assert new[2]["id"] not in {block["id"] for block in old}
    assert keys_of(old[1])[0] == keys_of(new[1])[0]
    assert keys_of(old[1])[1] != keys_of(new[1])[1]
    assert keys_of(old[2]) == keys_of(new[3])


def test_a_changed_paragraph_keeps_its_key_from_the_version_before():
    old = to_blocks(parsed(body="第一条 单车应当停放在白线以内。\n第二条 违者挪走。"))
    changed = parsed(body="第一条 车要停好。\n第二条 单车应当停放在白线或者停车架以内。\n第三条 违者挪走。")
    new = to_blocks(changed, base=old)
    assert keys_of(new[1])[1] == keys_of(old[1])[0]
    assert keys_of(new[1])[2] == keys_of(old[1])[1]
    assert len(set(keys_of(new[1]))) == 3


@needs_laws
@pytest.mark.data
def test_every_body_of_the_real_texts_is_already_in_canonical_form():
    for version in gather(LAWS / "DLC").versions:
        for block in to_blocks(version.text):
            text = block["value"]["text"]
            assert canonical(text) == text
            assert from_plain(to_plain(text), base=text) == text


def test_ids_and_keys_are_unique_where_words_repeat():
    body = (
        "## 第一章 甲\n### 一般规定\n同。\n同。\n同。\n## 第二章 乙\n### 一般规定\n同。\n### 一般规定\n同。"
    )
    blocks = to_blocks(parsed(body=body))
    assert len({block["id"] for block in blocks}) == len(blocks)
    assert len(set(keys_of(blocks[2]))) == 3
    assert to_blocks(parsed(body=body)) == blocks


def test_a_section_is_known_by_the_chapter_it_stands_in():
    old = to_blocks(parsed(body="## 第一章 甲\n### 一般规定\n同。"))
    new = to_blocks(parsed(body="## 第一章 乙\n### 一般规定\n别。\n## 第二章 甲\n### 一般规定\n同。"))
    assert old[-1]["id"] == new[-1]["id"]


def test_two_pages_share_no_section_ids():
    one, two = to_blocks(parsed()), to_blocks(parsed(title="养犬办法"))
    assert not {block["id"] for block in one} & {block["id"] for block in two}


def write(folder, path, source):
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(source)


def test_a_folder_is_gathered_into_pages_with_versions_oldest_first(tmp_path):
    write(tmp_path, "甲/办法(2024-01-01).md", text_of(body="第一条 新。"))
    write(tmp_path, "乙/办法(2020-01-01).md", text_of(body="第一条 旧。"))
    write(tmp_path, "丙/办法.md", text_of(body="第一条 最旧。", info=""))
    write(tmp_path, "丁/办法(2024-01-01).md", text_of(body="第一条\u200b  新。\n"))
    write(tmp_path, "戊/办法(2024-01-01).md", text_of(body="第一条 别。"))
    write(tmp_path, "戌/办法(2024-01-01).md", text_of(body="第一条 别 。"))
    write(tmp_path, "己/坏(2024-02-30).md", text_of(title="坏"))
    write(tmp_path, "README.md", b"# x")
    result = gather(tmp_path)
    (versions,) = result.pages.values()
    assert [str(version.text.version_date) for version in versions] == ["None", "2020-01-01", "2024-01-01"]
    assert versions[2].paths == ["丁/办法(2024-01-01).md", "甲/办法(2024-01-01).md"]
    assert [other.paths for other in versions[2].others] == [
        ["戊/办法(2024-01-01).md", "戌/办法(2024-01-01).md"]
    ]
    assert (result.texts, result.identical, len(result.others)) == (6, 2, 1)
    assert [path for path, _why in result.not_texts] == ["README.md"]
    assert [path for path, _why in result.errors] == ["己/坏(2024-02-30).md"]


def test_a_folder_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(NotADirectoryError):
        gather(tmp_path / "nothing")


@needs_laws
@pytest.mark.data
def test_the_real_texts_make_1167_pages_and_none_is_lost():
    result = gather(LAWS)
    for version in result.versions:
        to_blocks(version.text)
    assert (result.texts, len(result.pages), len(result.versions)) == (1247, 1167, 1243)
    assert (result.identical, result.others, result.errors) == (4, [], [])
    assert [path for path, _why in result.not_texts] == ["README.md", "法律法规模版.md"]
    undated = [version.paths for version in result.versions if version.text.version_date is None]
    assert undated == [["其他/劳动仲裁和劳动诉讼的攻略.md"]]
    assert len([title for title in result.pages if title.startswith("中华人民共和国民法典 · ")]) == 8
    assert max(len(title) for title in result.pages) <= 255


@needs_laws
@pytest.mark.data
def test_every_character_of_every_real_body_is_in_its_page():
    """Read apart from the parser: what follows the mark, less heading marks, comments and white space."""
    count = 0
    for path in sorted(LAWS.rglob("*.md")):
        source = path.read_text(encoding="utf-8")
        try:
            text = parse(path.name, path.read_bytes())
        except NotAText:
            continue
        body = source.split("<!-- INFO END -->")[1].replace("<!-- FORCE BREAK -->", "").replace("\u200b", "")
        expected = "".join(re.sub(r"^[ \t]*#+", "", line) for line in body.split("\n"))
        blocks = to_blocks(text)[1 if text.info else 0 :]
        page = "".join(block["value"]["heading"] + block["value"]["text"] for block in blocks)
        assert "".join(html.unescape(re.sub(r"<[^>]*>", "", page)).split()) == "".join(expected.split()), path
        count += 1
    assert count == 1247


@needs_laws
@pytest.mark.data
def test_every_character_of_every_real_information_line_is_in_its_page():
    for path in sorted(LAWS.rglob("*.md")):
        try:
            text = parse(path.name, path.read_bytes())
        except NotAText:
            continue
        head = path.read_text(encoding="utf-8").split("<!-- INFO END -->")[0]
        lines = [line for line in head.replace("\u200b", "").split("\n") if not line.startswith("# ")]
        block = to_blocks(text)[0]["value"]["text"] if text.info else ""
        shown = re.sub(r'<a href="([^"]*)">(.*?)</a>', r"[\2](\1)", block)
        words = html.unescape(re.sub(r"</?p[^>]*>", "", shown))
        assert "".join(words.split()) == "".join("".join(lines).split()), path


def test_letters_are_what_two_texts_are_compared_by():
    assert letters("第一条 车\u200b。\n\n<!-- x -->路") == letters("第一条\u3000车。路") == "第一条车。路"
