"""What looks like personal data, what only seems to, and words taken out of every kind of text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policywiki.core import html
from policywiki.core.personal import Kind, find, new_in
from policywiki.core.redaction import count, hide, placeholder, plain

NOTE = placeholder("en")


def identity(first17: str) -> str:
    """With the check digit that GB 11643 asks for."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    rest = sum(int(digit) * weight for digit, weight in zip(first17, weights, strict=True)) % 11
    return first17 + "10X98765432"[rest]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("请打13800138000找我", Kind.PHONE, "13800138000"),
        ("电话：138 0013 8000。", Kind.PHONE, "138 0013 8000"),
        ("手机１３８００１３８０００", Kind.PHONE, "１３８００１３８０００"),
        ("+86 138-0013-8000", Kind.PHONE, "+86 138-0013-8000"),
        ("家里座机010-65551234", Kind.PHONE, "010-65551234"),
        ("（0371）6555 1234", Kind.PHONE, "（0371）6555 1234"),
        ("call 07700 900123 please", Kind.PHONE, "07700 900123"),
        ("or 020 7946 0018", Kind.PHONE, "020 7946 0018"),
        ("or +44 (0)161 496 0018.", Kind.PHONE, "+44 (0)161 496 0018"),
        ("(212) 555-0147", Kind.PHONE, "(212) 555-0147"),
        ("+33 1 70 18 99 00", Kind.PHONE, "+33 1 70 18 99 00"),
        (f"身份证{identity('11010519491231002')}。", Kind.IDENTITY, "11010519491231002X"),
        ("旧证 110105491231002", Kind.IDENTITY, "110105491231002"),
        ("他家住幸福路12号3号楼2单元501室。", Kind.ADDRESS, "他家住幸福路12号3号楼2单元501室"),
        ("住在青石市东门区幸福路12号", Kind.ADDRESS, "住在青石市东门区幸福路12号"),
        ("Flat 4, 12 Market Street", Kind.ADDRESS, "Flat 4, 12 Market Street"),
        ("12 Market Street, Leeds LS1 4DY", Kind.ADDRESS, "12 Market Street, Leeds LS1 4DY"),
        ("写信到 wang.wu@example.com 吧", Kind.EMAIL, "wang.wu@example.com"),
    ],
)
def test_found(text: str, kind: Kind, words: str) -> None:
    assert [(one.kind, one.words) for one in find(text)] == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "拨打 12345 或 110",
        "400-810-0000 是客服",  # nobody's own
        "2026-11-25 18:00",
        "国发〔2019〕12号，2019年3月1日起施行",
        "预算 13,800,138,000 元",
        "身份证 110105194912310021",  # wrong check digit
        "编号 2026-0137；统一社会信用代码 91110000100000000X",
        "青石市幸福路12号街道办事处",  # a street and a number: an office
        "第13800138000001条",
        "π 是 3.14159265358979",
        "https://example.org/2026/11/25",
        "Section 12 of the Road Traffic Act 1988",
        "from 1 January to 31 December 2027",
        "3单元测试",
    ],
)
def test_only_seems_so(text: str) -> None:
    assert find(text) == []


def test_what_stood_there_before_is_not_its_authors() -> None:
    before = "办公室 010-6555 1234"
    assert new_in("办公室 010-65551234，我 13800138000", before)[0].words == "13800138000"
    assert len(new_in("13800138000 和 138 0013 8000", "")) == 1


@pytest.mark.parametrize(
    ("value", "hidden"),
    [
        ("call 138 0013 8000 now", f"call {NOTE} now"),
        ("call 1380013-8000 now", f"call {NOTE} now"),
        ("13800138000123", "13800138000123"),  # a part of a longer number is another number
        ("<p>call 138<b>0013</b>8000 now</p>", f"<p>call {NOTE}<b></b> now</p>"),
        ('<p><a href="https://x.org/13800138000">here</a></p>', "<p>here</p>"),
        ({"id": "a", "value": ["１３８００１３８０００", 7]}, {"id": "a", "value": [NOTE, 7]}),
        ("https://x.org/?q=13800138000", ""),
    ],
)
def test_hidden(value: object, hidden: object) -> None:
    assert count(value, ["13800138000"]) == (0 if value == hidden else 1)
    assert hide(value, ["13800138000"], NOTE) == hidden
    assert count(hidden, ["13800138000"]) == 0


def test_words_too_short_hide_nothing() -> None:
    assert hide("a 12 b", ["12", " "], NOTE) == "a 12 b"


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(["138", "0013", "8000", "13800138000", "<b>", "</b>", "x", " ", "&amp;", "</p><p>"])
    )
)
def test_property_nothing_left_and_nothing_else_lost(parts: list[str]) -> None:
    """After hiding, no reader sees the words; the rest of the text is all there; a second time changes nothing."""
    text = html.clean(f"<p>{''.join(parts)}</p>")
    done = hide(text, ["13800138000"], NOTE)
    assert count(done, ["13800138000"]) == 0
    assert hide(done, ["13800138000"], NOTE) == done
    assert plain(done).count("x") == plain(text).count("x")
