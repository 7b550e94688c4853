"""Words of texts and of queries: cut alike, folded alike, each where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.tokens import STOP_WORDS, cover, finest, fold, number, segment, with_parts

HAN = st.text("物业管理条例北京市接诉即办的了第十二条垃圾分类人民共和国中华龘", min_size=1, max_size=30)
MIXED = st.text(
    st.sampled_from(list("物業管理 垃圾，。第十二條abcdeéÉﬁßＡ１２3'’-\n\u3000e\u0301")), max_size=60
)


def words(text: str) -> list[str]:
    return [token.text for token in segment(text)]


@pytest.mark.parametrize(
    "one, other",
    [
        ("物業管理", "物业管理"),
        ("臺灣", "台湾"),
        ("ＡＢＣ１２", "abc12"),
        ("Café", "cafe"),
        ("Cafe\u0301", "cafe"),
        ("Council’s parks", "council park"),
        ("第十二条", "第12条"),
        ("第十二条", "Article 12"),
        ("第 12 条", "art. 12"),
        ("第一百三十三条之一", "第133条之一"),
        ("第三章", "Chapter 3"),
    ],
)
def test_different_spellings_are_the_same_words(one: str, other: str) -> None:
    assert words(one) == words(other)
    assert words(one)


@pytest.mark.parametrize(
    "numeral, value",
    [
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零三", 103),
        ("一千二百六十", 1260),
        ("两百", 200),
        ("二〇二四", 2024),
        ("77", 77),
        ("百万", None),
    ],
)
def test_numerals(numeral: str, value: int | None) -> None:
    assert number(numeral) == value


@pytest.mark.parametrize(
    "word, sentence",
    [
        ("住房", "职工可以提取住房公积金。"),
        ("市民", "设立市民热线并及时答复"),
        ("停车", "新建停车场应当公示"),
        ("学生", "大学生和小学生"),
        ("人民", "中华人民共和国"),
        ("接诉即办", "推进接诉即办工作"),
    ],
)
def test_a_word_inside_a_sentence_or_a_longer_word_is_there(word: str, sentence: str) -> None:
    assert word in words(sentence)


@pytest.mark.parametrize("text", ["接诉即办", "老旧小区", "垃圾桶", "北京市", "中华人民共和国"])
def test_any_run_of_characters_in_a_long_word_can_be_put_together_from_its_parts(text: str) -> None:
    ((word, parts),) = with_parts(segment(text))
    assert cover(word, parts)
    assert {at for part in parts for at in range(part.start, part.end)} == set(range(len(text)))


def test_only_words_read_from_head_or_tail_are_in_a_longer_word() -> None:
    assert "华人" not in words("中华人民共和国")


def test_stop_words_are_left_out_but_keep_their_place() -> None:
    tokens = {token.text: token.position for token in segment("人民的利益")}
    assert "的" not in tokens
    assert tokens["利益"] - tokens["人民"] == 3


def test_a_comma_stands_between_two_words() -> None:
    together, apart = segment("管理物业"), segment("管理，物业")
    assert together[1].position - together[0].position == 2
    assert apart[1].position - apart[0].position == 3


@settings(deadline=None)  # the dictionary is loaded by the first
@given(MIXED)
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)


@settings(deadline=None)
@given(MIXED)
def test_offsets_are_those_of_the_text(text: str) -> None:
    for token in segment(text):
        assert 0 <= token.start < token.end <= len(text)
        if "#" not in token.text:
            again = segment(text[token.start : token.end])
            assert token.text in [other.text for other in again]


@settings(deadline=None)
@given(MIXED)
def test_positions_never_go_back_for_whole_words(text: str) -> None:
    whole = [token.position for token in segment(text) if not token.part]
    assert whole == sorted(whole)


@settings(deadline=None)
@given(HAN)
def test_parts_lie_in_their_word_and_cover_it(text: str) -> None:
    for word, parts in with_parts(segment(text)):
        for part in parts:
            assert word.start <= part.start < part.end <= word.end
            assert part.position - word.position == part.start - word.start
        # A stop word among the parts is left out like any other; nothing else may be missing.
        if len(word.text) > 2 and not STOP_WORDS.intersection(word.text):
            assert cover(word, parts)


@settings(deadline=None)
@given(HAN)
def test_the_smallest_words_of_a_text_are_among_its_words(text: str) -> None:
    tokens = segment(text)
    assert set(finest(tokens)) <= set(tokens)
