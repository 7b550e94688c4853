"""The line markup: everything rich text can say can be typed, and comes back as it was."""

from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policywiki.core import prose, richtext
from policywiki.core.html import clean
from policywiki.core.markup import from_plain, to_plain
from tests.pace import units
from tests.wiki.real_texts import LAWS

from .attacks import OWN, assert_harmless, payloads
from .prose_strategies import canonical, words


@settings(max_examples=120, deadline=None)
@given(canonical)
def test_what_is_written_out_and_read_in_is_the_same(html: str) -> None:
    assert from_plain(to_plain(html), base=html) == html


@settings(max_examples=30, deadline=None)
@given(canonical)
def test_the_door_has_nothing_to_change_in_it(html: str) -> None:
    assert clean(html) == html
    assert richtext.canonical(html) == html


@settings(max_examples=80, deadline=None)
@given(
    st.lists(words | st.sampled_from(["\n", "\n\n", "\n- ", "\n  - ", "\n1. ", "\n### ", "[a](/b)"])).map(
        "".join
    )
)
def test_whatever_is_typed_gives_canonical_text(text: str) -> None:
    html = from_plain(text)
    assert_harmless(html)
    assert clean(html) == html
    assert from_plain(to_plain(html), base=html) == html


@pytest.mark.data
def test_html_that_is_typed_stays_text() -> None:
    for attack in [*OWN, *islice(payloads(), 0, None, 12)]:
        html = from_plain(attack)
        assert_harmless(html)
        assert clean(html) == html


@pytest.mark.data
def test_the_laws_come_back_as_they_were() -> None:
    paths = sorted(LAWS.rglob("*.md"))
    assert len(paths) > 1000
    for path in paths[::30]:
        lines = [line.strip() for line in path.read_text().splitlines()]
        html = richtext.with_keys(prose.tidy(prose.Block("p", (prose.Run(line),)) for line in lines))
        assert from_plain(to_plain(html), base=html) == html
    assert clean(html) == html


