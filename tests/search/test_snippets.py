"""The stretch that is shown: a piece of the text itself, escaped, with what was asked for marked."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.asking import ask
from search.queries import as_html
from search.snippets import ELLIPSIS, marked, snippet

TEXTS = st.text(st.sampled_from(list('物业管理垃圾，。 养犬ab<>&"c\n')), max_size=400)


def plain(pieces: list[tuple[str, bool]]) -> str:
    return "".join(text for text, _marked in pieces)


def marks(text: str, query: str) -> list[str]:
    return [piece for piece, is_marked in snippet(text, ask(query)) if is_marked]


@settings(deadline=None)  # the dictionary is loaded by the first
@given(TEXTS, st.sampled_from(["物业管理", "垃圾 养犬", "“养犬”", "ab", "zz"]))
def test_a_snippet_is_a_piece_of_the_text(text: str, query: str) -> None:
    shown = plain(snippet(text, ask(query))).strip(ELLIPSIS)
    assert shown in " ".join(text.split())


@settings(deadline=None)
@given(TEXTS)
def test_a_marked_text_is_the_whole_text(text: str) -> None:
    assert plain(marked(text, ask("物业管理 ab"))) == text


@pytest.mark.parametrize(
    "text, query, expected",
    [
        ("本市物業管理條例", "物业管理", ["物業管理"]),
        ("Bins and PARKING", "parked", ["PARKING"]),
        ("禁止在公园养犬。", "养犬", ["养犬"]),
        ("物业服务和物业管理", "物业管理", ["物业管理"]),
        ("垃圾应当分类", "垃圾分类", ["垃圾", "分类"]),
        ("依照第十二条处罚", "第12条", ["第十二条"]),
    ],
)
def test_what_was_asked_for_is_marked(text: str, query: str, expected: list[str]) -> None:
    assert marks(text, query) == expected


def test_the_stretch_is_where_the_words_are() -> None:
    text = "无关的话。" * 100 + "饲养犬只应当登记。" + "无关的话。" * 100
    assert "犬只" in plain(snippet(text, ask("犬只登记")))


def test_nothing_in_a_text_becomes_markup() -> None:
    html = as_html(snippet('<script>alert("养犬")</script>', ask("养犬")))
    assert html == "&lt;script&gt;alert(&quot;<mark>养犬</mark>&quot;)&lt;/script&gt;"
