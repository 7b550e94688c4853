from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policywiki.core import prose
from policywiki.suggestions.tokens import Token, bag, likeness, run_tokens, words


@pytest.mark.parametrize(
    "text, expected",
    [
        ("", []),
        ("市民可以停车。", ["市", "民", "可", "以", "停", "车", "。"]),
        ("The city's rules", ["The", " ", "city's", " ", "rules"]),
        ("1,200.50元", ["1,200.50", "元"]),
        ("18:00截止", ["18:00", "截", "止"]),
        ("up 5%.", ["up", " ", "5%", "."]),
        ("第12条", ["第", "12", "条"]),
        ("GB18030 and A4", ["GB18030", " ", "and", " ", "A4"]),
        ("café naïve", ["café", " ", "naïve"]),
        ("cafe\u0301s", ["cafe\u0301s"]),
        ("市A民", ["市", "A", "民"]),
        ("𠮷野家", ["𠮷", "野", "家"]),
        ("カタカナ", ["カ", "タ", "カ", "ナ"]),
        ("葛\U000e0100城", ["葛\U000e0100", "城"]),
        ("a  b\n\nc", ["a", "  ", "b", "\n\n", "c"]),
        ("“好”", ["“", "好", "”"]),
        ("e-mail", ["e", "-", "mail"]),
        ("한국어 말", ["한국어", " ", "말"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(st.text())
def test_words_joined_are_the_text(text: str) -> None:
    assert "".join(words(text)) == text


def test_words_of_a_paragraph_carry_format_and_target() -> None:
    [block] = prose.parse(
        '<p>A <b>b<i>c</i></b> <a href="https://a.cn/">市</a><br/><a linktype="page" id="12">d</a></p>'
    )
    assert run_tokens(block.runs) == [
        Token("A"),
        Token(" "),
        Token("b", "bold"),
        Token("c", "bold italic"),
        Token(" "),
        Token("市", "", "https://a.cn/"),
        Token("\n"),
        Token("d", "", "page:12"),
    ]


def test_likeness_is_the_share_of_common_words() -> None:
    assert likeness(bag("a b c d"), bag("a b c d")) == 1
    assert likeness(bag("a b c d"), bag("a b x y")) == 0.5
    assert likeness(bag("a a"), bag("a b")) == 0.5
    assert likeness(bag("停放"), bag("处罚")) == 0
    assert likeness(bag(""), bag("")) == 1
