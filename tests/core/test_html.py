"""The one door: what gets through it, and that nothing else does."""

from collections.abc import Callable

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policywiki.core import html as door
from policywiki.core import links, prose, richtext
from policywiki.core.html import clean, clean_comment, dropped_elements, trusted
from tests.pace import units

from .attacks import OWN, assert_harmless, payloads


@pytest.mark.parametrize("attack", OWN)
def test_nothing_of_an_attack_is_left(attack: str) -> None:
    _assert_stopped(attack)


@pytest.mark.data
def test_nothing_is_left_of_every_known_attack() -> None:
    attacks = payloads()
    assert len(attacks) > 3500
    for attack in attacks:
        _assert_stopped(attack)


@pytest.mark.data
def test_attacks_do_not_add_up_to_one() -> None:
    attacks = payloads()
    for place in range(0, len(attacks), 80):
        _assert_stopped("".join(attacks[place : place + 80]))
        _assert_stopped("<ul><li><b>" + "</p>".join(attacks[place : place + 80]))


@pytest.mark.data
def test_a_comment_shows_an_attack_as_it_was_typed() -> None:
    for attack in payloads()[::8]:
        html = clean_comment(attack)
        assert_harmless(html)
        assert clean(html) == html
        typed = "".join(char for char in attack if char.isprintable() and not char.isspace())
        assert "".join(richtext.to_text(html).split()) == typed


FORBIDDEN = {"javascript", "vbscript", "data", "file", "blob"}
_TAGS = [
    "b",
    "i",
    "p",
    "ul",
    "li",
    "h3",
    "svg",
    "math",
    "style",
    "script",
    "/b",
    "/i",
    "/p",
    "/ul",
    "/li",
    "/h3",
]
_TAGS += ["/style", "/script", "ol", "br", "div", "!--", "table", "td", "select"]
_OTHERS = [
    *"<>&\"'/=-! \n\tx中\x00\u200b\u200d\u2028\u3000\xa0🙂",
    *[
        "-->",
        "</a>",
        "<a href=/x>",
        "<a href='https://a.example/?a=1&b=2'>",
        "<a linktype=page id=7>",
        "href=",
    ],
    *["javascript:", "&#x6a;", "&lt", "&lt;", "&nbsp;", "&amp;", "<p data-block-key=ab1cd onclick=x>"],
    *["<img src=x onerror=y>", "<template>"],
]
_PIECES = st.sampled_from([f"<{tag}>" for tag in _TAGS] + _OTHERS)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=25).map("".join))
def test_a_second_pass_changes_nothing(html: str) -> None:
    _assert_stopped(html)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_gets_through(text: str) -> None:
    _assert_stopped(text)
    _assert_stopped(f"<a href='{text}'>x</a>")
    assert_harmless(clean_comment(text))


