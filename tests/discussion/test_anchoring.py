"""Quoted words are found again: pure cases, and real histories of Chinese pages."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policywiki.discussion.anchoring import Quote, Searched, find, quote_at

from .replay import by_offset, by_words, ours, replay, revisions

TEXT = (
    "第一条 电动自行车应当停放在划定的区域内。\n违者由街道办事处责令改正，并处五十元以下罚款。\n"
    "第二条 充电设施由物业服务人统一管理，不得在楼道充电。\n第三条 本办法自发布之日起施行。"
)
WORDS = "违者由街道办事处责令改正，并处五十元以下罚款。"


def quoted(words: str, text: str = TEXT) -> Quote:
    start = text.index(words)
    return quote_at(text, start, start + len(words))


def found(quote: Quote, text: str) -> str | None:
    place = find(quote, Searched(text))
    return text[place.start : place.end] if place else None


@pytest.mark.parametrize(
    ("case", "after", "expected"),
    [
        ("nothing changed", TEXT, WORDS),
        ("moved to the end", TEXT.replace(WORDS + "\n", "") + "\n" + WORDS, WORDS),
        ("text before it", "前言：本办法依据条例制定。\n" + TEXT, WORDS),
        (
            "words in it changed",
            TEXT.replace("责令改正，并处五十元以下罚款", "责令限期改正，可以处二百元以下罚款"),
            "违者由街道办事处责令限期改正，可以处二百元以下罚款。",
        ),
        (
            "its beginning replaced",
            TEXT.replace("违者由街道办事处", "不按规定停放的，由城管部门"),
            "不按规定停放的，由城管部门责令改正，并处五十元以下罚款。",
        ),
        ("taken out", TEXT.replace(WORDS + "\n", ""), None),
        ("all else taken out too", "这里另有一篇完全不同的文字，说的是图书馆的开放时间。", None),
        ("nothing left", "", None),
    ],
)
def test_words_are_followed_or_said_to_be_gone(case: str, after: str, expected: str | None) -> None:
    assert found(quoted(WORDS), after) == expected, case


def test_the_same_words_twice_are_told_apart_by_what_stands_around_them() -> None:
    text = (
        "A. The board meets on Monday. Fees are paid in May.\nB. The court meets on Monday. Fees are waived."
    )
    second = text.rindex("meets on Monday")
    quote = quote_at(text, second, second + len("meets on Monday"))
    place = find(quote, Searched("New. " + text))
    assert place is not None
    assert place.start == second + len("New. ")


def test_a_short_word_that_stands_elsewhere_only_is_no_place_for_it() -> None:
    quote = quoted("楼道充电")
    assert found(quote, "关于楼道充电的投诉今年增加了三成，请各单位重视。") is None


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="甲乙丙丁戊己庚辛 ab。\n", max_size=120), st.data())
def test_in_an_unchanged_text_words_are_where_they_were(text: str, data: st.DataObject) -> None:
    """Word for word and with all their surroundings; of words that say the same the first such place counts."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    quote = quote_at(text, start, end)
    place = find(quote, Searched(text))
    if quote.exact:
        assert place is not None
        assert quote_at(text, place.start, place.end) == quote


@pytest.mark.data
def test_notes_on_a_real_page_stay_with_their_words(data_folder: Path) -> None:
    """One page; all six: test_notes_on_all_six_real_pages."""
    texts = revisions(data_folder / "wiki-revisions-zh" / "intro_about.jsonl")
    result = replay(texts, ours)
    assert result.total() > 600
    assert result["right"] >= 0.99 * result.total(), result


@pytest.mark.data
@pytest.mark.whole
def test_notes_on_all_six_real_pages(data_folder: Path) -> None:
    """Nearly all right, hardly one at wrong words; far better than an offset or the bare words."""
    results = {method.__name__: Counter[str]() for method in (ours, by_offset, by_words)}
    for file in sorted((data_folder / "wiki-revisions-zh").glob("*.jsonl")):
        texts = revisions(file)
        for method in (ours, by_offset, by_words):
            results[method.__name__].update(replay(texts, method))
    total = results["ours"].total()
    assert total > 10_000
    assert results["ours"]["right"] >= 0.99 * total, results
    assert results["ours"]["wrong"] <= 0.002 * total, results
    assert results["by_words"]["right"] < results["ours"]["right"], results
    assert results["by_offset"]["wrong"] > 0.1 * results["by_offset"].total(), results