@pytest.mark.parametrize(
    "text, html",
    [
        ("", ""),
        ("一\r\n二\r\n\r\n三", "<p>一<br/>二</p><p>三</p>"),
        ("### 标题\n正文", "<h3>标题</h3><p>正文</p>"),
        ("正文\n#### 标题", "<p>正文</p><h4>标题</h4>"),
        ("# a\n\n##### b\n\n###c", "<p># a</p><p>##### b</p><p>###c</p>"),
        ("- a\n- b\n\n- c\n\nd", "<ul><li>a</li><li>b</li><li>c</li></ul><p>d</p>"),
        ("* a\n* *b*", "<ul><li>a</li><li><i>b</i></li></ul>"),
        ("- a\n  b\n- c\nd", "<ul><li>a<br/>b</li><li>c</li></ul><p>d</p>"),
        ("- a\n    - b\n    - c\n- d", "<ul><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ul>"),
        ("1. a\n  - b\n2. c", "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"),
        ("1. a\n\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("5. a", "<p>5. a</p>"),
        ("2026. a\n1.b\n-c", "<p>2026. a<br/>1.b<br/>-c</p>"),
        ("\\- a\n1\\. b\n\\### c", "<p>- a<br/>1. b<br/>### c</p>"),
        ("**a** *b* ***c***", "<p><b>a</b> <i>b</i> <b><i>c</i></b></p>"),
        ("**a*b*c**", "<p><b>a<i>b</i>c</b></p>"),
        ("5*3 = 15", "<p>5*3 = 15</p>"),
        ("2 * 3 * 4 ** 5 ****", "<p>2 * 3 * 4 ** 5 ****</p>"),
        ("**a** b** c", "<p><b>a</b> b** c</p>"),
        ("\\*a\\* \\x \\\\", "<p>*a* \\x \\</p>"),
        ("[a](https://b.example/?c=1&d=2)", '<p><a href="https://b.example/?c=1&amp;d=2">a</a></p>'),
        ("[a](page:12)", '<p><a linktype="page" id="12">a</a></p>'),
        ("[**a**](/b)**c**", '<p><a href="/b"><b>a</b></a><b>c</b></p>'),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>"),
        ("[a](//b.example) [c] (d) [e][f]", "<p>[a](//b.example) [c] (d) [e][f]</p>"),
        ("[a](/b\\)c)", '<p><a href="/b)c">a</a></p>'),
        ("<script>x</script> &amp;", "<p>&lt;script&gt;x&lt;/script&gt; &amp;amp;</p>"),
        ("\u200b- a", "<ul><li>a</li></ul>"),
        ("\u3000\u3000第一条\u3000本市", "<p>\u3000\u3000第一条\u3000本市</p>"),
    ],
)
def test_what_one_can_type(text: str, html: str) -> None:
    assert _without_keys(from_plain(text)) == html


@pytest.mark.parametrize(
    "html, text",
    [
        ("<h3>a</h3><p>b<br/>c</p><h4>d</h4>", "### a\n\nb\nc\n\n#### d"),
        ("<ul><li>a<ol><li>b</li><li>c</li></ol></li></ul><ol><li>d</li></ol>", "- a\n  1. b\n  2. c\n1. d"),
        ("<p><b>a </b><a href='/x(y)'><b>b</b></a></p>", "**a [b](/x\\(y\\))**"),
        ("<p>a <a href='/x'>b<b>c</b></a><b>d</b></p>", "a [b**c**](/x)**d**"),
        ("<p>1. a<br/>- b<br/>2*2 [c]</p>", "1\\. a\n\\- b\n2\\*2 \\[c\\]"),
    ],
)
def test_how_a_text_reads_in_the_box(html: str, text: str) -> None:
    assert to_plain(clean(html)) == text


def test_an_unchanged_paragraph_keeps_its_key_and_a_changed_one_that_of_its_counterpart() -> None:
    base = "".join(
        f'<p data-block-key="key0{number}">第{number}条 {text}</p>'
        for number, text in enumerate(
            ["市民可以提出意见。", "有关部门应当在十日内答复。", "本办法自公布之日起施行。"]
        )
    )
    typed = to_plain(base).replace("十日内", "十五个工作日内") + "\n\n完全不同的新段落"
    assert _keys(from_plain(typed, base=base))[:3] == ["key00", "key01", "key02"]
    assert _keys(from_plain(typed, base=base))[3] not in ("key00", "key01", "key02")


def test_a_new_paragraph_takes_no_key_and_a_moved_one_takes_its_own_along() -> None:
    base = '<p data-block-key="aaaaa">甲段落说一件事</p><p data-block-key="bbbbb">乙段落说另一件</p>'
    keys = _keys(from_plain("新的开头完全无关\n\n乙段落说另一件\n\n甲段落说一件事", base=base))
    assert keys[1:] == ["bbbbb", "aaaaa"]
    assert keys[0] not in keys[1:]


def test_a_paragraph_with_nothing_in_common_takes_no_key_over() -> None:
    base = '<p data-block-key="aaaaa">市民可以提出意见。</p>'
    assert _keys(from_plain("Quite another matter", base=base)) != ["aaaaa"]


def test_a_chapter_that_moves_takes_its_keys_along() -> None:
    lines = [f"第{number}条\u3000{number * 7919 % 9973}号文件的规定" for number in range(300)]
    base = "".join(f'<p data-block-key="m{place:04}">{line}</p>' for place, line in enumerate(lines))
    assert (
        _keys(from_plain("\n\n".join(lines[200:] + lines[:200]), base=base))
        == _keys(base)[200:] + _keys(base)[:200]
    )


def test_a_paragraph_split_in_two_keeps_its_key_once() -> None:
    base = '<p data-block-key="aaaaa">前半句话在这里写着，后半句话在那里写着。</p>'
    keys = _keys(from_plain("前半句话在这里写着，\n\n后半句话在那里写着。", base=base))
    assert keys.count("aaaaa") == 1
    assert len(set(keys)) == 2


def test_the_same_paragraph_twice_gets_two_keys_that_stay() -> None:
    html = "".join(f'<p data-block-key="same{number}">无</p>' for number in range(3))
    assert len(set(_keys(html))) == 3
    assert _keys(from_plain("无\n\n有些什么\n\n无\n\n无", base=html))[0] == _keys(html)[0]
    assert set(_keys(html)) <= set(_keys(from_plain("无\n\n有些什么\n\n无\n\n无", base=html)))


def test_a_heading_made_of_a_paragraph_keeps_its_key() -> None:
    assert _keys(from_plain("### 总则与目的", base='<p data-block-key="aaaaa">总则与目的</p>')) == ["aaaaa"]


def test_two_people_who_type_the_same_get_the_same() -> None:
    assert from_plain("一段\n\n- 又一段") == from_plain("一段\n\n- 又一段")


def test_a_long_text_with_five_changes_is_read_at_once() -> None:
    lines = [
        f"第{number}条\u3000" + "市人民政府应当依法履行职责" * 3 + str(number * 7) for number in range(2000)
    ]
    base = from_plain("\n\n".join(lines))
    for place in (3, 500, 777, 1500, 1999):
        lines[place] = lines[place].replace("依法", "依照法律法规")
    took, html = units(lambda: from_plain("\n\n".join(lines), base=base))
    assert took < 8
    assert _keys(html) == _keys(base)


def test_a_text_rewritten_from_end_to_end_is_still_read_soon() -> None:
    base = from_plain(
        "\n\n".join(f"旧的第{number}段写着{number * 37 % 1000}件事情" for number in range(1500))
    )
    anew = "\n\n".join(f"新的第{number}段讲着{number * 53 % 1000}个问题" for number in range(1500))
    took, html = units(lambda: from_plain(anew, base=base))
    assert took < 8
    assert len(set(_keys(html))) == 1500


def _keys(html: str) -> list[str]:
    return [paragraph.key for paragraph in richtext.paragraphs(html)]


def _without_keys(html: str) -> str:
    return prose.serialise(prose.Block(one.tag, one.runs, "", one.depth) for one in prose.parse(html))