@pytest.mark.parametrize(
    "given_html, expected",
    [
        ("", ""),
        ("words", "<p>words</p>"),
        ("<strong>a</strong><em>b</em>", "<p><b>a</b><i>b</i></p>"),
        ("<b>a</b><b>b</b>", "<p><b>ab</b></p>"),
        ("<i><b>a</b></i>", "<p><b><i>a</i></b></p>"),
        ("<b>a <a href='/x'>b</a></b>", '<p><b>a </b><a href="/x"><b>b</b></a></p>'),
        ("<p>a<br>b</p>", "<p>a<br/>b</p>"),
        ("<p><b>a<br>b</b></p>", "<p><b>a</b><br/><b>b</b></p>"),
        ("<p>a<br><br>b</p>", "<p>a</p><p>b</p>"),
        ("<p><br>a<br></p>", "<p>a</p>"),
        ("<p> a \n  <b> b</b> </p>", "<p>a <b>b</b></p>"),
        ("<p>\u3000\u3000第一条\u3000本市</p>", "<p>\u3000\u3000第一条\u3000本市</p>"),
        ("<p>a&nbsp;b</p>", "<p>a\xa0b</p>"),
        ("<p>零\u200b宽\ufeff</p>", "<p>零宽</p>"),
        ("<p>零&#8203;宽&#xFEFF;</p>", "<p>零宽</p>"),
        ("<i>a</i><i>b</i>", "<p><i>ab</i></p>"),
        ("<p>控\x01制\x0c符</p>", "<p>控制 符</p>"),
        ("<p>👨\u200d👩 a\u200db</p>", "<p>👨\u200d👩 ab</p>"),
        ("<p></p><p>&nbsp;</p><ul></ul><h3> </h3>", ""),
        ("<h1>a</h1><h2>b</h2><h6>c</h6>", "<h3>a</h3><h3>b</h3><h4>c</h4>"),
        ("<h3>a<br>b</h3>", "<h3>a b</h3>"),
        ("<div>a</div><div>b</div>", "<p>a</p><p>b</p>"),
        ("<ul><li>a<ol><li>b</ol><li>c</ul>", "<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>"),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "<ul><li>a<br/>b</li></ul>"),
        ("<ul><ul><ul><li>a</li></ul></ul></ul>", "<ul><li>a</li></ul>"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<ul><li>a</li></ul><ol><li>b</li></ol>", "<ul><li>a</li></ul><ol><li>b</li></ol>"),
        ("<p>a<script>b</script><style>c</style>d</p>", "<p>ad</p>"),
        ('<p>1 < 2 & 3 > 2 "q"</p>', '<p>1 &lt; 2 &amp; 3 &gt; 2 "q"</p>'),
        (
            "<p data-block-key='ab1cd'>a</p><p data-block-key='X'>b</p>",
            '<p data-block-key="ab1cd">a</p><p>b</p>',
        ),
        ("<a linktype='page' id='007'>a</a>", '<p><a linktype="page" id="7">a</a></p>'),
        (
            "<a href='HTTPS://a.example/中?a=1&b=2#c'>a</a>",
            '<p><a href="https://a.example/中?a=1&amp;b=2#c">a</a></p>',
        ),
        ("<a href='#article-12'>a</a>", '<p><a href="#article-12">a</a></p>'),
        ("<a href='mailto:a@b.example'>a</a>", '<p><a href="mailto:a@b.example">a</a></p>'),
        ("<a href='/a b'>a</a><a href='/c'> </a>", '<p><a href="/a%20b">a</a></p>'),
    ],
)
def test_one_spelling_for_one_meaning(given_html: str, expected: str) -> None:
    assert clean(given_html) == expected
    assert clean(expected) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("", ""),
        ("a <b>\r\nb\r\n\r\nc", "<p>a &lt;b&gt;<br/>b</p><p>c</p>"),
        (
            "请看https://a.example/x?b=1。谢谢",
            '<p>请看<a href="https://a.example/x?b=1">https://a.example/x?b=1</a>。谢谢</p>',
        ),
        (
            "(see https://a.example/b_(c)).",
            '<p>(see <a href="https://a.example/b_(c)">https://a.example/b_(c)</a>).</p>',
        ),
        (
            "a&b 'https://a.example/?a=1&b=2'",
            "<p>a&amp;b '<a href=\"https://a.example/?a=1&amp;b=2\">https://a.example/?a=1&amp;b=2</a>'</p>",
        ),
        (
            "javascript:alert(1) data:x notes.md e.g. 3.5",
            "<p>javascript:alert(1) data:x notes.md e.g. 3.5</p>",
        ),
        (
            '"https://a.example/b">x',
            '<p>"<a href="https://a.example/b">https://a.example/b</a>"&gt;x</p>',
        ),
        ("&lt;b&gt; &amp;", "<p>&amp;lt;b&amp;gt; &amp;amp;</p>"),
    ],
)
def test_a_comment_is_plain_text_with_links(text: str, expected: str) -> None:
    html = clean_comment(text)
    assert_harmless(html)
    assert html == expected
    assert richtext.to_text(html) == text.replace("\r\n\r\n", "\n").replace("\r\n", "\n")


