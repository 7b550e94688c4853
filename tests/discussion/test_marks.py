"""Words that comments speak about are marked where they are read, each with a way to the comments."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from policywiki.discussion.actions.comments import withdraw_comment
from policywiki.discussion.marks import Noted, mark
from policywiki.discussion.models import Quotation
from policywiki.wiki.models import KnowledgePage
from tests.factories.proposals import ProposalFactory
from tests.factories.wiki import knowledge_page

from .test_quotations import SECTIONS, WORDS, change, english, note

WAY = re.compile(r'<a class="noted-way"[^>]*></a>')
MARK = re.compile(r"<mark class=\"noted(?: several)?\">(.*?)</mark>", re.DOTALL)


def noted(words: str, prefix: str = "", suffix: str = "", comments: int = 1) -> Noted:
    return Noted(words, prefix, suffix, comments, f"/to/{comments}/", f"{comments} here", "en")


def marked(html: str) -> list[str]:
    return MARK.findall(html)


def without(html: str) -> str:
    return WAY.sub("", re.sub(r"</?mark[^>]*>", "", html))


# Words noted, HTML, what is marked in it.
CASES = [
    (["two three"], "<p>one two three four</p>", ["two three"]),
    (["three four"], "<p>two <b>three</b> four</p>", ["three", "four"]),
    (["end. Begin"], "<ul>\n<li>The end.</li>\n<li>Begin again</li>\n</ul>", ["end.", "Begin"]),
    (["R&D <now>"], "<p>For R&amp;D &lt;now&gt;, at once</p>", ["R&amp;D &lt;now&gt;"]),
    (["a b c", "c d e"], "<p>a b c d e</p>", ["a b", "c", "d e"]),
    (["b c"], "<p>a <span data-aside>b c</span> x</p>", []),
    (["a x"], '<p>a <span data-aside>b<span>c</span>d</span> x</p><span class="x">a</span>', ["a", "x"]),
    (["一条 二条"], "<p>一条<br/>二条</p>", ["一条", "二条"]),
    (["gone"], "<p>is not here</p>", []),
    (["class"], '<p class="class">x</p><!-- class -->', []),
    ([""], "<p>x</p>", []),
]


@pytest.mark.parametrize(("words", "html", "expected"), CASES)
def test_what_is_marked(words: list[str], html: str, expected: list[str]) -> None:
    result = mark(html, [noted(one) for one in words])
    assert marked(result) == expected
    assert without(result) == html
    assert len(WAY.findall(result)) == (len(words) if expected else 0)


def test_words_that_stand_in_several_places_are_told_apart_by_what_stands_around_them() -> None:
    html = "<p>In the park one may sit.</p><p>In the street one may sit.</p>"
    assert mark(html, [noted("one may sit", "In the street ")]).count("street <mark") == 1
    assert mark(html, [noted("one may sit", suffix=".In the str")]).count("park <mark") == 1
    assert mark(html, [noted("one may sit", "nothing like us")]) == html


def test_a_way_is_not_inside_a_link_and_comes_behind_the_words() -> None:
    result = mark('<p>see <a href="/x/">the plan here</a> now</p>', [noted("the plan")])
    assert '<a href="/x/"><mark class="noted">the plan</mark> here</a><a class="noted-way"' in result


def test_what_several_speak_of_is_marked_once_and_as_such() -> None:
    result = mark("<p>a b c d e</p>", [noted("a b c", comments=2), noted("b c d"), noted("e")])
    assert marked(result) == ["a", "b c", "d", "e"]
    assert result.count("several") == 1
    assert [re.search(r'data-n="(\d)"', way)[1] for way in WAY.findall(result)] == ["2", "1", "1"]  # type: ignore[index]


def test_what_stands_in_the_link_is_escaped() -> None:
    one = Noted("x", "", "", 1, '/"><script>', '"<b>', '"')
    assert re.findall(r"<(script|b)\b", mark("<p>x</p>", [one])) == []


PIECES = st.lists(
    st.sampled_from(["<p>", "</p>", "<b>", "</b>", "<br/>", '<a href="/">', "</a>", "&amp;", " ", "甲", "乙", "x", "\n"]),
    max_size=30,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(PIECES, st.lists(st.text("甲乙x&", min_size=1, max_size=4), max_size=4))
def test_nothing_but_marks_is_added_and_a_mark_holds_nothing_but_text(
    pieces: list[str], words: list[str]
) -> None:
    html = "".join(pieces)
    result = mark(html, [noted(one) for one in words])
    assert without(result) == html
    assert all(text.strip() and "<" not in text for text in marked(result))
    plain = "".join(unescape(re.sub(r"<[^>]*>", "", html)).split())
    assert bool(marked(result)) == any(one in plain for one in words)


@pytest.fixture
def page(site: Any) -> KnowledgePage:
    return knowledge_page(sections=SECTIONS)


def read(client: Client, page: Any) -> str:
    return client.get(english(page.url)).content.decode()


@pytest.mark.django_db
def test_on_a_page_a_mark_leads_to_its_comment_or_to_all_on_these_words(
    page: KnowledgePage, client: Client
) -> None:
    assert not marked(read(client, page))
    first = note(page)
    html = read(client, page)
    assert marked(html) == [WORDS]
    (way,) = WAY.findall(html)
    assert f'href="/en/comments/{first.comment_id}/#comment-{first.comment_id}"' in way
    assert 'aria-label="1 comment on these words"' in way
    note(page)
    other = note(page, "Nobody else may draw a bay.")
    html = read(client, page)
    assert 'aria-label="2 comments on these words"' in html
    address = re.search(r'noted-way" href="([^"]*words[^"]*)"', html)
    assert address is not None
    talk = client.get(unescape(address[1]).partition("#")[0]).content.decode()
    assert talk.count('<li class="comment"') == 2
    assert "Only comments on these words." in talk
    assert f"comment-{other.comment_id}" not in talk


@pytest.mark.django_db
def test_words_that_are_gone_or_whose_comment_is_withdrawn_are_not_marked(
    page: KnowledgePage, client: Client
) -> None:
    first, second = note(page), note(page, "The street office decides.")
    change(page, "fifty yuan to the street office", "two hundred yuan to the street office")
    assert marked(read(client, page)) == [WORDS.replace("fifty", "two hundred"), "The street office decides."]
    change(page, WORDS.replace("fifty", "two hundred"), "")
    assert marked(read(client, page)) == ["The street office decides."]
    withdraw_comment(comment=second.comment, author=second.comment.author, now=second.comment.created_at)
    assert not marked(read(client, page))
    assert Quotation.objects.get(pk=first.pk).state == "gone"


@pytest.mark.django_db
def test_on_a_proposal_a_measure_is_marked_without_its_labels(site: Any, client: Client) -> None:
    record = ProposalFactory()
    note(record.page, "The pavement is blocked.")
    note(record.page, "Build racks\nRoads")
    html = read(client, record.page)
    assert marked(html) == ["The pavement is blocked.", "Build racks", "Roads"]
    assert client.get(f"{english(record.page.url)}?words=999999999").status_code == 200


@pytest.mark.django_db
def test_marking_costs_one_query_however_many_notes_there_are(page: KnowledgePage, client: Client) -> None:
    note(page)
    counts = []
    for _round in range(2):
        read(client, page)
        with CaptureQueriesContext(connection) as queries:
            read(client, page)
        counts.append(len(queries))
        for words in ("Only inside the marked bays.", "The street office decides.", "elsewhere", WORDS):
            note(page, words)
    assert counts[0] == counts[1]
