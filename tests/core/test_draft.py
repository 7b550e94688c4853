"""The editor's content state: nothing is lost on the way there and back, and what cannot be kept is named."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings

from policywiki.core.draft import Reading, from_state, targets, to_state
from policywiki.core.richtext import to_text
from tests.core.prose_strategies import canonical

ADDRESSES = {12: "/en/pages/parking/"}
HTML = (
    '<p data-block-key="aaaaa">第一条\u3000\u3000<b>本市<i>🙂</i></b> on '
    '<a linktype="page" id="12">parking</a>.<br/>next</p>'
    '<ul><li data-block-key="bbbbb">one<ol><li data-block-key="ccccc">two</li></ol></li></ul>'
    '<h3 data-block-key="ddddd"><a href="https://example.org/?a=1&amp;b=2">law</a></h3>'
)


def sent(
    text: str = "words", *, kind: str = "unstyled", styles: Any = (), entity: Any = None, depth: int = 0
) -> str:
    """A content state as the editor would send it: one block, its styles over all of it, one entity on all of it."""
    span = {"offset": 0, "length": len(text)}
    block = {
        "key": "abcde",
        "type": kind,
        "depth": depth,
        "text": text,
        "inlineStyleRanges": [span | {"style": style} for style in styles],
        "entityRanges": [span | {"key": 0}] if entity else [],
    }
    return json.dumps({"blocks": [block], "entityMap": {"0": entity} if entity else {}})


def link(**data: Any) -> dict[str, Any]:
    return {"type": "LINK", "mutability": "MUTABLE", "data": data}


@given(canonical)
@settings(max_examples=60, deadline=None)
def test_there_and_back_is_the_same_text(html: str) -> None:
    state = json.dumps(to_state(html, addresses=ADDRESSES))
    assert from_state(state) == Reading(html)


def test_keys_and_page_links_survive() -> None:
    state = to_state(HTML, addresses=ADDRESSES)
    assert [block["key"] for block in state["blocks"]] == ["aaaaa", "bbbbb", "ccccc", "ddddd"]
    assert state["entityMap"]["0"]["data"] == {"id": 12, "url": "/en/pages/parking/", "parentId": None}
    assert from_state(json.dumps(state)) == Reading(HTML)
    assert targets(HTML) == {12}


def test_an_empty_editor_is_an_empty_text() -> None:
    assert from_state("null") == Reading("")
    assert to_state("", addresses={}) == {"blocks": [], "entityMap": {}}


@pytest.mark.parametrize(
    ("state", "named"),
    [
        (sent(kind="header-two"), "header-two"),
        (sent(kind="atomic"), "atomic"),
        (sent(styles=["BOLD", "STRIKETHROUGH"]), "STRIKETHROUGH"),
        (sent(entity={"type": "IMAGE", "data": {"id": 3}}), "IMAGE"),
        (sent(entity=link(url="javascript:alert(1)")), "javascript:alert(1)"),
        (sent(entity=link(url="ftp://files.example/")), "ftp://files.example/"),
        (sent(entity=link(id="12 or 1=1", url="")), ""),
        (sent(kind="unordered-list-item", depth=9), "depth"),
    ],
)
def test_what_a_page_cannot_say_is_named_and_its_words_stay(state: str, named: str) -> None:
    reading = from_state(state)
    assert reading.lost == (named,)
    assert "words" in to_text(reading.html)
    assert "javascript:alert(1)" not in reading.html.partition("href")[2]


def test_the_address_of_a_link_that_may_not_be_stays_readable() -> None:
    assert (
        to_text(from_state(sent(entity=link(url="ftp://files.example/a"))).html)
        == "words (ftp://files.example/a)"
    )


def test_offsets_out_of_the_text_do_no_harm() -> None:
    state = json.loads(sent(styles=["BOLD"]))
    state["blocks"][0]["inlineStyleRanges"][0] |= {"offset": 2, "length": 99}
    assert from_state(json.dumps(state)).html == '<p data-block-key="abcde">wo<b>rds</b></p>'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"blocks": 3}',
        '{"blocks": [3]}',
        '{"blocks": [{"text": "x"}]}',
        '{"blocks": [{"type": "unstyled", "text": "x", "entityRanges": [{"key": 4, "offset": 0, "length": 1}]}]}',
    ],
)
def test_what_is_no_content_state_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the sentence is for the log
        from_state(text)
