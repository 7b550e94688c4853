"""The same place in a later version: by its words, its number, its block, its headings."""

from __future__ import annotations

import re
from typing import Any

import pytest

from policywiki.core.rawblocks import normalise
from policywiki.wiki.citing import place_at, places, same_place
from tests.factories.wiki import section
from tests.wiki.real_texts import company_law, needs_laws

RULE = "第一条　停车要守规矩。\n\n第二条　门口五十米内不得停放。\n\n第三条　由街道管理。"


def body(*sections: tuple[str, str]) -> list[dict[str, Any]]:
    return normalise([section(heading, text) for heading, text in sections])


def text_now(cited: Any, now: Any, anchor: str) -> str | None:
    found = same_place(cited, now, anchor)
    return found.words if found is not None else None


def test_one_can_cite_sections_and_the_articles_in_them() -> None:
    found = places(body(("停放", RULE)))
    assert [(place.anchor, place.name) for place in found] == [
        ("section-1", "停放"),
        ("article-1", "第一条"),
        ("article-2", "第二条"),
        ("article-3", "第三条"),
    ]
    assert found[2].words == "门口五十米内不得停放。"
    assert "第三条" in found[0].text


def test_a_whole_page_is_a_place_and_an_unknown_anchor_is_none() -> None:
    rule = body(("停放", RULE))
    whole = place_at(rule, "")
    assert whole is not None
    assert "街道管理" in whole.text
    assert place_at(rule, "article-9") is None
    assert same_place(rule, rule, "article-9") is None


@pytest.mark.parametrize(
    ("later", "now"),
    [
        (RULE, "门口五十米内不得停放。"),
        (RULE.replace("五十", "三十"), "门口三十米内不得停放。"),
        # Renumbered because an article was put in before it: it is found by its words.
        (
            "第一条　停车要守规矩。\n\n第二条　本市提倡步行。\n\n第三条　门口五十米内不得停放。\n\n第四条　由街道管理。",
            "门口五十米内不得停放。",
        ),
        ("第一条　停车要守规矩。", None),
    ],
)
def test_an_article_is_found_by_its_words_then_by_its_number(later: str, now: str | None) -> None:
    assert text_now(body(("停放", RULE)), body(("停放", later)), "article-2") == now


def test_a_section_is_the_same_section_wherever_it_stands() -> None:
    old = body(("Bays", "Only inside."), ("Fines", "Fifty."))
    new = [*body(("Hours", "By day.")), *old]
    assert text_now(old, new, "section-2") == "Fifty."
    renamed = [{**old[1], "value": {**old[1]["value"], "heading": "Costs"}}]
    assert text_now(old, renamed, "section-2") == "Fifty."
    assert text_now(old, body(("Bays", "Only inside.")), "section-2") is None


def test_a_section_found_by_its_heading_where_the_text_came_anew() -> None:
    old, new = body(("Bays", "Only inside.")), body(("Hours", "By day."), ("Bays", "Only inside the line."))
    assert text_now(old, new, "section-1") == "Only inside the line."


@needs_laws
@pytest.mark.data
def test_articles_of_a_real_law_are_followed_through_its_revision() -> None:
    """The company law of 2018 and of 2023: renumbered throughout. Every article found has its words or its number."""
    old, new = company_law()
    then = {place.anchor: place for place in places(old) if place.anchor.startswith("article-")}
    now = {place.words: place for place in places(new) if place.anchor.startswith("article-")}
    assert (len(then), len(now)) == (218, 266)
    kept = [anchor for anchor, place in then.items() if place.words in now]
    moved = [anchor for anchor in kept if now[then[anchor].words].anchor != anchor]
    assert kept
    assert moved
    for anchor in kept:
        found = same_place(old, new, anchor)
        assert found is not None
        assert found.words == then[anchor].words
    changed = [anchor for anchor in then if anchor not in kept]
    for anchor in changed:
        found = same_place(old, new, anchor)
        assert found is not None
        assert found.anchor == anchor


def test_numbers_of_articles_say_nothing_of_their_words() -> None:
    place = place_at(body(("停放", RULE)), "article-2")
    assert place is not None
    assert not re.match("第", place.words)
