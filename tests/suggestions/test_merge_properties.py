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
def test_no_paragraph_is_lost_or_doubled(versions: tuple[Content, Content, Content]) -> None:
    base, ours, theirs = versions
    result = merge(base, ours, theirs, FIELDS)
    b, o, t = (Counter(texts(version)) for version in versions)
    r = Counter(texts(result.content))
    disputed = "\n".join(c.side(s).text for c in result.conflicts for s in ("base", "ours", "theirs")).split(
        "\n"
    )
    for text in o | t:
        if text in r or text in disputed:
            continue
        assert b[text] > min(o[text], t[text]), f"lost: {text}"
    if result.clean:
        for text in b | o | t | r:
            both = o[text] + t[text] - b[text]
            assert min(o[text], t[text], both) <= r[text] <= max(o[text], t[text], both), (
                f"lost or doubled: {text}"
            )


@many
@given(three())
def test_it_does_not_matter_who_is_first(versions: tuple[Content, Content, Content]) -> None:
    base, ours, theirs = versions
    one, other = merge(base, ours, theirs, FIELDS), merge(base, theirs, ours, FIELDS)
    assert len(one.conflicts) == len(other.conflicts)
    if not one.clean:
        return
    assert {**one.content, "body": 0} == {**other.content, "body": 0}
    assert Counter(texts(one.content)) == Counter(texts(other.content))
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
