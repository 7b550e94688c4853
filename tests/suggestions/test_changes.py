"""The same comparison on a page, side by side, as the page will be, and in a mail."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from policywiki.suggestions.diff import diff
from policywiki.suggestions.differences import Diff
from policywiki.suggestions.showing import AsPage, as_text
from policywiki.wiki.targets import preview

from .making import FIELDS, page, section, table

BASE = page(
    section(
        "s1",
        "Fees",
        "aaaaa Parking costs 5 yuan a day in all of the marked areas of the city.",
        "bbbbb Cash only.",
    ),
    section("s2", "Where", "ccccc In blue areas."),
    table("t1", ["Day", "Fee"], ["Mon", "5"]),
)
AFTER = page(
    section(
        "s1",
        "Fees",
        'aaaaa Parking costs <a href="https://a.cn/">6 yuan</a> a day in all of the marked areas of the city.',
    ),
    section("s2", "Where", "ccccc In blue areas."),
    table("t1", ["Day", "Fee"], ["Mon", "5"], ["Tue", "6"]),
)
CHANGES: Diff = diff(BASE, AFTER, FIELDS)


def shown(found: Diff = CHANGES, view: str = "", language: str = "en", **context: Any) -> str:
    request = RequestFactory().get("/x/", {"a": "1", **({"view": view} if view else {})})
    template = Template("{% load changes %}{% changes diff as_page=as_page %}")
    with translation.override(language):
        return template.render(Context({"request": request, "diff": found, "as_page": None, **context}))


def heard(html: str) -> str:
    """What a screen reader says: all text, hidden words included, folded parts closed."""
    html = re.sub(r"(?s)<details.*?<summary>(.*?)</summary>.*?</details>", r"\1", html)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def test_it_opens_with_a_sentence() -> None:
    assert heard(shown()).startswith("1 sentence reworded, 1 paragraph removed, 1 row added, 1 link added.")


def test_added_and_removed_words_are_said() -> None:
    said = heard(shown())
    assert "Parking costs [removed: 5 ] [added: 6 ] yuan a day" in said
    assert "Paragraph removed Fees [removed: Cash only. ]" in said
    assert "“6 yuan” is now a link to https://a.cn/." in said


def test_marks_do_not_depend_on_colour() -> None:
    html = shown()
    assert html.count("<ins>") == html.count("[added:") > 0
    assert html.count("<del>") == html.count("[removed:") > 0


def test_side_by_side_each_side_reads_as_a_text_of_its_own() -> None:
    said = heard(shown(view="sides"))
    assert "Before Parking costs [removed: 5 ] yuan a day" in said
    assert "After Parking costs [added: 6 ] yuan a day" in said
    assert "Before [removed: Cash only. ] After is no longer there" in said
    assert "Before was not there After [added: Tue | 6 ]" in said


def test_a_moved_paragraph_is_one_text_and_where_it_stands_now() -> None:
    old = page(section("s1", "A", "aaaaa One.", "bbbbb Two.", "ccccc Three."))
    new = page(section("s1", "A", "bbbbb Two.", "ccccc Three.", "aaaaa One."))
    for view in ("", "sides"):
        said = heard(shown(diff(old, new, FIELDS), view=view))
        assert said.startswith("1 paragraph moved.")
        assert "Paragraph moved A One. Now stands after “Three.”." in said


@pytest.mark.parametrize("view", ["", "sides"])
def test_what_did_not_change_is_folded(view: str) -> None:
    assert "In blue areas." not in heard(shown(view=view))
    assert "In blue areas." in shown(view=view)


def test_the_views_are_links_that_keep_the_rest_of_the_address() -> None:
    html = shown(view="sides")
    assert 'href="?a=1&amp;view=together#changes"' in html
    assert re.search(r'href="\?a=1&amp;view=sides#changes" aria-current="true"', html)
    assert "As it will be" not in html


def test_a_view_that_nobody_knows_is_the_first_one() -> None:
    assert shown(view="<x>").count('aria-current="true"') == 1


@pytest.mark.django_db
def test_the_page_as_it_will_be() -> None:
    class Kind:
        preview = staticmethod(preview)

    html = shown(view="page", as_page=AsPage(Kind(), AFTER))  # type: ignore[arg-type]
    assert "Parking costs" in html
    assert "Cash only." not in html
    assert "<del>" not in html


def test_in_chinese() -> None:
    said = heard(shown(view="sides", language="zh-hans"))
    assert said.startswith("改写 1 句，")
    assert "改前" in said


def test_in_a_mail() -> None:
    with translation.override("en"):
        assert as_text(CHANGES) == (
            "1 sentence reworded, 1 paragraph removed, 1 row added, 1 link added.\n"
            "\nFees – Paragraph changed\n"
            "  Parking costs [removed: 5] [added: 6] yuan a day in all of the marked areas of the city.\n"
            "  “6 yuan” is now a link to https://a.cn/.\n"
            "\nFees – Paragraph removed\n  [removed: Cash only.]\n"
            "\nDay | Fee – Row added\n  [added: Tue | 6]"
        )


def test_a_mail_leaves_out_what_is_far_from_a_change() -> None:
    far = "word " * 60
    old, new = (page(section("s1", "A", f"aaaaa {far}is {n} yuan and {far}end")) for n in (5, 6))
    with translation.override("en"):
        text = as_text(diff(old, new, FIELDS))
    assert "is [removed: 5] [added: 6] yuan and" in text
    assert "…" in text
    assert len(text) < 300
