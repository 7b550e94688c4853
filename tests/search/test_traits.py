"""What two texts are compared by, and the sentences that they share."""

from __future__ import annotations

import pytest

from search.traits import sentences, shared, traits


def said(ours: str, theirs: str, most: int = 2) -> list[str]:
    return [
        one.text for one in shared(list(sentences(ours)), sentences(theirs), lambda _word: 1.0, most=most)
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ban the sale of disposable barbecues", "banning sales of a Disposable Barbecue!"),
        ("停車難", "停车难"),
        ("Ｗｉｆｉ ｉｎ ｐａｒｋｓ", "wifi in parks"),
    ],
)
def test_the_same_said_otherwise_has_the_same_traits(one: str, other: str) -> None:
    assert set(traits(one)) == set(traits(other))


@pytest.mark.parametrize("text", ["", "。", "the of and", "我们应该可以", "https://example.org/a?b=c", "\0"])
def test_what_says_nothing_has_no_traits(text: str) -> None:
    assert traits(text) == []
    assert list(sentences(text)) == []


def test_shared_sentences_are_theirs_in_their_order_with_the_common_words_marked() -> None:
    ours = "Racks are missing at the north gate. The pavement is blocked by bicycles every morning."
    theirs = (
        "I like the park. Bicycles block the pavement each morning. Nobody asked.\n"
        "At the north gate racks are missing."
    )
    assert said(ours, theirs) == [
        "Bicycles block the pavement each morning.",
        "At the north gate racks are missing.",
    ]
    assert said(ours, theirs, most=1) == ["At the north gate racks are missing."]
    (one,) = shared(list(sentences(ours)), sentences("The north gate lacks racks."), lambda _w: 1.0, most=2)
    assert [one.text[start:end] for start, end, _word in one.spans] == ["north", "gate", "racks"]


def test_one_word_in_common_is_no_shared_sentence() -> None:
    assert said("The park is closed.", "A park opens.") == []
    assert said("公园关门了。", "公园很大。") == []


def test_chinese_sentences_end_at_chinese_full_stops() -> None:
    ours = "小区门口天天堵车，消防车进不来。"
    assert said(ours, "我们院里也一样。消防车进不来，小区门口停满了车！") == [
        "消防车进不来，小区门口停满了车！"
    ]
