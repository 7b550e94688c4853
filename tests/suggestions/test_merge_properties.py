"""What must hold of every merge, whatever people wrote."""

from __future__ import annotations

import os
from collections import Counter
from copy import deepcopy
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policywiki.core import prose, richtext
from policywiki.suggestions.merge import MergeResult, merge

from .accounting import targets_of, touched_by_both, words, words_of, wrong
from .making import FIELDS, Content, contents, ids, texts, three, two

many = settings(
    max_examples=int(os.environ.get("MERGE_EXAMPLES", "200")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def keys_of(content: Content) -> list[str]:
    return [one.key for block in content["body"] for one in prose.parse(block["value"]["text"])]


@many
@given(two())
def test_what_one_side_alone_wrote_is_the_result(versions: tuple[Content, Content]) -> None:
    base, edit = versions
    assert merge(base, base, edit, FIELDS) == MergeResult(edit, [])
    assert merge(base, edit, base, FIELDS) == MergeResult(edit, [])
    assert merge(base, edit, deepcopy(edit), FIELDS) == MergeResult(edit, [])


@many
@given(three())
def test_a_merge_sent_again_changes_nothing(versions: tuple[Content, Content, Content]) -> None:
    base, ours, theirs = versions
    once = merge(base, ours, theirs, FIELDS)
    if once.clean:
        again = merge(base, once.content, theirs, FIELDS)
        # By likeness a paragraph of ours may now pass for one that theirs replaced, and which of two moved
        # cannot always be told: that asks a person, and still changes nothing.
        assert sorted(texts(again.content)) == sorted(texts(once.content))
        if again.clean and not (moved(base, ours) and moved(base, theirs)):
            assert again == once


def moved(base: Content, side: Content) -> bool:
    """Whether anything that is still there stands in another order."""

    def order(*versions: list[str]) -> bool:
        a, b = ([name for name in one if name in other] for one, other in (versions, versions[::-1]))
        return a != b

    return order(ids(base), ids(side)) or order(keys_of(base), keys_of(side))


@many
@given(three())
def test_no_word_is_lost_or_doubled(versions: tuple[Content, Content, Content]) -> None:
    result = merge(*versions, FIELDS)
    sides = [conflict.side(name) for conflict in result.conflicts for name in ("base", "ours", "theirs")]
    disputed = sum((words(side.text) for side in sides), touched_by_both(*versions))
    assert wrong(*(words_of(version) for version in (*versions, result.content)), disputed) == []
    before, *sides_targets, after = (targets_of(version) for version in (*versions, result.content))
    shown = " ".join(f"{conflict.ours} {conflict.theirs}" for conflict in result.conflicts)
    for target in set().union(*sides_targets) - set(before):
        assert after[target] or f'"{target}"' in shown, target


@many
@given(three())
def test_it_does_not_matter_who_is_first(versions: tuple[Content, Content, Content]) -> None:
    base, ours, theirs = versions
    one, other = merge(base, ours, theirs, FIELDS), merge(base, theirs, ours, FIELDS)
    assert len(one.conflicts) == len(other.conflicts)
    if not one.clean:
        return
    assert {**one.content, "body": 0} == {**other.content, "body": 0}
    assert words_of(one.content) == words_of(other.content)
    old = set(ids(base))
    if not moved(base, ours) or not moved(base, theirs):  # else two moves to one place: ours first, too
        assert [i for i in ids(one.content) if i in old] == [i for i in ids(other.content) if i in old]
    assert Counter(ids(one.content)) == Counter(ids(other.content))


@many
@given(three())
def test_what_comes_out_is_canonical(versions: tuple[Content, Content, Content]) -> None:
    result = merge(*versions, FIELDS).content
    assert len(set(ids(result))) == len(ids(result))
    for block in result["body"]:
        text = block["value"]["text"]
        assert richtext.canonical(text) == text
        keys = [one.key for one in prose.parse(text)]
        assert len(set(keys)) == len(keys)


@many
@given(three())
def test_the_versions_are_not_touched(versions: tuple[Content, Content, Content]) -> None:
    before = deepcopy(versions)
    merge(*versions, FIELDS)
    assert versions == before


@st.composite
def apart(draw: Any) -> tuple[Content, list[int], list[int]]:
    """A text and two sets of its paragraphs without a common one."""
    base = draw(contents().filter(lambda content: len(texts(content)) > 1))
    owner = draw(st.lists(st.sampled_from("ot-"), min_size=len(texts(base)), max_size=len(texts(base))))
    return base, [i for i, o in enumerate(owner) if o == "o"], [i for i, o in enumerate(owner) if o == "t"]


@many
@given(apart())
def test_rewordings_of_different_paragraphs_all_land(case: tuple[Content, list[int], list[int]]) -> None:
    base, by_ours, by_theirs = case
    ours, theirs = reworded(base, by_ours, "我们 "), reworded(base, by_theirs, "they ")
    expected = reworded(ours, by_theirs, "they ")
    assert merge(base, ours, theirs, FIELDS) == MergeResult(expected, [])
    assert merge(base, theirs, ours, FIELDS) == MergeResult(expected, [])


def reworded(content: Content, which: list[int], start: str) -> Content:
    content = deepcopy(content)
    index = 0
    for block in content["body"]:
        blocks = prose.parse(block["value"]["text"])
        for place, one in enumerate(blocks):
            if index in which:
                runs = prose.tidy([prose.Block("p", (prose.Run(start), *one.runs))])[0].runs
                blocks[place] = prose.Block(one.tag, runs, one.key, one.depth)
            index += 1
        block["value"]["text"] = prose.serialise(blocks)
    return content


# --- words


@st.composite
def sentences(draw: Any) -> tuple[list[str], list[str], list[str]]:
    """Words of a paragraph, each another, and which of them ours and theirs replace or follow with a new one."""
    base = [f"w{number}" for number in range(draw(st.integers(1, 30)))]
    plan = draw(st.lists(st.sampled_from("----orORtx"), min_size=len(base), max_size=len(base)))
    return base, _planned(base, plan, "orR", "o"), _planned(base, plan, "tx", "t")


def _planned(base: list[str], plan: list[str], signs: str, name: str) -> list[str]:
    """The first sign: replaced; the second: taken out; the third: something is added after it."""
    result: list[str] = []
    for word, sign in zip(base, plan, strict=True):
        at = signs.find(sign)
        result += {0: [f"{name}{word}"], 1: [], 2: [word, f"{name}{word}"]}.get(at, [word])
    return result


@many
@given(sentences())
def test_every_word_of_either_side_is_there_once_or_was_taken_out_or_is_disputed(
    case: tuple[list[str], list[str], list[str]],
) -> None:
    base, ours, theirs = case
    result = merge(*(plain(version) for version in case), {"summary": "text"})
    there = Counter(str(result.content["summary"]).split())
    assert max(there.values(), default=0) <= 1
    disputed = {
        w for c in result.conflicts for o in c.overlaps for w in f"{o.base} {o.ours} {o.theirs}".split()
    }
    for word in {*base, *ours, *theirs} - disputed:
        by_one = word in ours and word in theirs if word in base else word in ours or word in theirs
        assert there[word] == by_one, word


@st.composite
def rewordings(draw: Any) -> tuple[list[str], list[str], list[str], list[str]]:
    """A text of several sentences in which ours and theirs replace different words, a few in each sentence.

    Half of the words are common ones; which of two equal words was replaced nobody can tell, so none stands beside
    its like.
    """
    base, ours, theirs, both = [], [], [], []
    for sentence in range(draw(st.integers(1, 4))):
        size = draw(st.integers(6, 15))
        places = draw(st.permutations(range(size)))
        few = draw(st.integers(0, size // 3))
        other = draw(st.integers(0, size // 3))
        for index in range(size):
            word = ["的", "the", "1,200", "of"][index // 2 % 4] if index % 2 else f"w{sentence}x{index}"
            mine = f"o{sentence}x{index}" if index in places[:few] else word
            others = f"t{sentence}x{index}" if index in places[few : few + other] else word
            base.append(word)
            ours.append(mine)
            theirs.append(others)
            both.append(mine if mine != word else others)
        for version in (base, ours, theirs, both):
            version.append("。")
    return base, ours, theirs, both


@many
@given(rewordings())
def test_rewordings_of_different_words_all_land_in_either_order(
    case: tuple[list[str], list[str], list[str], list[str]],
) -> None:
    base, ours, theirs, both = (plain(version) for version in case)
    assert merge(base, ours, theirs, {"summary": "text"}) == MergeResult(both, [])
    assert merge(base, theirs, ours, {"summary": "text"}) == MergeResult(both, [])


def plain(words: list[str]) -> Content:
    return {"summary": " ".join(words)}