@pytest.mark.parametrize(
    "name, html",
    [
        (
            "text",
            '<p data-block-key="abcde">第十二条　市政府<b>公布</b><a href="/x?y=1&amp;z=2">目录</a>。</p>'
            * 1000,
        ),
        ("attributes", "<a " + " ".join(f"a{number}" for number in range(17000)) + ">x</a>"),
        ("quoted attributes", "<a " + " ".join(f'a{number}=">"' for number in range(9000)) + ">x</a>"),
        ("nested lists", "<ul><li>" * 12000),
        ("nested divs", "<div>" * 20000),
        ("unclosed formats", "<b><p>" * 16000),
        ("misnested", "<b><i></b>" * 10000),
        ("links", "<a href=x>" * 10000),
        ("angle brackets", "<" * 15_000),
        ("comments", "<!--" * 25_000),
        ("scripts", "<script>" * 12_000),
        ("entities", "&lt" * 15_000),
    ],
)
def test_long_texts_are_cleaned_at_once_whatever_they_are(name: str, html: str) -> None:
    took, once = units(lambda: clean(html))
    assert_harmless(once)
    assert took < 15, f"{name}: {took:.1f} units"


def test_scripts_go_with_their_text_and_deep_nesting_goes_without_the_words() -> None:
    html = "<div>" * 1000 + "kept &lt;b&gt;<script>gone</script>" + "</div>" * 1000
    assert clean(html) == "<p>kept &lt;b&gt;</p>"


@pytest.mark.parametrize("gate", [door._nh3, lambda html: door._cleaner().clean(html)], ids=["nh3", "bleach"])
@pytest.mark.parametrize("attack", OWN)
def test_each_gate_by_itself_stops_elements_and_schemes(gate: Callable[[str], str], attack: str) -> None:
    tree = html5lib.parseFragment(gate(attack), namespaceHTMLElements=False)
    for element in list(tree.iter())[1:]:
        assert element.tag in prose.UNDERSTOOD
        assert set(element.attrib) <= {"href", "linktype", "id", "data-block-key"}
        assert "".join(element.attrib.get("href", "").split()).lower().partition(":")[0] not in FORBIDDEN


@pytest.mark.parametrize(
    "raw, canonical",
    [
        (" https://A.example:8000/x ", "https://A.example:8000/x"),
        ("/\u200b/evil.example", ""),
        ("java\u2060script:alert(1)", ""),
        ("https://evil.example:99999/", ""),
        ("http://[::1", ""),
        ("https://a.example/" + "x" * 2000, ""),
        ("page:12", ""),
        ("", ""),
    ],
)
def test_where_a_link_may_point(raw: str, canonical: str) -> None:
    assert links.address(raw) == canonical


def test_what_the_door_would_take_away_can_be_named() -> None:
    assert dropped_elements("<p>a <b>b</b><img src=x></p><Table><tr><td>c</table>") == [
        "img",
        "table",
        "td",
        "tr",
    ]
    assert dropped_elements(clean("<p>a</p><ul><li>b</ul>")) == []


def test_a_template_does_not_escape_what_is_trusted() -> None:
    assert hasattr(trusted(clean("<b>a</b>")), "__html__")


def _assert_stopped(attack: str) -> None:
    once = clean(attack)
    assert_harmless(once)
    assert clean(once) == once, attack


@pytest.mark.data
def test_what_our_serialiser_wrote_is_what_the_whole_door_lets_through() -> None:
    """The short way through the door (read) takes nothing in that the long one would not."""
    for attack in [*OWN, *payloads()]:
        once = clean(attack)
        assert prose.serialise(prose.parse(door._nh3(door._cleaner().clean(door._bounded(once))))) == once
        written = prose.serialise(prose.parse(prose.visible(attack)))
        long_way = prose.parse(door._nh3(door._cleaner().clean(door._bounded(written))))
        assert prose.serialise(long_way) == clean(written)
        assert_harmless(clean(written))
